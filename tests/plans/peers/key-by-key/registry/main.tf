# Makes profiles by name, and gives a map of them.
variable "names" {
  type = set(string)
}

resource "aws_iam_instance_profile" "this" {
  for_each    = var.names
  name_prefix = "${each.key}-"
}

output "profiles" {
  value = { for name, profile in aws_iam_instance_profile.this : name => profile.name }
}
