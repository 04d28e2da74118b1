# Machines by a list of objects, which becomes a map by their names.
variable "machines" {
  type = list(object({
    name    = string
    profile = optional(string)
    role    = optional(string)
  }))
}

resource "aws_instance" "member" {
  for_each             = { for machine in var.machines : machine.name => machine }
  ami                  = "ami-0aa11bb22cc33dd44"
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.profile
  tags                 = { role = each.value.role }
}
