# One thing for each way to name a template and its version. templates.tf has another self in step2/.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "app" {
  name_prefix        = "versions-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "versions-"
  role        = aws_iam_role.app.name
}

locals {
  versions = {
    latest  = "$Latest"
    default = "$Default"
    first   = "1"
  }
}

resource "aws_autoscaling_group" "loses" {
  for_each           = local.versions
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.loses.id
    version = each.value
  }
}

resource "aws_autoscaling_group" "gains" {
  for_each           = local.versions
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    name    = aws_launch_template.gains.name
    version = each.value
  }
}

resource "aws_autoscaling_group" "moves_default" {
  for_each           = local.versions
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.moves_default.id
    version = each.value
  }
}

# The version by reference.
resource "aws_autoscaling_group" "by_latest_attribute" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.loses.id
    version = aws_launch_template.loses.latest_version
  }
}

resource "aws_autoscaling_group" "by_default_attribute" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.loses.id
    version = aws_launch_template.loses.default_version
  }
}

# No version: the default one.
resource "aws_autoscaling_group" "no_version" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.gains.id
  }
}

resource "aws_autoscaling_group" "no_version_unchanged" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.unchanged.id
  }
}

resource "aws_autoscaling_group" "by_text" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    name    = "versions-unchanged"
    version = "$Latest"
  }
  depends_on = [aws_launch_template.unchanged]
}

# A machine keeps what it was launched with.
resource "aws_instance" "loses" {
  launch_template {
    id      = aws_launch_template.loses.id
    version = "$Default"
  }
}

resource "aws_instance" "gains" {
  launch_template {
    id      = aws_launch_template.gains.id
    version = "$Default"
  }
}
