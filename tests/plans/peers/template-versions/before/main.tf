# The first step: one version of each template.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "app-"
}

# Gives a profile and requires tokens.
resource "aws_launch_template" "loosened" {
  name_prefix = "loosened-"
  image_id    = "ami-0aa11bb22cc33dd44"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

# Gives no profile and requires nothing.
resource "aws_launch_template" "tightened" {
  name_prefix            = "tightened-"
  image_id               = "ami-0aa11bb22cc33dd44"
  update_default_version = true
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

resource "aws_instance" "existing" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.loosened.id
  }
}
