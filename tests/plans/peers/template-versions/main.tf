# The second step: a second version of each template, and machines that name versions.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "app-"
}

# Its second version has no profile and requires nothing. Version 1 stays the default.
resource "aws_launch_template" "loosened" {
  name_prefix = "loosened-"
  image_id    = "ami-0aa11bb22cc33dd44"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

# Its second version has a profile and requires tokens, and becomes the default.
resource "aws_launch_template" "tightened" {
  name_prefix            = "tightened-"
  image_id               = "ami-0aa11bb22cc33dd44"
  update_default_version = true
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

# Was made of the first version, and keeps what it has.
resource "aws_instance" "existing" {
  instance_type = "t4g.nano"
  launch_template {
    id = aws_launch_template.loosened.id
  }
}

resource "aws_instance" "loosened_latest" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.loosened.id
    version = "$Latest"
  }
}

resource "aws_instance" "loosened_newest" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.loosened.id
    version = aws_launch_template.loosened.latest_version
  }
}

resource "aws_instance" "tightened_newest" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.tightened.id
    version = aws_launch_template.tightened.latest_version
  }
}

resource "aws_instance" "tightened" {
  for_each      = { latest = "$Latest", default = "$Default" }
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.tightened.id
    version = each.value
  }
}

resource "aws_autoscaling_group" "loosened" {
  for_each           = { latest = "$Latest", default = "$Default", first = "1" }
  availability_zones = ["eu-central-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    id      = aws_launch_template.loosened.id
    version = each.value
  }
}

resource "aws_autoscaling_group" "tightened" {
  for_each           = { latest = "$Latest", default = "$Default", first = "1" }
  availability_zones = ["eu-central-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    id      = aws_launch_template.tightened.id
    version = each.value
  }
}
