# What data sources say: read when planning, or only when applying.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "app" {
  name_prefix        = "data-app-"
  assume_role_policy = local.trust
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "data-app-"
  role        = aws_iam_role.app.name
}

# --- read when planning ----------------------------------------------------

data "aws_iam_role" "corporate" {
  name = "corporate"
}

data "aws_iam_instance_profile" "corporate" {
  name = "corporate-machines"
}

data "aws_launch_template" "golden" {
  name = "golden-image"
}

data "aws_ssm_parameter" "tokens" {
  name = "/platform/http-tokens"
}

resource "aws_iam_instance_profile" "of_corporate" {
  name_prefix = "data-corporate-"
  role        = data.aws_iam_role.corporate.name
}

resource "aws_instance" "read" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.aws_iam_instance_profile.corporate.name
}

resource "aws_instance" "read_template" {
  launch_template {
    id = data.aws_launch_template.golden.id
  }
}

# The template lies elsewhere, and the machine has a profile of its own.
resource "aws_instance" "read_template_and_own" {
  iam_instance_profile = aws_iam_instance_profile.app.name
  launch_template {
    name    = "golden-image"
    version = "$Latest"
  }
}

# --- read when applying ----------------------------------------------------

# Depends on something that this plan changes.
data "aws_iam_instance_profile" "late" {
  name       = "corporate-machines"
  depends_on = [aws_iam_role.app]
}

# Asks for something that this plan makes.
data "aws_iam_instance_profile" "own" {
  name = aws_iam_instance_profile.app.name
}

data "aws_launch_template" "own" {
  id = aws_launch_template.app.id
}

resource "aws_launch_template" "app" {
  name_prefix = "data-app-"
  iam_instance_profile {
    name = data.aws_iam_instance_profile.late.name
  }
}

resource "aws_instance" "late" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.aws_iam_instance_profile.late.name
}

# An argument of the data source is known, what it answers is not.
resource "aws_instance" "late_role" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.aws_iam_instance_profile.late.role_name
}

resource "aws_instance" "own" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = data.aws_iam_instance_profile.own.name
}

resource "aws_instance" "own_template" {
  launch_template {
    id      = data.aws_launch_template.own.id
    version = data.aws_launch_template.own.latest_version
  }
}

# --- through a module that depends on another ------------------------------

module "late" {
  source     = "./late"
  depends_on = [aws_iam_role.app]
}

module "machine" {
  source   = "./machine"
  profiles = { late = module.late.profile_name, own = aws_iam_instance_profile.app.name, none = module.late.nothing }
}
