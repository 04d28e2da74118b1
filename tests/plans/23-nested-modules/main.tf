# Outputs of outputs, and modules with count and for_each inside of modules with for_each.

provider "aws" {
  region = "eu-west-1"
}

module "stack" {
  source   = "./stack"
  for_each = { "eu.blue" = { machines = 2, attach = true }, "green[0]" = { machines = 1, attach = false } }
  name     = each.key
  machines = each.value.machines
  attach   = each.value.attach
}

# What comes back up, by name and by key.
resource "aws_instance" "by_key" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.stack["eu.blue"].profile_name
}

# An output that is null for this instance of the module.
resource "aws_instance" "by_key_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.stack["green[0]"].attached_profile_name
}

resource "aws_instance" "by_object" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.stack["eu.blue"].identity.profile.name
}

resource "aws_instance" "each_module" {
  for_each             = module.stack
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.profile_name
}

resource "aws_instance" "each_module_attached" {
  for_each             = module.stack
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.attached_profile_name
}

resource "aws_iam_role_policy_attachment" "each_role" {
  for_each   = { for key, stack in module.stack : key => stack.role_name if key == "eu.blue" }
  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
