variable "profile" {
  type = string
}

resource "aws_launch_template" "this" {
  name_prefix = "odd-"
  iam_instance_profile {
    name = var.profile
  }
}

output "profile" {
  value = var.profile
}
