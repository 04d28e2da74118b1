# Names of things that the module cannot see, behind a local that waits for something else.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

# A role with a policy, and templates with and without a profile. No output gives them back.
module "elsewhere" {
  source = "./elsewhere"
}

resource "aws_iam_role" "here" {
  name_prefix        = "reach-here-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_launch_template" "here" {
  name = "reach-here"
  iam_instance_profile {
    name = "operations"
  }
}

locals {
  # The id is never empty, so these are the names of what the other module makes.
  is_made  = aws_vpc.main.id != ""
  template = local.is_made ? "reach-elsewhere" : aws_launch_template.here.name
  role     = local.is_made ? "reach-elsewhere" : aws_iam_role.here.name
  own      = local.is_made ? aws_launch_template.here.id : "lt-00000000000000000"
}

# Nobody sees the template that it starts from, which has no profile.
resource "aws_autoscaling_group" "of_elsewhere" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    name = local.template
  }
  depends_on = [module.elsewhere]
}

# The same local way, to what the module does see.
resource "aws_autoscaling_group" "of_here" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    id = local.own
  }
}

resource "aws_instance" "of_elsewhere" {
  launch_template {
    name = local.template
  }
  depends_on = [module.elsewhere]
}

# Its role has a policy; the one that can be seen has none.
resource "aws_iam_instance_profile" "of_elsewhere" {
  name_prefix = "reach-"
  role        = local.role
  depends_on  = [module.elsewhere]
}

# A module with something that holds any value: what it can see says nothing.
module "kept" {
  source     = "./kept"
  depends_on = [module.elsewhere]
}
