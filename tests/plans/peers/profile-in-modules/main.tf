# The same forms through inputs and outputs of modules, and with count and for_each.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

module "identity" {
  source = "./identity"
}

module "borrowed" {
  source   = "./identity"
  make     = false
  existing = "made-by-somebody-else"
}

module "nobody" {
  source = "./identity"
  make   = false
}

module "sites" {
  source   = "./identity"
  for_each = { north = true, south = false }
  make     = each.value
}

module "given" {
  source  = "./machine"
  profile = module.identity.profile
}

module "given_by_object" {
  source  = "./machine"
  profile = module.identity.all.name
}

module "given_by_arn" {
  source  = "./machine"
  profile = module.identity.arn
}

module "left_out" {
  source = "./machine"
}

module "null_literal" {
  source  = "./machine"
  profile = null
}

module "empty_text" {
  source  = "./machine"
  profile = ""
}

module "borrowed_name" {
  source  = "./machine"
  profile = module.borrowed.profile
}

# The other module makes none and gives "" on.
module "empty_by_output" {
  source  = "./machine"
  profile = module.nobody.profile
}

module "null_by_output" {
  source  = "./machine"
  profile = module.nobody.arn
}

module "site" {
  source   = "./machine"
  for_each = module.sites
  profile  = each.value.profile
}

module "counted" {
  source  = "./machine"
  count   = 2
  profile = [module.identity.profile, null][count.index]
}

module "rack" {
  source = "./rack"
  machines = {
    web   = { profile = module.identity.profile }
    batch = { profile = "made-by-somebody-else" }
    cache = {}
  }
  usual = module.identity.profile
}

# The sites under other keys than their own; the one without a profile is left out.
module "site_renamed" {
  source   = "./machine"
  for_each = { for key, site in module.sites : "at-${key}" => site if key == "north" }
  profile  = each.value.profile
}
