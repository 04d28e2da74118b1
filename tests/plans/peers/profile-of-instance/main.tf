# The profile argument of an instance in every form that it is written in.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "nobody" {
  type    = string
  default = null
}

variable "blank" {
  type    = string
  default = ""
}

variable "in_production" {
  type    = bool
  default = true
}

variable "stage" {
  type    = string
  default = "test"
}

locals {
  image = "ami-0aa11bb22cc33dd44"
  by_stage = {
    test       = null
    production = aws_iam_instance_profile.reader.name
  }
  reader = { profile = aws_iam_instance_profile.reader }
}

resource "aws_iam_role" "reader" {
  name_prefix = "reader-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# Its name is known only after apply.
resource "aws_iam_instance_profile" "reader" {
  name_prefix = "reader-"
  role        = aws_iam_role.reader.name
}

# Its name is known at once.
resource "aws_iam_instance_profile" "writer" {
  name = "writer"
  role = aws_iam_role.reader.name
}

resource "aws_iam_instance_profile" "optional" {
  count       = var.in_production ? 0 : 1
  name_prefix = "optional-"
  role        = aws_iam_role.reader.name
}

resource "aws_instance" "attached" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.reader.name
}

resource "aws_instance" "attached_by_known_name" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.writer.name
}

resource "aws_instance" "attached_by_id" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.reader.id
}

resource "aws_instance" "attached_by_arn" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.reader.arn
}

resource "aws_instance" "left_out" {
  ami           = local.image
  instance_type = "t4g.nano"
}

resource "aws_instance" "null_literal" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = null
}

resource "aws_instance" "empty_text" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = ""
}

resource "aws_instance" "null_by_variable" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.nobody
}

resource "aws_instance" "empty_by_variable" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.blank
}

resource "aws_instance" "name_of_nothing_here" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = "made-by-somebody-else"
}

# The condition holds: the first answer.
resource "aws_instance" "condition_holds" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.in_production ? aws_iam_instance_profile.reader.name : null
}

# The condition does not hold: null.
resource "aws_instance" "condition_fails" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.in_production ? null : aws_iam_instance_profile.reader.name
}

# Both answers are profiles.
resource "aws_instance" "condition_of_two" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = var.in_production ? aws_iam_instance_profile.writer.name : aws_iam_instance_profile.reader.name
}

# Its output is known only after apply.
resource "terraform_data" "choice" {
  input = "yes"
}

# Whether the condition holds is known only after apply.
resource "aws_instance" "condition_unknown" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = terraform_data.choice.output == "yes" ? null : aws_iam_instance_profile.reader.name
}

# The profile that it names is not made.
resource "aws_instance" "count_of_none" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = one(aws_iam_instance_profile.optional[*].name)
}

resource "aws_instance" "try_then_null" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = try(aws_iam_instance_profile.optional[0].name, null)
}

resource "aws_instance" "coalesced" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = coalesce(var.nobody, aws_iam_instance_profile.reader.name)
}

resource "aws_instance" "local_given" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = local.reader.profile.name
}

resource "aws_instance" "local_null" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = local.by_stage[var.stage]
}

resource "aws_instance" "local_of_production" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = lookup(local.by_stage, "production", null)
}

resource "aws_spot_instance_request" "left_out" {
  ami           = local.image
  instance_type = "t4g.nano"
}

resource "aws_spot_instance_request" "attached" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = aws_iam_instance_profile.reader.name
}

resource "aws_launch_template" "left_out" {
  name_prefix = "left-out-"
  image_id    = local.image
}

resource "aws_launch_template" "attached" {
  name_prefix = "attached-"
  image_id    = local.image
  iam_instance_profile {
    name = aws_iam_instance_profile.reader.name
  }
}

# A request that names a template does not use it.
resource "aws_spot_instance_request" "by_template" {
  ami           = local.image
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.attached.id
  }
}

resource "aws_launch_configuration" "left_out" {
  name_prefix   = "left-out-"
  image_id      = local.image
  instance_type = "t3.nano"
}

resource "aws_launch_configuration" "attached" {
  name_prefix          = "attached-"
  image_id             = local.image
  instance_type        = "t3.nano"
  iam_instance_profile = aws_iam_instance_profile.reader.arn
}

# One plan with three launch surfaces, all with names that are known.
resource "aws_instance" "listed" {
  ami                  = local.image
  instance_type        = "t4g.nano"
  iam_instance_profile = "house-profile"
}

resource "aws_launch_configuration" "listed" {
  name_prefix          = "listed-"
  image_id             = local.image
  instance_type        = "t3.nano"
  iam_instance_profile = "house-profile-2"
}

resource "aws_launch_template" "listed" {
  name_prefix = "listed-"
  image_id    = local.image
  iam_instance_profile {
    name = "house-profile-3"
  }
}
