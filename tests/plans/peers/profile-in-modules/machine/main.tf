variable "profile" {
  type    = string
  default = null
}

variable "image" {
  type    = string
  default = "ami-0aa11bb22cc33dd44"
}

resource "aws_instance" "this" {
  ami                  = var.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.profile
}

output "id" {
  value = aws_instance.this.id
}
