# Mixed groups whose overrides bring templates of their own.

provider "aws" {
  region = "eu-west-1"
}

variable "arm" {
  type    = bool
  default = true
}

resource "aws_iam_role" "app" {
  name_prefix        = "overrides-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "overrides-"
  role        = aws_iam_role.app.name
}

resource "aws_launch_template" "base" {
  name_prefix = "overrides-base-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_launch_template" "arm" {
  name_prefix = "overrides-arm-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
}

resource "aws_launch_template" "arm_bare" {
  name = "overrides-arm-bare"
}

resource "aws_autoscaling_group" "all_good" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      override {
        instance_type = "m6i.large"
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.arm.id
        }
      }
    }
  }
}

resource "aws_autoscaling_group" "second_bare" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.arm.id
          version            = "$Latest"
        }
      }
      override {
        instance_type = "m7g.large"
        launch_template_specification {
          launch_template_name = aws_launch_template.arm_bare.name
        }
      }
    }
  }
}

# The base has none, the override has one.
resource "aws_autoscaling_group" "base_bare" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_name = "overrides-arm-bare"
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.arm.id
        }
      }
    }
  }
  depends_on = [aws_launch_template.arm_bare]
}

resource "aws_autoscaling_group" "override_elsewhere" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = "lt-0123456789abcdef0"
        }
      }
    }
  }
}

# Which template the override brings is chosen by something known.
resource "aws_autoscaling_group" "chosen" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = var.arm ? aws_launch_template.arm_bare.id : aws_launch_template.arm.id
        }
      }
    }
  }
}

# A second override beside one that is made by a loop.
resource "aws_autoscaling_group" "written_and_dynamic" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.arm.id
        }
      }
      dynamic "override" {
        for_each = ["m7g.large"]
        content {
          instance_type = override.value
          launch_template_specification {
            launch_template_id = aws_launch_template.arm_bare.id
          }
        }
      }
    }
  }
}

# The loop makes an override that brings no template.
resource "aws_autoscaling_group" "dynamic_without_template" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
      }
      dynamic "override" {
        for_each = ["m7g.large", "m6g.large"]
        content {
          instance_type = override.value
        }
      }
    }
  }
}
