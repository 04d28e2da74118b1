# Auto Scaling groups by everything that they can launch from.

provider "aws" {
  region = "eu-west-1"
}

variable "launch_source" {
  type    = string
  default = "template"
}

resource "aws_iam_role" "app" {
  name_prefix        = "groups-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "groups-"
  role        = aws_iam_role.app.id
}

resource "aws_launch_configuration" "arn" {
  name_prefix          = "groups-arn-"
  image_id             = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.arn
}

resource "aws_launch_configuration" "bare" {
  name_prefix   = "groups-bare-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_launch_template" "arn" {
  name_prefix = "groups-arn-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
}

resource "aws_launch_template" "bare" {
  name_prefix = "groups-bare-"
}

resource "aws_autoscaling_group" "configuration_name" {
  availability_zones   = ["eu-west-1a"]
  min_size             = 0
  max_size             = 2
  launch_configuration = aws_launch_configuration.arn.name
}

resource "aws_autoscaling_group" "configuration_id" {
  availability_zones   = ["eu-west-1a"]
  min_size             = 0
  max_size             = 2
  launch_configuration = aws_launch_configuration.bare.id
}

resource "aws_autoscaling_group" "configuration_elsewhere" {
  availability_zones   = ["eu-west-1a"]
  min_size             = 0
  max_size             = 2
  launch_configuration = "made-elsewhere"
}

resource "aws_autoscaling_group" "template" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.arn.id
  }
}

resource "aws_autoscaling_group" "template_bare" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    name    = aws_launch_template.bare.name
    version = aws_launch_template.bare.latest_version
  }
}

resource "aws_autoscaling_group" "template_elsewhere" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = "lt-0123456789abcdef0"
  }
}

# The choice is known, what is chosen is not.
resource "aws_autoscaling_group" "template_chosen" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = var.launch_source == "template" ? aws_launch_template.arn.id : aws_launch_template.bare.id
  }
}

resource "aws_autoscaling_group" "chosen_among_equals" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = element([aws_launch_template.arn.id, aws_launch_template.mixed["a"].id], 1)
  }
}

resource "aws_launch_template" "mixed" {
  for_each    = toset(["a", "b"])
  name_prefix = "groups-${each.key}-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_autoscaling_group" "mixed" {
  for_each           = aws_launch_template.mixed
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = each.value.id
        version            = "$Latest"
      }
      override {
        instance_type = "m6i.large"
      }
      override {
        instance_type = "m7i.large"
      }
    }
  }
}

resource "aws_autoscaling_group" "mixed_bare" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity = 1
    }
    launch_template {
      launch_template_specification {
        launch_template_name = aws_launch_template.bare.name
      }
    }
  }
}

resource "aws_autoscaling_group" "nobody_writes_null" {
  availability_zones   = ["eu-west-1a"]
  min_size             = 0
  max_size             = 2
  launch_configuration = var.launch_source == "configuration" ? aws_launch_configuration.bare.name : null

  dynamic "launch_template" {
    for_each = var.launch_source == "template" ? ["$Latest"] : []
    content {
      id      = aws_launch_template.arn.id
      version = launch_template.value
    }
  }
}
