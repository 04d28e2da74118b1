# Plans of a part: -target leaves out what the rest of the configuration would make.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "app" {
  name_prefix        = "target-"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "target-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_role" "batch" {
  name_prefix        = "target-batch-"
  assume_role_policy = local.trust
}

resource "aws_iam_instance_profile" "batch" {
  name_prefix = "target-batch-"
  role        = aws_iam_role.batch.name
}

resource "aws_launch_template" "app" {
  name_prefix = "target-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "app" {
  launch_template {
    id = aws_launch_template.app.id
  }
}

resource "aws_instance" "batch" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.batch.name
}

resource "aws_instance" "bare" {
  count         = 2
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
