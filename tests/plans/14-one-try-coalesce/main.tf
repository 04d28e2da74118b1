# Ways of saying "if there is one", over something that is there and something that is not.

provider "aws" {
  region = "eu-west-1"
}

variable "create" {
  type    = bool
  default = true
}

variable "settings" {
  type    = any
  default = { profile = "operations", size = "t3.micro" }
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "made" {
  count              = var.create ? 1 : 0
  name_prefix        = "one-try-"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "not_made" {
  count              = var.create ? 0 : 1
  name_prefix        = "one-try-not-"
  assume_role_policy = local.trust
}

resource "aws_iam_instance_profile" "made" {
  count       = var.create ? 1 : 0
  name_prefix = "one-try-"
  role        = one(aws_iam_role.made[*].name)
}

resource "aws_iam_instance_profile" "not_made" {
  count       = var.create ? 0 : 1
  name_prefix = "one-try-not-"
  role        = one(aws_iam_role.made[*].name)
}

resource "aws_iam_instance_profile" "role_by_one_of_none" {
  name_prefix = "one-try-none-"
  role        = one(aws_iam_role.not_made[*].name)
}

resource "aws_iam_instance_profile" "role_by_try" {
  name_prefix = "one-try-try-"
  role        = try(aws_iam_role.not_made[0].name, aws_iam_role.made[0].name)
}

resource "aws_iam_instance_profile" "role_by_join_of_none" {
  name_prefix = "one-try-join-"
  role        = join("", aws_iam_role.not_made[*].name)
}

# --- there is one ----------------------------------------------------------

resource "aws_instance" "one" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one(aws_iam_instance_profile.made[*].name)
}

resource "aws_instance" "try" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(aws_iam_instance_profile.made[0].name, null)
}

resource "aws_instance" "try_second" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(aws_iam_instance_profile.not_made[0].name, aws_iam_instance_profile.made[0].name, "")
}

resource "aws_instance" "can" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = can(aws_iam_instance_profile.not_made[0].name) ? aws_iam_instance_profile.not_made[0].name : aws_iam_instance_profile.made[0].name
}

resource "aws_instance" "coalesce" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = coalesce(one(aws_iam_instance_profile.not_made[*].name), one(aws_iam_instance_profile.made[*].name))
}

resource "aws_instance" "coalescelist" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = coalescelist(aws_iam_instance_profile.not_made[*].name, aws_iam_instance_profile.made[*].name)[0]
}

resource "aws_instance" "concat" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = concat(aws_iam_instance_profile.made[*].name, [""])[0]
}

resource "aws_instance" "join" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = join("", aws_iam_instance_profile.made.*.name)
}

resource "aws_instance" "compact" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = compact(concat(aws_iam_instance_profile.not_made[*].name, ["", "operations"]))[0]
}

resource "aws_instance" "try_setting" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = try(var.settings.size, "t3.small")
  iam_instance_profile = try(var.settings.profile, null)
}

# --- there is none ---------------------------------------------------------

resource "aws_instance" "one_of_none" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one(aws_iam_instance_profile.not_made[*].name)
}

resource "aws_instance" "try_to_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(aws_iam_instance_profile.not_made[0].name, null)
}

resource "aws_instance" "try_to_empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(aws_iam_instance_profile.not_made[0].name, "")
}

resource "aws_instance" "element_of_none" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = element(concat(aws_iam_instance_profile.not_made.*.name, [""]), 0)
}

resource "aws_instance" "join_of_none" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = join("", aws_iam_instance_profile.not_made[*].name)
}

resource "aws_instance" "try_missing_setting" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = try(var.settings.instance_profile, null)
}

# --- templates -------------------------------------------------------------

resource "aws_launch_template" "one" {
  name_prefix = "one-try-one-"
  iam_instance_profile {
    arn = one(aws_iam_instance_profile.made[*].arn)
  }
}

resource "aws_launch_template" "one_of_none" {
  name_prefix = "one-try-one-of-none-"
  iam_instance_profile {
    name = one(aws_iam_instance_profile.not_made[*].name)
  }
}

resource "aws_launch_template" "try_second" {
  name_prefix = "one-try-second-"
  iam_instance_profile {
    name = try(aws_iam_instance_profile.not_made[0].name, aws_iam_instance_profile.made[0].name)
  }
}

resource "aws_instance" "template_by_one" {
  launch_template {
    id = one([aws_launch_template.try_second.id])
  }
}
