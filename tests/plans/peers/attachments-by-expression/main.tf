# Attachments of which a plan does not record whose they are: expressions choose.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  by_machine = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  policies = {
    web    = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"]
    batch  = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    cache  = []
    shared = []
    quiet  = []
  }
  pairs = merge([for role, arns in local.policies : { for arn in arns : "${role}/${basename(arn)}" => { role = role, arn = arn } }]...)
}

resource "aws_iam_role" "team" {
  for_each           = local.policies
  name_prefix        = "${each.key}-"
  assume_role_policy = local.by_machine
}

resource "aws_iam_instance_profile" "team" {
  for_each    = aws_iam_role.team
  name_prefix = "${each.key}-"
  role        = each.value.name
}

# One attachment for each pair of role and policy.
resource "aws_iam_role_policy_attachment" "pair" {
  for_each   = local.pairs
  role       = aws_iam_role.team[each.value.role].name
  policy_arn = each.value.arn
}

# One of the roles, by a for expression with a condition.
resource "aws_iam_policy_attachment" "some" {
  name       = "some"
  roles      = [for key, role in aws_iam_role.team : role.name if key == "shared"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# A role of a module, and policies that the module attaches to it.
module "by_list" {
  source   = "./policies"
  policies = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

module "by_empty_list" {
  source = "./policies"
}

module "by_block" {
  source = "./policies"
  inline = { logs = ["logs:PutLogEvents"] }
}

# A module makes the role, and the policy is attached out here.
resource "aws_iam_role_policy_attachment" "outside" {
  role       = module.by_role.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

module "by_role" {
  source = "./policies"
}
