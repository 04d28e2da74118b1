# Several machines, each with settings of its own.
variable "machines" {
  type = map(object({
    profile = optional(string)
    type    = optional(string, "t4g.nano")
  }))
}

variable "usual" {
  type    = string
  default = null
}

module "machine" {
  source   = "../machine"
  for_each = var.machines
  profile  = each.value.profile
}

module "usual" {
  source  = "../machine"
  count   = 2
  profile = count.index == 0 ? var.usual : null
}
