# A module for roles that services may assume, with flags and lists of policies.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_policy" "logs" {
  name_prefix = "roles-logs-"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }] })
}

module "machine" {
  source                  = "./role"
  role_name               = "roles-machine"
  create_instance_profile = true
  custom_policy_arns      = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"]
}

module "machine_generated" {
  source                  = "./role"
  role_name_prefix        = "roles-generated-"
  create_instance_profile = true
  custom_policies         = { logs = aws_iam_policy.logs.arn }
}

module "machine_bare" {
  source                  = "./role"
  role_name_prefix        = "roles-bare-"
  create_instance_profile = true
}

module "admin" {
  source                  = "./role"
  role_name               = "roles-admin"
  create_instance_profile = true
  attach_admin_policy     = true
  trusted_services        = ["ec2.amazonaws.com", "ssm.amazonaws.com"]
}

module "people" {
  source              = "./role"
  role_name           = "roles-people"
  trusted_services    = []
  trusted_arns        = ["arn:aws:iam::210987654321:root"]
  attach_admin_policy = true
}

module "lambda" {
  source                  = "./role"
  role_name               = "roles-lambda"
  trusted_services        = ["lambda.amazonaws.com"]
  create_instance_profile = true
}

module "nothing" {
  source      = "./role"
  create_role = false
  role_name   = "roles-nothing"
}

resource "aws_instance" "this" {
  for_each = {
    machine   = module.machine.instance_profile_name
    generated = module.machine_generated.instance_profile_name
    nothing   = module.nothing.instance_profile_name
  }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}

resource "aws_instance" "direct" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.machine_generated.instance_profile_name
}

resource "aws_instance" "direct_nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.nothing.instance_profile_name
}

resource "aws_iam_instance_profile" "of_output" {
  name_prefix = "roles-output-"
  role        = module.machine_bare.role_name
}

resource "aws_iam_instance_profile" "of_nothing" {
  name_prefix = "roles-of-nothing-"
  role        = module.nothing.role_name
}
