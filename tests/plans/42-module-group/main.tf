# A module for Auto Scaling groups, that makes or takes template, role and profile.

provider "aws" {
  region = "eu-west-1"
}

module "makes_all" {
  source                      = "./group"
  name                        = "makes-all"
  create_iam_instance_profile = true
  metadata_options            = { http_endpoint = "enabled", http_tokens = "required" }
}

module "takes_arn" {
  source                   = "./group"
  name                     = "takes-arn"
  iam_instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/operations"
}

module "takes_name" {
  source                    = "./group"
  name                      = "takes-name"
  iam_instance_profile_name = module.makes_all.iam_instance_profile_name
}

module "bare" {
  source = "./group"
  name   = "bare"
}

module "takes_template" {
  source                 = "./group"
  name                   = "takes-template"
  create_launch_template = false
  launch_template_id     = module.makes_all.launch_template_id
}

module "takes_template_elsewhere" {
  source                 = "./group"
  name                   = "takes-template-elsewhere"
  create_launch_template = false
  launch_template_id     = "lt-0123456789abcdef0"
}

module "mixed" {
  source                      = "./group"
  name                        = "mixed"
  create_iam_instance_profile = true
  use_mixed_instances_policy  = true
  overrides                   = [{ instance_type = "m6i.large" }, { instance_type = "m6g.large", launch_template_id = module.bare.launch_template_id }]
}

module "mixed_plain" {
  source                     = "./group"
  name                       = "mixed-plain"
  use_mixed_instances_policy = true
  overrides                  = [{ instance_type = "m6i.large" }]
}
