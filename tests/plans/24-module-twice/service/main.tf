variable "name" {
  type = string
}

variable "profile" {
  type    = string
  default = null
}

variable "managed" {
  type    = list(string)
  default = []
}

resource "aws_iam_role" "this" {
  name               = "twice-${var.name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = var.name == "web" ? "ec2.amazonaws.com" : "batch.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = length(var.managed)
  role       = aws_iam_role.this.name
  policy_arn = var.managed[count.index]
}

resource "aws_iam_instance_profile" "this" {
  name_prefix = "twice-${var.name}-"
  role        = aws_iam_role.this.name
}

resource "aws_instance" "this" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.profile
}

output "profile_name" {
  value = aws_iam_instance_profile.this.name
}
