# One block, several instances, and each has a value of its own.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  image = "ami-0aa11bb22cc33dd44"
  wanted = [
    { name = "bare", attach = false },
    { name = "served", attach = true },
  ]
}

resource "aws_iam_role" "desk" {
  for_each    = toset(["front", "back"])
  name_prefix = "${each.key}-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# Only one of the two has a role.
resource "aws_iam_instance_profile" "desk" {
  for_each    = { front = aws_iam_role.desk["front"].name, back = null }
  name_prefix = "${each.key}-"
  role        = each.value
}

# A map of known keys, whose values are references or nothing.
resource "aws_instance" "of_map" {
  for_each = {
    key1 = null
    key2 = aws_iam_instance_profile.desk["front"].name
    key3 = "made-by-somebody-else"
    key4 = ""
  }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value
}

# A map of objects.
resource "aws_instance" "of_objects" {
  for_each = {
    private = { profile = aws_iam_instance_profile.desk["back"].name, size = "t4g.nano" }
    public  = { profile = null, size = "t4g.micro" }
  }
  ami                  = local.image
  instance_type        = each.value.size
  iam_instance_profile = each.value.profile
}

# Made by a for expression: none of them has one.
resource "aws_instance" "of_loop" {
  for_each             = { for key in ["key3", "key4"] : key => upper(key) }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = null
  tags                 = { Name = each.value }
}

# A set, made of a list: all have the same one.
resource "aws_instance" "of_list" {
  for_each             = toset(["k", "v"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.desk["front"].name
  tags                 = { Name = each.key }
}

# A list of objects, made a map by name; the flag of each decides.
resource "aws_instance" "of_list_of_objects" {
  for_each             = { for item in local.wanted : item.name => item }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.attach ? aws_iam_instance_profile.desk["front"].name : null
}

# By the same key of another resource.
resource "aws_instance" "of_resource" {
  for_each             = aws_iam_instance_profile.desk
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.name
}

# Two machines, of which the first has one.
resource "aws_instance" "of_count" {
  count                = 2
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = count.index == 0 ? aws_iam_instance_profile.desk["front"].name : null
}

# A list indexed by count.
resource "aws_instance" "of_index" {
  count                = 3
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = element([aws_iam_instance_profile.desk["front"].name, "", null], count.index)
}

# A module for each team, machines by key inside of it.
module "team" {
  source   = "./team"
  for_each = toset(["a", "b"])
  profiles = {
    key1 = null
    key2 = aws_iam_instance_profile.desk["front"].name
  }
}

# One input with a part for each machine: only the one for batch is given.
module "pair" {
  source   = "./pair"
  profiles = { batch = aws_iam_instance_profile.desk["front"].name }
}

# A list of objects through a module's input.
module "crew" {
  source = "./crew"
  machines = [
    { name = "bare" },
    { name = "served", profile = aws_iam_instance_profile.desk["front"].name, role = aws_iam_role.desk["front"].arn },
  ]
}

resource "aws_iam_instance_profile" "solo" {
  name_prefix = "solo-"
  role        = aws_iam_role.desk["back"].name
}

# A map whose values are whole resources.
resource "aws_instance" "of_whole_resource" {
  for_each             = { web = aws_iam_instance_profile.solo }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.name
}

# The resources of a block under other keys than its own.
resource "aws_instance" "of_renamed" {
  for_each             = { for key, profile in aws_iam_instance_profile.desk : upper(key) => profile }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.name
}

# Only one of the two keys has a profile.
resource "aws_iam_instance_profile" "some" {
  for_each    = toset(["known"])
  name_prefix = "some-"
  role        = aws_iam_role.desk["front"].name
}

resource "aws_instance" "of_tried_key" {
  for_each             = toset(["known", "other"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = try(aws_iam_instance_profile.some[each.key].name, null)
}

resource "aws_instance" "of_looked_up_key" {
  for_each             = toset(["known", "other"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = lookup(aws_iam_instance_profile.some, each.key, { name = null }).name
}

# Modules under other keys than their own.
module "stand" {
  source   = "./stand"
  for_each = toset(["left", "right"])
}

resource "aws_instance" "of_renamed_modules" {
  for_each             = { for key, stand in module.stand : upper(key) => stand }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value.profile
}

resource "aws_instance" "of_tried_module" {
  for_each             = toset(["left", "middle"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = try(module.stand[each.key].profile, null)
}

# The key of another block, computed of one's own.
resource "aws_instance" "of_lowered_key" {
  for_each             = toset(["KNOWN"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.some[lower(each.key)].name
}

resource "aws_instance" "of_lowered_module_key" {
  for_each             = toset(["LEFT"])
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.stand[lower(each.key)].profile
}

# Two parts of an output, of which one is null.
resource "aws_instance" "of_output_part" {
  for_each             = { own = module.stand["left"].both.own, other = module.stand["left"].both.other }
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = each.value
}

resource "aws_instance" "of_output_part_given" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.stand["left"].both.own
}

resource "aws_instance" "of_output_part_null" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.stand["left"].both.other
}

# A part of an output whose other parts are of other kinds.
resource "aws_instance" "of_output_kind_given" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.stand["left"].kinds.profile
}

resource "aws_instance" "of_output_kind_null" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.stand["left"].kinds_without.profile
}

# A module's map of profiles, which has one of the two.
module "registry" {
  source = "./registry"
  names  = ["batch"]
}

resource "aws_instance" "of_output_map" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = module.registry.profiles["batch"]
}

resource "aws_instance" "of_output_map_without_it" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = try(module.registry.profiles["web"], null)
}

resource "aws_launch_template" "of_map" {
  for_each    = { named = aws_iam_instance_profile.desk["front"].name, plain = null }
  name_prefix = "${each.key}-"
  image_id    = local.image
  iam_instance_profile {
    name = each.value
  }
}

resource "aws_launch_template" "of_list" {
  for_each    = { named = [aws_iam_instance_profile.desk["front"].arn], plain = [] }
  name_prefix = "list-${each.key}-"
  image_id    = local.image
  dynamic "iam_instance_profile" {
    for_each = each.value
    content {
      arn = iam_instance_profile.value
    }
  }
}
