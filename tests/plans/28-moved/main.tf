# A stack that exists. step2/ moves parts of it and puts new things beside the old ones.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "app" {
  name_prefix        = "moved-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "moved-"
  role        = aws_iam_role.app.name
}

resource "aws_launch_template" "bare" {
  name_prefix = "moved-bare-"
}

resource "aws_launch_template" "with" {
  name_prefix = "moved-with-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_instance" "with" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

resource "aws_instance" "without" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_instance" "counted" {
  count                = 2
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = count.index == 0 ? aws_iam_instance_profile.app.name : null
}

module "web" {
  source  = "./web"
  profile = aws_iam_instance_profile.app.name
}
