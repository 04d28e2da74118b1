# Objects with optional fields, handed down two levels; null handed down on purpose.

provider "aws" {
  region = "eu-west-1"
}

variable "shared" {
  type = object({
    size     = optional(string, "t3.micro")
    profile  = optional(string)
    metadata = optional(object({ tokens = optional(string, "required"), endpoint = optional(string) }), {})
  })
  default = {}
}

resource "aws_iam_role" "app" {
  name_prefix        = "objects-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "objects-"
  role        = aws_iam_role.app.name
}

# All optional fields are left out.
module "defaults" {
  source  = "./machine"
  machine = {}
}

module "shared" {
  source  = "./machine"
  machine = var.shared
}

module "literal" {
  source  = "./machine"
  machine = { profile = "operations", metadata = { tokens = "optional" } }
}

module "referenced" {
  source  = "./machine"
  machine = { profile = aws_iam_instance_profile.app.name, metadata = { endpoint = "disabled" } }
}

module "only_profile" {
  source  = "./machine"
  machine = { profile = aws_iam_instance_profile.app.name }
}

# The object names a resource, and its profile is null all the same.
module "tags_only" {
  source  = "./machine"
  machine = { profile = null, tags = { Role = aws_iam_role.app.name } }
}

# Null in place of the whole: the variable is not nullable, so its default holds.
module "null_object" {
  source  = "./machine"
  machine = null
}

# A single value, null in place of a default that is set.
module "null_value" {
  source  = "./machine"
  machine = {}
  size    = null
  profile = null
}

module "value" {
  source  = "./machine"
  machine = {}
  profile = aws_iam_instance_profile.app.name
}

module "fleet" {
  source = "./fleet"
  machines = {
    web   = { profile = aws_iam_instance_profile.app.name }
    cache = {}
  }
}
