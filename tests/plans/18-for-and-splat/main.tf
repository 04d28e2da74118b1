# Lists made of resources: `for` with and without `if`, splats of both kinds, and what is taken
# out of them.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  names = [for profile in aws_iam_instance_profile.pair : profile.name]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_iam_role" "app" {
  name_prefix        = "for-"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "stranger" {
  name_prefix        = "for-stranger-"
  assume_role_policy = local.trust
}

resource "aws_iam_instance_profile" "pair" {
  count       = 2
  name_prefix = "for-pair-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "by_site" {
  for_each    = toset(["north", "south"])
  name_prefix = "for-${each.key}-"
  role        = [for role in [aws_iam_role.app, aws_iam_role.stranger] : role.name][each.key == "north" ? 0 : 1]
}

# --- lists of roles: policies for all, for some, for none ------------------

resource "aws_iam_policy" "logs" {
  name_prefix = "for-logs-"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }] })
}

resource "aws_iam_policy_attachment" "some" {
  name       = "for-some"
  policy_arn = aws_iam_policy.logs.arn
  roles      = [for role in [aws_iam_role.app, aws_iam_role.stranger] : role.name if role.name_prefix == "for-"]
}

# --- something comes out ---------------------------------------------------

resource "aws_instance" "splat" {
  count                = 2
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = (aws_iam_instance_profile.pair[*].name)[count.index]
}

resource "aws_instance" "legacy_splat" {
  count                = 2
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = element(aws_iam_instance_profile.pair.*.name, count.index)
}

resource "aws_instance" "last" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = reverse(aws_iam_instance_profile.pair[*].name)[0]
}

resource "aws_instance" "through_local" {
  for_each             = { for index, name in ["first", "second"] : name => index }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = local.names[each.value]
}

resource "aws_instance" "for_map" {
  for_each             = toset(["north", "south"])
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = { for site, profile in aws_iam_instance_profile.by_site : site => profile.name }[each.key]
}

resource "aws_instance" "for_if_known" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one([for site, profile in aws_iam_instance_profile.by_site : profile.name if site == "south"])
}

resource "aws_instance" "values" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = values(aws_iam_instance_profile.by_site)[0].name
}

resource "aws_instance" "splat_of_one" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one(aws_iam_role.app[*].name) == aws_iam_role.app.name ? aws_iam_instance_profile.pair[1].name : ""
}

# --- nothing comes out -----------------------------------------------------

resource "aws_instance" "for_if_none" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = one([for site, profile in aws_iam_instance_profile.by_site : profile.name if site == "west"])
}

resource "aws_instance" "for_if_unknown" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = join("", [for profile in aws_iam_instance_profile.pair : profile.name if aws_vpc.main.id == ""])
}

# --- templates -------------------------------------------------------------

resource "aws_launch_template" "by_site" {
  for_each    = aws_iam_instance_profile.by_site
  name_prefix = "for-${each.key}-"
  iam_instance_profile {
    arn = each.value.arn
  }
}

resource "aws_launch_template" "for_if_none" {
  name_prefix = "for-none-"
  iam_instance_profile {
    name = one([for site, profile in aws_iam_instance_profile.by_site : profile.name if site == "west"])
  }
}

resource "aws_autoscaling_group" "by_site" {
  for_each           = { for site, template in aws_launch_template.by_site : site => template.id }
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = each.value
    version = "$Latest"
  }
}

output "templates" {
  value = [for template in aws_launch_template.by_site : template.id]
}
