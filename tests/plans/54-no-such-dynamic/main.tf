# Blocks whose number is known only after apply: they look as if nobody had written them.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_iam_role" "app" {
  name_prefix        = "dynamic-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })

  dynamic "inline_policy" {
    for_each = aws_vpc.main.id == "" ? {} : { logs = "logs:PutLogEvents" }
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
    }
  }
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "dynamic-"
  role        = aws_iam_role.app.name
}

resource "aws_launch_template" "app" {
  name_prefix = "dynamic-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }

  dynamic "metadata_options" {
    for_each = aws_vpc.main.id == "" ? [] : ["required"]
    content {
      http_endpoint = "enabled"
      http_tokens   = metadata_options.value
    }
  }
}

resource "aws_launch_template" "bare" {
  name_prefix = "dynamic-bare-"
}

# There will be none.
resource "aws_launch_template" "none" {
  name_prefix = "dynamic-none-"

  dynamic "metadata_options" {
    for_each = aws_vpc.main.id == "" ? ["required"] : []
    content {
      http_tokens = metadata_options.value
    }
  }
}

resource "aws_autoscaling_group" "template" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2

  dynamic "launch_template" {
    for_each = aws_vpc.main.id == "" ? [] : [aws_launch_template.bare.id]
    content {
      id = launch_template.value
    }
  }
}

resource "aws_autoscaling_group" "mixed" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2

  dynamic "mixed_instances_policy" {
    for_each = aws_vpc.main.id == "" ? [] : [aws_launch_template.app.id]
    content {
      launch_template {
        launch_template_specification {
          launch_template_id = mixed_instances_policy.value
        }
        override {
          instance_type = "m6g.large"
          launch_template_specification {
            launch_template_id = aws_launch_template.bare.id
          }
        }
      }
    }
  }
}

resource "aws_instance" "from_template" {
  launch_template {
    id = aws_launch_template.app.id
  }
}
