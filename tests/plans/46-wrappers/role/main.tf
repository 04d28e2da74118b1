variable "name" {
  type = string
}

variable "trust" {
  type = string
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = var.trust } }] })
}

resource "aws_iam_instance_profile" "this" {
  name = var.name
  role = aws_iam_role.this.name
}

resource "aws_launch_template" "this" {
  name = var.name
  iam_instance_profile {
    name = var.trust == "ec2.amazonaws.com" ? aws_iam_instance_profile.this.name : null
  }
}

output "role_name" {
  value = aws_iam_role.this.name
}

output "template_name" {
  value = aws_launch_template.this.name
}
