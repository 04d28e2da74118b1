# Arguments that ignore_changes keeps as they are.

provider "aws" {
  region = "eu-west-1"
}

variable "profile" {
  type    = string
  default = null
}

variable "tokens" {
  type    = string
  default = "optional"
}

variable "image" {
  type    = string
  default = "ami-0123456789abcdef0"
}

variable "service" {
  type    = string
  default = "lambda.amazonaws.com"
}

resource "aws_iam_role" "app" {
  name_prefix        = "ignored-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "ignores_trust" {
  name_prefix        = "ignored-trust-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = var.service } }] })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "ignored-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "ignores_role" {
  name_prefix = "ignored-role-"
  role        = aws_iam_role.ignores_trust.name
  lifecycle {
    ignore_changes = [role]
  }
}

resource "aws_launch_template" "ignores_profile" {
  name_prefix = "ignored-"
  dynamic "iam_instance_profile" {
    for_each = var.profile == null ? [] : [var.profile]
    content {
      name = iam_instance_profile.value
    }
  }
  metadata_options {
    http_tokens = var.tokens
  }
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

resource "aws_instance" "ignores_both" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.profile
  metadata_options {
    http_tokens = var.tokens
  }
  lifecycle {
    ignore_changes = [iam_instance_profile, metadata_options]
  }
}

# Ignored as well, but a new machine takes what is written.
resource "aws_instance" "ignores_and_is_new" {
  ami                  = var.image
  instance_type        = "t3.micro"
  iam_instance_profile = var.profile
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

resource "aws_instance" "ignores_all" {
  ami                  = var.image
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
  lifecycle {
    ignore_changes = all
  }
}

resource "aws_instance" "ignores_nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
  metadata_options {
    http_tokens = "required"
  }
}
