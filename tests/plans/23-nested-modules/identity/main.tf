variable "name" {
  type = string
}

resource "aws_iam_role" "this" {
  name_prefix        = "nested-"
  description        = var.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "this" {
  name_prefix = "nested-"
  role        = aws_iam_role.this.name
}

output "role_name" {
  value = aws_iam_role.this.name
}

output "profile_name" {
  value = aws_iam_instance_profile.this.name
}
