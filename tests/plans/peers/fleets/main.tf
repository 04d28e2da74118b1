# Spot fleets in both styles, and EC2 fleets.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  image = "ami-0aa11bb22cc33dd44"
}

resource "aws_iam_role" "worker" {
  name_prefix = "worker-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "worker" {
  name_prefix = "worker-"
  role        = aws_iam_role.worker.name
}

resource "aws_launch_template" "with" {
  name_prefix = "with-"
  image_id    = local.image
  iam_instance_profile {
    name = aws_iam_instance_profile.worker.name
  }
}

resource "aws_launch_template" "without" {
  name_prefix = "without-"
  image_id    = local.image
}

resource "aws_spot_fleet_request" "specification_by_name" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_specification {
    ami                  = local.image
    instance_type        = "m7g.large"
    iam_instance_profile = aws_iam_instance_profile.worker.name
  }
}

resource "aws_spot_fleet_request" "specification_by_arn" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_specification {
    ami                      = local.image
    instance_type            = "m7g.large"
    iam_instance_profile_arn = aws_iam_instance_profile.worker.arn
  }
}

resource "aws_spot_fleet_request" "specification_without" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_specification {
    ami           = local.image
    instance_type = "m7g.large"
  }
}

# One of two has none.
resource "aws_spot_fleet_request" "specification_one_of_two" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 2
  launch_specification {
    ami                      = local.image
    instance_type            = "m7g.large"
    iam_instance_profile_arn = aws_iam_instance_profile.worker.arn
  }
  launch_specification {
    ami           = local.image
    instance_type = "m7i.large"
  }
}

resource "aws_spot_fleet_request" "template" {
  for_each        = { with = aws_launch_template.with.id, without = aws_launch_template.without.id }
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_template_config {
    launch_template_specification {
      id      = each.value
      version = "$Latest"
    }
  }
}

resource "aws_spot_fleet_request" "template_with" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_template_config {
    launch_template_specification {
      id      = aws_launch_template.with.id
      version = aws_launch_template.with.latest_version
    }
    overrides {
      instance_type = "m7g.large"
    }
  }
}

resource "aws_spot_fleet_request" "template_without" {
  iam_fleet_role  = "arn:aws:iam::123456789012:role/fleet"
  target_capacity = 1
  launch_template_config {
    launch_template_specification {
      id      = aws_launch_template.without.id
      version = "$Latest"
    }
  }
}

resource "aws_ec2_fleet" "with" {
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.with.id
      version            = aws_launch_template.with.latest_version
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 1
  }
}

# Of two configurations one has none.
resource "aws_ec2_fleet" "one_of_two" {
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.with.id
      version            = "$Latest"
    }
  }
  launch_template_config {
    launch_template_specification {
      launch_template_id = aws_launch_template.without.id
      version            = "$Default"
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 1
  }
}

# Templates by a dynamic block over both.
resource "aws_ec2_fleet" "dynamic" {
  dynamic "launch_template_config" {
    for_each = { a = aws_launch_template.with.id, b = aws_launch_template.without.id }
    content {
      launch_template_specification {
        launch_template_id = launch_template_config.value
        version            = "$Latest"
      }
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "on-demand"
    total_target_capacity        = 1
  }
}
