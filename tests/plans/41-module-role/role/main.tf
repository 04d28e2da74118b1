variable "create_role" {
  type    = bool
  default = true
}

variable "create_instance_profile" {
  type    = bool
  default = false
}

variable "role_name" {
  type    = string
  default = null
}

variable "role_name_prefix" {
  type    = string
  default = null
}

variable "trusted_services" {
  type    = list(string)
  default = ["ec2.amazonaws.com"]
}

variable "trusted_arns" {
  type    = list(string)
  default = []
}

variable "custom_policy_arns" {
  type    = list(string)
  default = []
}

variable "custom_policies" {
  type    = map(string)
  default = {}
}

variable "attach_admin_policy" {
  type    = bool
  default = false
}

variable "admin_policy_arn" {
  type    = string
  default = "arn:aws:iam::aws:policy/AdministratorAccess"
}

data "aws_iam_policy_document" "assume_role" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    dynamic "principals" {
      for_each = length(var.trusted_services) > 0 ? [1] : []
      content {
        type        = "Service"
        identifiers = var.trusted_services
      }
    }

    dynamic "principals" {
      for_each = length(var.trusted_arns) > 0 ? [1] : []
      content {
        type        = "AWS"
        identifiers = var.trusted_arns
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create_role ? 1 : 0

  name               = var.role_name
  name_prefix        = var.role_name_prefix
  assume_role_policy = coalesce(join("", data.aws_iam_policy_document.assume_role[*].json))
}

resource "aws_iam_role_policy_attachment" "custom" {
  count = var.create_role ? length(var.custom_policy_arns) : 0

  role       = element(concat(aws_iam_role.this[*].name, [""]), 0)
  policy_arn = element(var.custom_policy_arns, count.index)
}

resource "aws_iam_role_policy_attachment" "named" {
  for_each = { for name, arn in var.custom_policies : name => arn if var.create_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "admin" {
  count = var.create_role && var.attach_admin_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = var.admin_policy_arn
}

resource "aws_iam_instance_profile" "this" {
  count = var.create_role && var.create_instance_profile ? 1 : 0

  name        = var.role_name
  name_prefix = var.role_name_prefix
  role        = aws_iam_role.this[0].name
}

output "role_name" {
  value = try(aws_iam_role.this[0].name, "")
}

output "instance_profile_name" {
  value = try(aws_iam_instance_profile.this[0].name, "")
}
