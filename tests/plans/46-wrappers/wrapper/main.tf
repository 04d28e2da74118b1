variable "name" {
  type = string
}

variable "trust" {
  type = string
}

module "role" {
  source = "../role"
  name   = var.name
  trust  = var.trust
}

output "role_name" {
  value = module.role.role_name
}

output "template_name" {
  value = module.role.template_name
}
