# for_each over everything that it can go over.

provider "aws" {
  region = "eu-west-1"
}

variable "teams" {
  type = map(object({
    machines = number
    profile  = bool
  }))
  default = {
    red   = { machines = 2, profile = true }
    green = { machines = 1, profile = false }
  }
}

locals {
  machines = merge([
    for team, settings in var.teams : {
      for number in range(settings.machines) : "${team}-${number}" => { team = team, profile = settings.profile }
    }
  ]...)
}

resource "aws_iam_role" "team" {
  for_each           = var.teams
  name_prefix        = "chain-${each.key}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

# Over resources.
resource "aws_iam_instance_profile" "team" {
  for_each    = aws_iam_role.team
  name_prefix = "chain-${each.key}-"
  role        = each.value.name
}

# Over a map of some of them.
resource "aws_iam_role_policy_attachment" "team" {
  for_each   = { for team, role in aws_iam_role.team : team => role.name if team == "red" }
  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

# Over a set of names.
resource "aws_iam_role_policy" "team" {
  for_each    = toset(["green"])
  name_prefix = "chain-${each.value}-"
  role        = aws_iam_role.team[each.key].id
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }] })
}

# Over resources of resources.
resource "aws_launch_template" "team" {
  for_each    = aws_iam_instance_profile.team
  name_prefix = "chain-${each.key}-"
  iam_instance_profile {
    name = each.value.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = each.key == "red" ? "required" : "optional"
  }
}

resource "aws_autoscaling_group" "team" {
  for_each           = aws_launch_template.team
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = each.value.id
    version = each.value.latest_version
  }
}

resource "aws_instance" "team" {
  for_each = aws_launch_template.team
  launch_template {
    id = each.value.id
  }
}

# Over a map of objects whose keys are another's keys with numbers.
resource "aws_instance" "numbered" {
  for_each             = local.machines
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.profile ? aws_iam_instance_profile.team[each.value.team].name : null
}

# Over a map whose values mix what is made here and what is not.
resource "aws_instance" "mixed" {
  for_each = {
    made      = aws_iam_instance_profile.team["red"].name
    elsewhere = "operations"
    nothing   = null
  }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}

# Over a map of objects, written in place.
resource "aws_instance" "objects" {
  for_each = {
    web   = { profile = aws_iam_instance_profile.team["red"].name, tokens = "required" }
    cache = { profile = null, tokens = "optional" }
  }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.profile
  metadata_options {
    http_tokens = each.value.tokens
  }
}

# Over another resource's keys, that are all there is to it.
resource "aws_instance" "keys" {
  for_each             = toset(keys(aws_iam_instance_profile.team))
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.team[each.value].name
}
