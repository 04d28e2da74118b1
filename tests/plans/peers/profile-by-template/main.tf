# What an instance takes from its launch template, and what it says itself.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "hardened" {
  type    = bool
  default = true
}

locals {
  image = "ami-0aa11bb22cc33dd44"
  tier  = { open = aws_launch_template.open, closed = aws_launch_template.closed }
}

resource "aws_iam_role" "app" {
  name_prefix = "app-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "app-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "special" {
  name_prefix = "special-"
  role        = aws_iam_role.app.name
}

# Has a profile, requires tokens. Its own name is known.
resource "aws_launch_template" "closed" {
  name     = "closed"
  image_id = local.image
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

# Has no profile, does not require tokens.
resource "aws_launch_template" "open" {
  name_prefix = "open-"
  image_id    = local.image
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

# Says nothing of either.
resource "aws_launch_template" "silent" {
  name_prefix = "silent-"
  image_id    = local.image
}

# The service is off.
resource "aws_launch_template" "off" {
  name_prefix = "off-"
  image_id    = local.image
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_launch_template" "by_stage" {
  for_each    = { test = "optional", production = "required" }
  name_prefix = "${each.key}-"
  image_id    = local.image
  dynamic "iam_instance_profile" {
    for_each = each.key == "production" ? [aws_iam_instance_profile.app.name] : []
    content {
      name = iam_instance_profile.value
    }
  }
  metadata_options {
    http_tokens = each.value
  }
}

resource "aws_instance" "by_id" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.closed.id
  }
}

resource "aws_instance" "by_name" {
  instance_type = "t4g.nano"
  launch_template {
    name = aws_launch_template.closed.name
  }
}

resource "aws_instance" "by_equal_text" {
  instance_type = "t4g.nano"
  launch_template {
    name = "closed"
  }
  depends_on = [aws_launch_template.closed]
}

resource "aws_instance" "by_id_open" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.open.id
  }
}

resource "aws_instance" "by_id_silent" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.silent.id
  }
}

resource "aws_instance" "by_id_off" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.off.id
  }
}

resource "aws_instance" "of_somebody_else" {
  instance_type = "t4g.nano"
  launch_template {
    name = "made-by-somebody-else"
  }
}

# The instance's own word against its template's.
resource "aws_instance" "loosened" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.closed.id
  }
  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_instance" "tightened" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.open.id
  }
  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "own_profile" {
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.special.name
  launch_template {
    id = aws_launch_template.closed.id
  }
}

resource "aws_instance" "own_profile_open" {
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.special.name
  launch_template {
    id = aws_launch_template.open.id
  }
}

# Null and "" take nothing away from the template's.
resource "aws_instance" "own_null" {
  instance_type        = "t4g.nano"
  iam_instance_profile = null
  launch_template {
    id = aws_launch_template.closed.id
  }
}

resource "aws_instance" "own_empty" {
  instance_type        = "t4g.nano"
  iam_instance_profile = ""
  launch_template {
    id = aws_launch_template.closed.id
  }
}

# One version each: a template that this plan makes has no other.
resource "aws_instance" "version_latest" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.closed.id
    version = "$Latest"
  }
}

resource "aws_instance" "version_default" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.open.id
    version = "$Default"
  }
}

resource "aws_instance" "version_by_reference" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.closed.id
    version = aws_launch_template.closed.latest_version
  }
}

# Which template it is: by condition, by key, by a local, by a dynamic block.
resource "aws_instance" "by_condition" {
  instance_type = "t4g.nano"
  launch_template {
    id = var.hardened ? aws_launch_template.closed.id : aws_launch_template.open.id
  }
}

resource "aws_instance" "by_stage" {
  for_each      = toset(["test", "production"])
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.by_stage[each.key].id
  }
}

resource "aws_instance" "by_local" {
  for_each      = { quiet = "closed", loud = "open" }
  instance_type = "t4g.nano"
  launch_template {
    id = local.tier[each.value].id
  }
}

resource "aws_instance" "by_dynamic_block" {
  for_each      = { with = [aws_launch_template.closed.id], without = [] }
  ami           = local.image
  instance_type = "t4g.nano"
  dynamic "launch_template" {
    for_each = each.value
    content {
      id = launch_template.value
    }
  }
}

# Its output is known only after apply.
resource "terraform_data" "choice" {
  input = "yes"
}

# Whatever the condition says, it has a profile and no IMDSv1.
resource "aws_instance" "by_unknown_condition" {
  instance_type = "t4g.nano"
  launch_template {
    id = terraform_data.choice.output == "yes" ? aws_launch_template.off.id : aws_launch_template.closed.id
  }
}

# How many blocks there are is known only after apply: none of the first, one of the second.
resource "aws_launch_template" "nobody_knows" {
  for_each    = { no = "never", yes = "yes" }
  name_prefix = "nobody-knows-"
  image_id    = local.image
  dynamic "iam_instance_profile" {
    for_each = terraform_data.choice.output == each.value ? [aws_iam_instance_profile.app.name] : []
    content {
      name = iam_instance_profile.value
    }
  }
}

resource "aws_instance" "by_template_that_nobody_knows" {
  for_each      = aws_launch_template.nobody_knows
  instance_type = "t4g.nano"
  launch_template {
    id = each.value.id
  }
}

# The same with a condition that is settled: an id is never empty.
resource "aws_launch_template" "never" {
  name_prefix = "never-"
  image_id    = local.image
  dynamic "iam_instance_profile" {
    for_each = aws_iam_role.app.unique_id == "" ? [aws_iam_instance_profile.app.name] : []
    content {
      name = iam_instance_profile.value
    }
  }
}
