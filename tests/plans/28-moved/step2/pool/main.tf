variable "profile" {
  type    = string
  default = null
}

resource "aws_instance" "member" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.profile
}
