# Outputs of another stack's state, in a file beside this configuration.

provider "aws" {
  region = "eu-west-1"
}

data "terraform_remote_state" "platform" {
  backend = "local"
  config  = { path = "${path.module}/network.tfstate" }
}

# The same file, read only when applying.
data "terraform_remote_state" "late" {
  backend    = "local"
  config     = { path = "${path.module}/network.tfstate" }
  defaults   = { extra = "platform-extra" }
  depends_on = [aws_iam_role.app]
}

resource "aws_iam_role" "app" {
  name_prefix        = "remote-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "remote-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "platform" {
  name_prefix = "remote-platform-"
  role        = data.terraform_remote_state.platform.outputs.role_name
}

resource "aws_iam_instance_profile" "late" {
  name_prefix = "remote-late-"
  role        = data.terraform_remote_state.late.outputs.role_name
}

resource "aws_instance" "name" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.terraform_remote_state.platform.outputs.profile_name

  metadata_options {
    http_tokens = data.terraform_remote_state.platform.outputs.tokens
  }
}

resource "aws_instance" "empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.terraform_remote_state.platform.outputs.no_profile
}

resource "aws_instance" "missing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(data.terraform_remote_state.platform.outputs.not_there, null)
}

resource "aws_instance" "by_key" {
  for_each             = data.terraform_remote_state.platform.outputs.profiles
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}

resource "aws_instance" "late" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.terraform_remote_state.late.outputs.profile_name

  metadata_options {
    http_tokens = data.terraform_remote_state.late.outputs.tokens
  }
}

resource "aws_instance" "late_empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.terraform_remote_state.late.outputs.no_profile
}

resource "aws_instance" "made_or_late" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(data.terraform_remote_state.late.outputs.not_there, aws_iam_instance_profile.app.name)
}
