# Makes a profile, or uses the one that it is told of.
variable "make" {
  type    = bool
  default = true
}

variable "existing" {
  type    = string
  default = ""
}

resource "aws_iam_role" "this" {
  count       = var.make ? 1 : 0
  name_prefix = "identity-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "this" {
  count       = var.make ? 1 : 0
  name_prefix = "identity-"
  role        = aws_iam_role.this[0].name
}

output "profile" {
  value = var.make ? aws_iam_instance_profile.this[0].name : var.existing
}

output "arn" {
  value = try(aws_iam_instance_profile.this[0].arn, null)
}

output "all" {
  value = { name = one(aws_iam_instance_profile.this[*].name), made = var.make }
}
