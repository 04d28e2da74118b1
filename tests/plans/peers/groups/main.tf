# What groups launch: configurations, templates, mixed policies with overrides.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "gap" {
  type    = bool
  default = true
}

locals {
  image = "ami-0aa11bb22cc33dd44"
  zones = ["eu-central-1a", "eu-central-1b"]
  overrides = [
    { type = "m7g.large", template = null },
    { type = "m7i.large", template = aws_launch_template.bare.id },
  ]
}

resource "aws_iam_role" "worker" {
  for_each    = toset(["one", "two"])
  name_prefix = "${each.key}-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "worker" {
  for_each    = aws_iam_role.worker
  name_prefix = "${each.key}-"
  role        = each.value.name
}

resource "aws_launch_template" "one" {
  name_prefix = "one-"
  image_id    = local.image
  iam_instance_profile {
    name = aws_iam_instance_profile.worker["one"].name
  }
}

resource "aws_launch_template" "two" {
  name     = "two"
  image_id = local.image
  iam_instance_profile {
    arn = aws_iam_instance_profile.worker["two"].arn
  }
}

resource "aws_launch_template" "bare" {
  name_prefix = "bare-"
  image_id    = local.image
}

resource "aws_launch_configuration" "one" {
  name_prefix          = "one-"
  image_id             = local.image
  instance_type        = "m5.large"
  iam_instance_profile = aws_iam_instance_profile.worker["one"].name
}

resource "aws_launch_configuration" "bare" {
  name_prefix   = "bare-"
  image_id      = local.image
  instance_type = "m5.large"
}

resource "aws_autoscaling_group" "template" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.one.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "template_by_name" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  launch_template {
    name = aws_launch_template.two.name
  }
}

resource "aws_autoscaling_group" "template_bare" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.bare.id
    version = aws_launch_template.bare.default_version
  }
}

resource "aws_autoscaling_group" "template_by_condition" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  launch_template {
    id = var.gap ? aws_launch_template.bare.id : aws_launch_template.one.id
  }
}

resource "aws_autoscaling_group" "configuration" {
  availability_zones   = local.zones
  min_size             = 0
  max_size             = 2
  launch_configuration = aws_launch_configuration.one.name
}

resource "aws_autoscaling_group" "configuration_bare" {
  availability_zones   = local.zones
  min_size             = 0
  max_size             = 2
  launch_configuration = aws_launch_configuration.bare.id
}

# AWS refuses a group that says nothing of what it launches.
resource "aws_autoscaling_group" "nothing" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
}

resource "aws_autoscaling_group" "mixed" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.one.id
      }
      override {
        instance_type = "m7g.large"
      }
      override {
        instance_type = "m7g.xlarge"
      }
    }
  }
}

# Both templates have a profile, of another role each.
resource "aws_autoscaling_group" "mixed_two_templates" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.one.id
        version            = "$Latest"
      }
      override {
        instance_type = "m7g.large"
      }
      override {
        instance_type = "m7i.large"
        launch_template_specification {
          launch_template_name = aws_launch_template.two.name
          version              = "$Latest"
        }
      }
    }
  }
}

# The base has one, the override's template has none.
resource "aws_autoscaling_group" "mixed_override_bare" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.one.id
      }
      override {
        instance_type = "m7i.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.bare.id
        }
      }
    }
  }
}

# The base has none, the override's template has one.
resource "aws_autoscaling_group" "mixed_base_bare" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.bare.id
      }
      override {
        instance_type = "m7i.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.two.id
        }
      }
    }
  }
}

# The second of three overrides is bare, and it is named by text.
resource "aws_autoscaling_group" "mixed_one_of_three" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_name = "two"
      }
      override {
        instance_type = "m7g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.one.id
        }
      }
      override {
        instance_type = "m7i.large"
        launch_template_specification {
          launch_template_name = aws_launch_template.bare.name
        }
      }
      override {
        instance_type = "m6i.large"
      }
    }
  }
  depends_on = [aws_launch_template.two]
}

# Overrides by a dynamic block; of two, one brings a template, which is bare.
resource "aws_autoscaling_group" "mixed_dynamic" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.one.id
      }
      dynamic "override" {
        for_each = local.overrides
        content {
          instance_type = override.value.type
          dynamic "launch_template_specification" {
            for_each = override.value.template[*]
            content {
              launch_template_id = launch_template_specification.value
            }
          }
        }
      }
    }
  }
}

# A policy that comes only with a list that is not empty.
resource "aws_autoscaling_group" "by_key" {
  for_each           = { mixed = [aws_launch_template.bare.id], plain = [] }
  availability_zones = local.zones
  min_size           = 0
  max_size           = 2
  dynamic "launch_template" {
    for_each = length(each.value) == 0 ? [aws_launch_template.one.id] : []
    content {
      id = launch_template.value
    }
  }
  dynamic "mixed_instances_policy" {
    for_each = each.value
    content {
      launch_template {
        launch_template_specification {
          launch_template_id = mixed_instances_policy.value
        }
      }
    }
  }
}

# Templates that only managed nodes use: those have a profile of their own.
resource "aws_launch_template" "nodes" {
  name_prefix = "nodes-"
  image_id    = local.image
}

resource "aws_launch_template" "nodes_wrong" {
  name_prefix = "nodes-wrong-"
  image_id    = local.image
  iam_instance_profile {
    name = aws_iam_instance_profile.worker["one"].name
  }
}

resource "aws_eks_node_group" "nodes" {
  cluster_name  = "shop"
  node_role_arn = aws_iam_role.worker["two"].arn
  subnet_ids    = ["subnet-0aa11bb22cc33dd44"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }
}

resource "aws_eks_node_group" "nodes_wrong" {
  cluster_name  = "shop"
  node_role_arn = aws_iam_role.worker["two"].arn
  subnet_ids    = ["subnet-0aa11bb22cc33dd44"]
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.nodes_wrong.id
    version = "$Latest"
  }
}
