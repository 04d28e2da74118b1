variable "profiles" {
  type = map(string)
}

resource "aws_instance" "this" {
  for_each             = var.profiles
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}
