# From the profile to its role, from the role to its policies and to whom it trusts.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "with_logs" {
  type    = bool
  default = false
}

locals {
  by_machine = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  write_logs = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }]
  })
  ways = toset([
    "none", "managed", "own", "inline", "shared", "exclusive", "exclusive_empty", "exclusive_inline",
    "by_condition", "other_policy",
  ])
}

resource "aws_iam_role" "way" {
  for_each           = local.ways
  name_prefix        = "way-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_instance_profile" "way" {
  for_each    = aws_iam_role.way
  name_prefix = "way-"
  role        = each.value.name
}

resource "aws_iam_policy" "own" {
  name_prefix = "own-"
  policy      = local.write_logs
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.way["managed"].name
  policy_arn = local.managed
}

resource "aws_iam_role_policy_attachment" "other_policy" {
  role       = aws_iam_role.way["other_policy"].name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.way["own"].id
  policy_arn = aws_iam_policy.own.arn
}

resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.way["inline"].id
  policy = local.write_logs
}

resource "aws_iam_policy_attachment" "shared" {
  name       = "shared"
  roles      = [aws_iam_role.way["shared"].name]
  policy_arn = aws_iam_policy.own.arn
}

# Policies that the role itself lists.
resource "aws_iam_role" "listed" {
  name_prefix         = "listed-"
  assume_role_policy  = local.by_machine
  managed_policy_arns = [local.managed]
}

resource "aws_iam_instance_profile" "listed" {
  name_prefix = "listed-"
  role        = aws_iam_role.listed.name
}

resource "aws_iam_role" "inline_block" {
  name_prefix        = "inline-block-"
  assume_role_policy = local.by_machine
  inline_policy {
    name   = "logs"
    policy = local.write_logs
  }
}

resource "aws_iam_instance_profile" "inline_block" {
  name_prefix = "inline-block-"
  role        = aws_iam_role.inline_block.name
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive" {
  role_name   = aws_iam_role.way["exclusive"].name
  policy_arns = [local.managed]
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive_empty" {
  role_name   = aws_iam_role.way["exclusive_empty"].name
  policy_arns = []
}

resource "aws_iam_role_policy" "exclusive_inline" {
  name   = "logs"
  role   = aws_iam_role.way["exclusive_inline"].name
  policy = local.write_logs
}

resource "aws_iam_role_policies_exclusive" "exclusive_inline" {
  role_name    = aws_iam_role.way["exclusive_inline"].name
  policy_names = [aws_iam_role_policy.exclusive_inline.name]
}

# The attachment is not made.
resource "aws_iam_role_policy_attachment" "by_condition" {
  count      = var.with_logs ? 1 : 0
  role       = aws_iam_role.way["by_condition"].name
  policy_arn = local.managed
}

# --- profile and role -------------------------------------------------------

resource "aws_iam_instance_profile" "no_role" {
  name_prefix = "no-role-"
}

resource "aws_iam_instance_profile" "empty_role" {
  name_prefix = "empty-role-"
  role        = ""
}

resource "aws_iam_instance_profile" "null_role" {
  name_prefix = "null-role-"
  role        = var.with_logs ? aws_iam_role.way["own"].name : null
}

resource "aws_iam_instance_profile" "role_by_condition" {
  name_prefix = "role-by-condition-"
  role        = var.with_logs ? aws_iam_role.way["none"].name : aws_iam_role.way["own"].name
}

resource "aws_iam_instance_profile" "role_elsewhere" {
  name_prefix = "role-elsewhere-"
  role        = "made-by-somebody-else"
}

# --- whom the role trusts ---------------------------------------------------

data "aws_iam_policy_document" "machine" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

locals {
  trust = {
    machine    = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
    one_object = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }
    function   = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
    person     = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:user/ops" } }]
    other_verb = [{ Effect = "Allow", NotAction = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
    several    = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ecs.amazonaws.com", "ec2.amazonaws.com"] } }]
    china      = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com.cn" } }]
  }
}

resource "aws_iam_role" "trust" {
  for_each           = local.trust
  name_prefix        = "trust-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_role" "trust_by_data" {
  name_prefix        = "trust-by-data-"
  assume_role_policy = data.aws_iam_policy_document.machine.json
}

resource "aws_iam_role" "trust_without_profile" {
  name_prefix        = "trust-without-profile-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = local.trust["function"] })
}

resource "aws_iam_instance_profile" "trust" {
  for_each    = aws_iam_role.trust
  name_prefix = "trust-"
  role        = each.value.name
}

resource "aws_iam_instance_profile" "trust_by_data" {
  name_prefix = "trust-by-data-"
  role        = aws_iam_role.trust_by_data.name
}
