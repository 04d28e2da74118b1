# Values that are looked up, merged and passed through locals before an argument takes them.

provider "aws" {
  region = "eu-west-1"
}

variable "defaults" {
  type    = map(string)
  default = { size = "t3.micro", tokens = "required" }
}

variable "machines" {
  type = map(map(string))
  default = {
    web   = { profile = "web" }
    cache = {}
    lax   = { profile = "", tokens = "optional" }
  }
}

variable "stage" {
  type    = string
  default = "test"
}

resource "aws_iam_role" "web" {
  name_prefix        = "maps-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "web" {
  name_prefix = "maps-web-"
  role        = local.roles["web"]
}

resource "aws_iam_instance_profile" "batch" {
  name_prefix = "maps-batch-"
  role        = lookup(local.roles, "batch", null)
}

locals {
  roles = { web = aws_iam_role.web.name }

  # Three locals, one through the other; the last knows nothing of resources by itself.
  profiles = {
    web   = aws_iam_instance_profile.web.name
    batch = aws_iam_instance_profile.batch.name
  }
  by_stage = { test = local.profiles, production = {} }
  current  = local.by_stage[var.stage]

  settings = { for name, machine in var.machines : name => merge(var.defaults, machine) }

  paired   = zipmap(["first", "second"], [aws_iam_instance_profile.web.name, null])
  reversed = { for name, profile in local.profiles : profile => name... }
}

# The maps hold literals only: everything is known.
resource "aws_instance" "literal" {
  for_each             = local.settings
  ami                  = "ami-0123456789abcdef0"
  instance_type        = each.value.size
  iam_instance_profile = lookup(each.value, "profile", null)

  metadata_options {
    http_tokens = each.value.tokens
  }
}

# The same keys, looked up among resources.
resource "aws_instance" "looked_up" {
  for_each             = var.machines
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = lookup(local.profiles, each.key, null)
}

resource "aws_instance" "three_locals" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = local.current.batch
}

resource "aws_instance" "lookup_default" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = lookup(local.by_stage["production"], "web", "operations")
}

resource "aws_instance" "merged" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = merge({ profile = null }, { profile = aws_iam_instance_profile.web.name })["profile"]
}

resource "aws_instance" "zipped" {
  for_each             = toset(["first", "second"])
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = local.paired[each.value]
}

resource "aws_instance" "chosen_in_place" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = { test = aws_iam_instance_profile.web.name, production = null }[var.stage]
}

resource "aws_instance" "nothing_in_place" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = { test = null, production = aws_iam_instance_profile.web.name }[var.stage]
}

resource "aws_launch_template" "merged" {
  for_each    = { on = { profile = aws_iam_instance_profile.web.name }, off = { profile = null } }
  name_prefix = "maps-${each.key}-"
  iam_instance_profile {
    name = merge({ profile = null }, each.value).profile
  }
}

resource "aws_launch_template" "by_key" {
  for_each    = { web = "web", none = "missing" }
  name_prefix = "maps-key-${each.key}-"
  iam_instance_profile {
    name = lookup(local.profiles, each.value, null)
  }
}

output "machines_by_profile" {
  value = local.reversed
}
