# Fleets, spot requests and managed nodes, with templates and without.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = { for service in ["ec2", "spotfleet", "eks"] : service => jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } }]
  }) }
}

resource "aws_iam_role" "service" {
  for_each           = local.trust
  name_prefix        = "fleets-${each.key}-"
  assume_role_policy = each.value
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "fleets-"
  role        = aws_iam_role.service["ec2"].name
}

resource "aws_launch_template" "app" {
  name_prefix = "fleets-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_launch_template" "bare" {
  name_prefix = "fleets-bare-"
}

# Only machines that bring their own profile use it.
resource "aws_launch_template" "own" {
  name_prefix = "fleets-own-"
}

resource "aws_launch_template" "nodes" {
  name_prefix = "fleets-nodes-"
}

resource "aws_instance" "own" {
  count                = 2
  iam_instance_profile = aws_iam_instance_profile.app.name
  launch_template {
    id = aws_launch_template.own.id
  }
}

resource "aws_spot_instance_request" "with" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

# A request does not take the template's profile.
resource "aws_spot_instance_request" "from_template" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  launch_template {
    id = aws_launch_template.app.id
  }
}

resource "aws_spot_instance_request" "keyed" {
  for_each             = { with = aws_iam_instance_profile.app.name, without = null }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}

resource "aws_spot_fleet_request" "specifications" {
  iam_fleet_role  = aws_iam_role.service["spotfleet"].arn
  target_capacity = 2
  launch_specification {
    ami                  = "ami-0123456789abcdef0"
    instance_type        = "m6i.large"
    iam_instance_profile = aws_iam_instance_profile.app.name
  }
  launch_specification {
    ami                      = "ami-0123456789abcdef0"
    instance_type            = "m6a.large"
    iam_instance_profile_arn = aws_iam_instance_profile.app.arn
  }
  launch_specification {
    ami           = "ami-0123456789abcdef0"
    instance_type = "m5.large"
  }
}

resource "aws_spot_fleet_request" "templates" {
  iam_fleet_role  = aws_iam_role.service["spotfleet"].arn
  target_capacity = 2
  launch_template_config {
    launch_template_specification {
      id      = aws_launch_template.app.id
      version = aws_launch_template.app.latest_version
    }
  }
}

resource "aws_ec2_fleet" "good" {
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 2
  }
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.app.id
      version            = "$Latest"
    }
  }
}

resource "aws_ec2_fleet" "second_bare" {
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 2
  }
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.app.id
      version            = "$Latest"
    }
  }
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.bare.id
      version            = aws_launch_template.bare.latest_version
    }
  }
}

resource "aws_eks_node_group" "plain" {
  cluster_name  = "made-elsewhere"
  node_role_arn = aws_iam_role.service["ec2"].arn
  subnet_ids    = ["subnet-0123456789abcdef0"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "template" {
  cluster_name  = "made-elsewhere"
  node_role_arn = aws_iam_role.service["ec2"].arn
  subnet_ids    = ["subnet-0123456789abcdef0"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }
}

resource "aws_batch_compute_environment" "spot" {
  name = "fleets-spot"
  type = "MANAGED"
  compute_resources {
    type               = "SPOT"
    max_vcpus          = 4
    instance_type      = ["optimal"]
    instance_role      = aws_iam_instance_profile.app.arn
    security_group_ids = ["sg-0123456789abcdef0"]
    subnets            = ["subnet-0123456789abcdef0"]
  }
}
