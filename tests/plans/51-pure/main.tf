# Everything that is recorded is known, and the value is not: a function in it gives another value
# each time. What it adds is cut off again here, so that this case comes out the same each time.

provider "aws" {
  region = "eu-west-1"
}

variable "stage" {
  type    = string
  default = "test"
}

resource "aws_iam_role" "app" {
  name               = "pure-${var.stage}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name = "pure-${var.stage}"
  role = aws_iam_role.app.name
}

resource "aws_instance" "timestamp" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "pure-${var.stage}${substr(timestamp(), 0, 0)}"
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

resource "aws_instance" "uuid" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${var.stage}-elsewhere${substr(uuid(), 0, 0)}"
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

# The same function, and really nothing.
resource "aws_instance" "nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.stage == "test" ? substr(uuid(), 0, 0) : null
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

resource "aws_spot_instance_request" "timestamp" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "pure-${var.stage}${substr(timestamp(), 0, 0)}"
  lifecycle {
    ignore_changes = [iam_instance_profile]
  }
}

# A null that Terraform knew.
resource "aws_instance" "known_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.stage == "production" ? aws_iam_instance_profile.app.name : null
}
