variable "profile" {
  type    = string
  default = null
}

resource "aws_launch_template" "this" {
  name_prefix = "nested-"
  iam_instance_profile {
    name = var.profile
  }
}

resource "aws_instance" "this" {
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_instance" "direct" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.profile
}
