# Functions that come with providers.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "settings" {
  type    = string
  default = <<-EOT
    profile = "operations"
    none    = null
    tokens  = "required"
  EOT
}

resource "aws_iam_role" "app" {
  name_prefix        = "functions-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "functions-"
  role        = provider::aws::trim_iam_role_path(aws_iam_role.app.arn) == "" ? null : aws_iam_role.app.name
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = provider::aws::arn_build("aws", "iam", "", "aws", "policy/AdministratorAccess")
}

resource "aws_instance" "decoded" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = provider::terraform::decode_tfvars(var.settings).profile

  metadata_options {
    http_tokens = provider::terraform::decode_tfvars(var.settings).tokens
  }
}

resource "aws_instance" "decoded_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = provider::terraform::decode_tfvars(var.settings).none
}

# There and back, over a name that is known after apply.
resource "aws_instance" "there_and_back" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = provider::terraform::decode_tfvars(provider::terraform::encode_tfvars({ profile = aws_iam_instance_profile.app.name })).profile
}

resource "aws_instance" "expression" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = trim(provider::terraform::encode_expr("operations"), "\"")
}

resource "aws_instance" "parsed" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = trimprefix(provider::aws::arn_parse(aws_iam_instance_profile.app.arn).resource, "instance-profile/")
}

resource "aws_instance" "parsed_known" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = trimprefix(provider::aws::arn_parse("arn:aws:iam::123456789012:instance-profile/operations").resource, "instance-profile/")
}

resource "aws_launch_template" "built" {
  name_prefix = "functions-"
  iam_instance_profile {
    arn = provider::aws::arn_build("aws", "iam", "", "123456789012", "instance-profile/${aws_iam_instance_profile.app.name}")
  }
}
