# Arguments that are written and unknown, and turn out to be null: their conditions are known only
# after apply.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_iam_role" "app" {
  name_prefix        = "null-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

locals {
  role    = aws_vpc.main.id == "" ? aws_iam_role.app.name : null
  profile = aws_vpc.main.id == "" ? aws_iam_instance_profile.app.name : null
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "null-app-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "condition" {
  name_prefix = "null-condition-"
  role        = aws_iam_role.app.name == "" ? aws_iam_role.app.name : null
}

resource "aws_iam_instance_profile" "through_local" {
  name_prefix = "null-local-"
  role        = local.role
}

resource "aws_iam_instance_profile" "empty_list" {
  name_prefix = "null-list-"
  role        = one([for role in [aws_iam_role.app] : role.name if role.arn == ""])
}

resource "aws_launch_configuration" "condition" {
  name_prefix          = "null-"
  image_id             = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one([for name in [aws_iam_instance_profile.app.name] : name if name == ""])
}

resource "aws_launch_template" "through_local" {
  name_prefix = "null-local-"
  iam_instance_profile {
    name = local.profile
  }
}

resource "aws_launch_template" "dynamic" {
  name_prefix = "null-dynamic-"
  dynamic "iam_instance_profile" {
    for_each = [aws_vpc.main.id]
    content {
      name = iam_instance_profile.value == "" ? aws_iam_instance_profile.app.name : null
    }
  }
}

resource "aws_launch_template" "merged_away" {
  name_prefix = "null-merged-"
  iam_instance_profile {
    arn = merge({ arn = aws_iam_instance_profile.app.arn }, { arn = aws_iam_instance_profile.app.arn == "" ? "" : null })["arn"]
  }
}

resource "aws_autoscaling_group" "through_local" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.through_local.id
    version = "$Latest"
  }
}

# One that is what it looks like.
resource "aws_launch_template" "plain" {
  name_prefix = "null-plain-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
}
