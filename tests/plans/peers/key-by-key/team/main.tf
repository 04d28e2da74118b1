# Machines of one team, by key.
variable "profiles" {
  type = map(string)
}

resource "aws_instance" "member" {
  for_each             = var.profiles
  ami                  = "ami-0aa11bb22cc33dd44"
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value
}
