variable "context" {
  type = any
}

variable "name" {
  type = string
}

variable "managed" {
  type    = list(string)
  default = []
}

module "label" {
  source  = "../label"
  context = var.context
  parts   = [var.name]
}

module "role" {
  source  = "../role"
  name    = module.label.id
  managed = var.managed
}

resource "aws_iam_instance_profile" "this" {
  name = module.label.id
  role = module.role.name
}

resource "aws_instance" "this" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.this.name
}
