variable "name" {
  type = string
}

variable "machines" {
  type = number
}

variable "attach" {
  type = bool
}

module "identity" {
  source = "../identity"
  name   = var.name
}

module "machine" {
  source  = "../machine"
  count   = var.machines
  profile = module.identity.profile_name
}

module "attached" {
  source   = "../machine"
  for_each = var.attach ? { only = module.identity.profile_name } : {}
  profile  = each.value
}

module "bare" {
  source = "../machine"
}

output "identity" {
  value = { role = module.identity.role_name, profile = { name = module.identity.profile_name } }
}

output "role_name" {
  value = module.identity.role_name
}

output "profile_name" {
  value = module.identity.profile_name
}

output "attached_profile_name" {
  value = var.attach ? module.identity.profile_name : null
}
