# A role with what it may do, as modules of a registry make it.
variable "policies" {
  type    = list(string)
  default = []
}

variable "inline" {
  type    = map(list(string))
  default = {}
}

resource "aws_iam_role" "this" {
  name_prefix = "module-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })

  dynamic "inline_policy" {
    for_each = var.inline
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
    }
  }
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = length(var.policies)
  role       = aws_iam_role.this.name
  policy_arn = element(var.policies, count.index)
}

resource "aws_iam_instance_profile" "this" {
  name_prefix = "module-"
  role        = aws_iam_role.this.name
}

output "name" {
  value = aws_iam_role.this.name
}
