# Values that pass through terraform_data: known before apply by its input, and not by its output.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "app" {
  name_prefix        = "builtin-"
  assume_role_policy = terraform_data.trust.output
}

resource "terraform_data" "trust" {
  input = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "builtin-"
  role        = terraform_data.role.output
}

resource "terraform_data" "role" {
  input = aws_iam_role.app.name
}

resource "terraform_data" "nothing" {
  input = null
}

resource "terraform_data" "empty" {
  input = ""
}

resource "terraform_data" "settings" {
  input = { profile = aws_iam_instance_profile.app.name, none = null, tokens = "required" }
}

resource "aws_iam_instance_profile" "of_nothing" {
  name_prefix = "builtin-nothing-"
  role        = terraform_data.nothing.output
}

resource "aws_iam_instance_profile" "of_empty" {
  name_prefix = "builtin-empty-"
  role        = terraform_data.empty.output
}

resource "aws_instance" "output" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = terraform_data.settings.output.profile

  metadata_options {
    http_tokens = terraform_data.settings.output.tokens
  }
}

resource "aws_instance" "input" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = terraform_data.settings.input.profile
}

resource "aws_instance" "input_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = terraform_data.settings.input.none
}

resource "aws_instance" "nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = terraform_data.nothing.output
}

resource "aws_instance" "empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = terraform_data.empty.output
}

resource "aws_launch_template" "output" {
  name_prefix = "builtin-"
  iam_instance_profile {
    name = terraform_data.settings.output.profile
  }
  metadata_options {
    http_tokens = terraform_data.settings.output.tokens
  }
}

resource "aws_launch_template" "empty" {
  name_prefix = "builtin-empty-"
  iam_instance_profile {
    name = terraform_data.empty.output
  }
}
