# Blocks that `dynamic` makes: none of them is in the plan's configuration.

provider "aws" {
  region = "eu-west-1"
}

variable "options" {
  type    = list(object({ tokens = string, hops = optional(number) }))
  default = [{ tokens = "required", hops = 1 }]
}

variable "profile_arns" {
  type    = list(string)
  default = ["arn:aws:iam::123456789012:instance-profile/operations"]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_iam_role" "app" {
  name_prefix        = "dynamic-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })

  dynamic "inline_policy" {
    for_each = { logs = "logs:PutLogEvents" }
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
    }
  }
}

resource "aws_iam_role" "no_inline" {
  name_prefix        = "dynamic-none-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })

  dynamic "inline_policy" {
    for_each = {}
    content {
      name   = inline_policy.key
      policy = inline_policy.value
    }
  }
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "dynamic-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "no_inline" {
  name_prefix = "dynamic-none-"
  role        = aws_iam_role.no_inline.name
}

# --- templates -------------------------------------------------------------

resource "aws_launch_template" "literal" {
  name_prefix = "dynamic-literal-"
  dynamic "iam_instance_profile" {
    for_each = var.profile_arns
    content {
      arn = iam_instance_profile.value
    }
  }
  dynamic "metadata_options" {
    for_each = var.options
    content {
      http_endpoint               = "enabled"
      http_tokens                 = metadata_options.value.tokens
      http_put_response_hop_limit = metadata_options.value.hops
    }
  }
}

resource "aws_launch_template" "referenced" {
  name_prefix = "dynamic-referenced-"
  dynamic "iam_instance_profile" {
    for_each = [aws_iam_instance_profile.app]
    content {
      name = iam_instance_profile.value.name
    }
  }
}

resource "aws_launch_template" "null_inside" {
  name_prefix = "dynamic-null-"
  dynamic "iam_instance_profile" {
    for_each = [null]
    content {
      name = iam_instance_profile.value
    }
  }
}

resource "aws_launch_template" "empty" {
  name_prefix = "dynamic-empty-"
  dynamic "iam_instance_profile" {
    for_each = []
    content {
      name = iam_instance_profile.value
    }
  }
  dynamic "metadata_options" {
    for_each = []
    content {
      http_tokens = "required"
    }
  }
}

# How many there are is known after apply: one, and none.
resource "aws_launch_template" "unknown_one" {
  name_prefix = "dynamic-unknown-one-"
  dynamic "iam_instance_profile" {
    for_each = aws_vpc.main.id == "" ? [] : [aws_iam_instance_profile.app.name]
    content {
      name = iam_instance_profile.value
    }
  }
}

resource "aws_launch_template" "unknown_none" {
  name_prefix = "dynamic-unknown-none-"
  dynamic "iam_instance_profile" {
    for_each = aws_vpc.main.id == "" ? [aws_iam_instance_profile.app.name] : []
    content {
      name = iam_instance_profile.value
    }
  }
}

# --- machines --------------------------------------------------------------

resource "aws_instance" "options" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "metadata_options" {
    for_each = var.options
    content {
      http_tokens                 = metadata_options.value.tokens
      http_put_response_hop_limit = metadata_options.value.hops
    }
  }
}

resource "aws_instance" "endpoint_off" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "metadata_options" {
    for_each = ["disabled"]
    content {
      http_endpoint = metadata_options.value
    }
  }
}

# The block itself is dynamic, and what it names is known after apply.
resource "aws_instance" "from_template" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "launch_template" {
    for_each = [aws_launch_template.referenced.id]
    content {
      id = launch_template.value
    }
  }
}

resource "aws_instance" "from_no_template" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "launch_template" {
    for_each = []
    content {
      id = launch_template.value
    }
  }
}

# Whether there is a template at all is known after apply: there is one.
resource "aws_instance" "from_unknown_template" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "launch_template" {
    for_each = aws_vpc.main.id == "" ? [] : [aws_launch_template.literal.id]
    content {
      id = launch_template.value
    }
  }
}

# --- groups ----------------------------------------------------------------

resource "aws_autoscaling_group" "template" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  dynamic "launch_template" {
    for_each = [aws_launch_template.referenced]
    content {
      id      = launch_template.value.id
      version = launch_template.value.latest_version
    }
  }
}

resource "aws_autoscaling_group" "overrides" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.referenced.id
      }
      dynamic "override" {
        for_each = { "m6i.large" = aws_launch_template.literal.id, "m7i.large" = aws_launch_template.empty.id }
        content {
          instance_type = override.key
          launch_template_specification {
            launch_template_id = override.value
          }
        }
      }
    }
  }
}
