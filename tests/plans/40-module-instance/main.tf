# A module for machines as many are published: flags that say what to create, and `try` over what
# may not be there.

provider "aws" {
  region = "eu-west-1"
}

module "makes_profile" {
  source                      = "./machine"
  name                        = "makes"
  create_iam_instance_profile = true
  iam_role_policies           = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
  metadata_options            = { http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 1 }
}

module "given_profile" {
  source               = "./machine"
  name                 = "given"
  iam_instance_profile = "operations"
}

module "given_reference" {
  source               = "./machine"
  name                 = "reference"
  iam_instance_profile = module.makes_profile.iam_instance_profile_id
}

module "no_profile" {
  source = "./machine"
  name   = "none"
}

module "spot" {
  source                      = "./machine"
  name                        = "spot"
  create_spot_instance        = true
  create_iam_instance_profile = true
  iam_role_use_name_prefix    = false
}

module "spot_no_profile" {
  source               = "./machine"
  name                 = "spot-none"
  create_spot_instance = true
}

module "many" {
  source                      = "./machine"
  for_each                    = { one = true, two = false }
  name                        = each.key
  create_iam_instance_profile = each.value
}

module "not_at_all" {
  source                      = "./machine"
  create                      = false
  create_iam_instance_profile = true
  name                        = "not-at-all"
}

resource "aws_instance" "beside" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.not_at_all.iam_instance_profile_id
}

resource "aws_instance" "beside_many" {
  for_each             = module.many
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.iam_instance_profile_id
}
