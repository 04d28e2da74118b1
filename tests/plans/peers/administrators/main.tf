# AdministratorAccess, by every way that gives a role a managed policy.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "trusted_team" {
  type    = bool
  default = false
}

data "aws_partition" "current" {}

data "aws_iam_policy" "by_arn" {
  arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

data "aws_iam_policy" "by_name" {
  name = "AdministratorAccess"
}

data "aws_iam_policy" "audit_by_arn" {
  arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

data "aws_iam_policy" "audit_by_name" {
  name = "SecurityAudit"
}

locals {
  everything = "arn:aws:iam::aws:policy/AdministratorAccess"
  audit      = "arn:aws:iam::aws:policy/SecurityAudit"
  by_machine = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  by_person = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::210987654321:root" } }]
  })
  by_anybody = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}

# --- policies on the role itself -----------------------------------------

resource "aws_iam_role" "no_list" {
  name_prefix        = "no-list-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_role" "list_audit" {
  name_prefix         = "list-audit-"
  assume_role_policy  = local.by_machine
  managed_policy_arns = [local.audit]
}

resource "aws_iam_role" "list_everything" {
  name_prefix         = "list-everything-"
  assume_role_policy  = local.by_machine
  managed_policy_arns = [local.everything]
}

resource "aws_iam_role" "list_both" {
  name_prefix         = "list-both-"
  assume_role_policy  = local.by_machine
  managed_policy_arns = [local.audit, local.everything]
}

# --- attachments to roles of this plan -------------------------------------

resource "aws_iam_role" "attached" {
  for_each = {
    audit      = local.by_person
    everything = local.by_person
    anybody    = local.by_anybody
    machine    = local.by_machine
  }
  name_prefix        = "${each.key}-"
  assume_role_policy = each.value
}

resource "aws_iam_role_policy_attachment" "attached" {
  for_each   = { audit = local.audit, everything = local.everything, anybody = local.everything, machine = local.everything }
  role       = aws_iam_role.attached[each.key].name
  policy_arn = each.value
}

resource "aws_iam_role" "shared" {
  count              = 3
  name_prefix        = "shared-${count.index}-"
  assume_role_policy = local.by_machine
}

# Two of the three.
resource "aws_iam_policy_attachment" "shared" {
  name       = "shared"
  roles      = [aws_iam_role.shared[0].name, aws_iam_role.shared[1].name]
  policy_arn = data.aws_iam_policy.by_arn.arn
}

resource "aws_iam_role" "exclusive" {
  for_each           = { everything = [local.audit, local.everything], audit = [local.audit], none = [] }
  name_prefix        = "exclusive-${each.key}-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive" {
  for_each    = { everything = [local.audit, local.everything], audit = [local.audit], none = [] }
  role_name   = aws_iam_role.exclusive[each.key].name
  policy_arns = each.value
}

resource "aws_iam_role" "read" {
  for_each = {
    by_arn        = data.aws_iam_policy.by_arn.arn
    by_name       = data.aws_iam_policy.by_name.arn
    audit_by_arn  = data.aws_iam_policy.audit_by_arn.arn
    audit_by_name = data.aws_iam_policy.audit_by_name.arn
    partition     = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess"
    government    = "arn:aws-us-gov:iam::aws:policy/AdministratorAccess"
    china         = "arn:aws-cn:iam::aws:policy/AdministratorAccess"
    condition     = var.trusted_team ? local.everything : local.audit
  }
  name_prefix        = "read-"
  assume_role_policy = local.by_machine
  tags               = { policy = each.value }
}

resource "aws_iam_role_policy_attachment" "read" {
  for_each   = aws_iam_role.read
  role       = each.value.name
  policy_arn = each.value.tags.policy
}

# Its output is known only after apply.
resource "terraform_data" "choice" {
  input = "everything"
}

# Which of the two is known only after apply.
resource "aws_iam_role" "undecided" {
  name_prefix        = "undecided-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_role_policy_attachment" "undecided" {
  role       = aws_iam_role.undecided.id
  policy_arn = terraform_data.choice.output == "everything" ? local.everything : local.audit
}

# A policy of one's own that allows everything, and one that is only called so.
resource "aws_iam_role" "own_policy" {
  name_prefix        = "own-policy-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_policy" "star" {
  name_prefix = "star-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "own_policy" {
  role       = aws_iam_role.own_policy.name
  policy_arn = aws_iam_policy.star.arn
}

resource "aws_iam_role" "namesake" {
  name_prefix        = "namesake-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_policy" "namesake" {
  name = "AdministratorAccess"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "namesake" {
  role       = aws_iam_role.namesake.name
  policy_arn = aws_iam_policy.namesake.arn
}

# --- attachments to what is made elsewhere ---------------------------------

resource "aws_iam_role_policy_attachment" "elsewhere" {
  for_each   = { audit = local.audit, everything = local.everything }
  role       = "made-by-somebody-else"
  policy_arn = each.value
}

resource "aws_iam_policy_attachment" "elsewhere" {
  for_each   = { audit = local.audit, everything = local.everything }
  name       = each.key
  roles      = ["made-by-somebody-else"]
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachments_exclusive" "elsewhere" {
  role_name   = "made-by-somebody-else"
  policy_arns = [local.everything]
}

resource "aws_iam_user" "ops" {
  name = "ops"
}

resource "aws_iam_group" "ops" {
  name = "ops"
}

resource "aws_iam_user_policy_attachment" "ops" {
  for_each   = { audit = local.audit, everything = local.everything }
  user       = aws_iam_user.ops.name
  policy_arn = each.value
}

resource "aws_iam_group_policy_attachment" "ops" {
  for_each   = { audit = local.audit, everything = local.everything }
  group      = aws_iam_group.ops.name
  policy_arn = each.value
}

# Permission sets of IAM Identity Center become roles in the accounts that they are assigned to.
resource "aws_ssoadmin_managed_policy_attachment" "people" {
  for_each           = { audit = local.audit, everything = local.everything }
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
  managed_policy_arn = each.value
}
