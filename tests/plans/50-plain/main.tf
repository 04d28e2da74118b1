# What looks like one plain reference, and is something made of it. The plan records the reference.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "app" {
  name_prefix        = "plain-app-"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

# Nothing refers to it; it is named by what becomes of another name.
resource "aws_iam_role" "other" {
  name               = "plain-other"
  assume_role_policy = local.trust
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "plain-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "of_other" {
  name_prefix = "plain-other-"
  role        = replace(aws_iam_role.app.name, "/^plain-app-.*$/", "plain-other")
  depends_on  = [aws_iam_role.other]
}

resource "aws_instance" "condition" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name == "another" ? "operations" : null
}

resource "aws_instance" "condition_on_itself" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name == "another" ? aws_iam_instance_profile.app.name : ""
}

resource "aws_instance" "cut_to_nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = substr(aws_iam_instance_profile.app.name, 0, 0)
}

resource "aws_instance" "replaced_to_nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = replace(aws_iam_instance_profile.app.name, "/.*/", "")
}

resource "aws_instance" "merged_away" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = merge({ profile = aws_iam_instance_profile.app.name }, { profile = null })["profile"]
}

# One that is what it looks like.
resource "aws_instance" "plain" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}
