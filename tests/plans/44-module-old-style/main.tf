# The style of older modules: switches that are texts, splats with a dot, everything in quotes.

provider "aws" {
  region = "${var.region}"
}

variable "region" {
  default = "eu-west-1"
}

module "bastion" {
  source  = "./bastion"
  enabled = "true"
  name    = "bastion"
}

module "bastion_with_profile" {
  source           = "./bastion"
  enabled          = "true"
  name             = "with-profile"
  instance_profile = "operations"
}

module "bastion_without" {
  source         = "./bastion"
  enabled        = "true"
  name           = "without"
  create_profile = "false"
}

module "bastion_off" {
  source  = "./bastion"
  enabled = "false"
  name    = "off"
}

resource "aws_instance" "behind" {
  count                = "${length(var.behind)}"
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${element(var.behind, count.index) == "on" ? module.bastion.profile : module.bastion_off.profile}"
}

variable "behind" {
  type    = list(string)
  default = ["on", "off"]
}

output "bastion_profile" {
  value = "${module.bastion.profile}"
}
