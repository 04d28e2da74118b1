variable "machines" {
  type = map(object({ profile = optional(string), size = optional(string, "t3.micro") }))
}

module "machine" {
  source   = "../machine"
  for_each = var.machines
  machine  = each.value
  profile  = each.value.profile
}
