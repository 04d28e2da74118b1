# What the machines of a group answer to: options of its launch configuration or template.

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
  zones = ["eu-central-1a"]
}

resource "aws_launch_configuration" "options" {
  for_each = {
    enabled_and_required  = { endpoint = "enabled", tokens = "required", hops = null }
    enabled_and_optional  = { endpoint = "enabled", tokens = "optional", hops = null }
    optional              = { endpoint = null, tokens = "optional", hops = null }
    required              = { endpoint = null, tokens = "required", hops = null }
    endpoint_only         = { endpoint = "enabled", tokens = null, hops = null }
    hops_only             = { endpoint = null, tokens = null, hops = 2 }
    disabled              = { endpoint = "disabled", tokens = null, hops = null }
    disabled_and_optional = { endpoint = "disabled", tokens = "optional", hops = null }
  }
  name_prefix   = "options-"
  image_id      = local.image
  instance_type = "t3.nano"
  metadata_options {
    http_endpoint               = each.value.endpoint
    http_tokens                 = each.value.tokens
    http_put_response_hop_limit = each.value.hops
  }
}

resource "aws_launch_configuration" "silent" {
  name_prefix   = "silent-"
  image_id      = local.image
  instance_type = "t3.nano"
}

resource "aws_autoscaling_group" "options" {
  for_each             = aws_launch_configuration.options
  availability_zones   = local.zones
  min_size             = 0
  max_size             = 1
  launch_configuration = each.value.name
}

resource "aws_autoscaling_group" "silent" {
  availability_zones   = local.zones
  min_size             = 0
  max_size             = 1
  launch_configuration = aws_launch_configuration.silent.name
}

resource "aws_launch_template" "required" {
  name_prefix = "required-"
  image_id    = local.image
  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_launch_template" "optional" {
  name_prefix = "optional-"
  image_id    = local.image
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

resource "aws_launch_template" "silent" {
  name_prefix = "silent-"
  image_id    = local.image
}

resource "aws_autoscaling_group" "template_required" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 1
  launch_template {
    id = aws_launch_template.required.id
  }
}

resource "aws_autoscaling_group" "template_silent" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 1
  launch_template {
    id = aws_launch_template.silent.id
  }
}

# The base requires tokens, an override's template does not.
resource "aws_autoscaling_group" "override_optional" {
  availability_zones = local.zones
  min_size           = 0
  max_size           = 1
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.required.id
      }
      override {
        instance_type = "t4g.nano"
        launch_template_specification {
          launch_template_id = aws_launch_template.optional.id
          version            = "$Latest"
        }
      }
    }
  }
}
