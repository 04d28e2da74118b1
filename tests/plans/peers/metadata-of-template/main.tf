# Metadata options of a launch template.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "legacy" {
  type    = bool
  default = false
}

locals {
  image    = "ami-0aa11bb22cc33dd44"
  hardened = { http_tokens = "required" }
}

resource "terraform_data" "choice" {
  input = "required"
}

resource "aws_launch_template" "silent" {
  name_prefix = "silent-"
  image_id    = local.image
}

resource "aws_launch_template" "required" {
  name_prefix = "required-"
  image_id    = local.image
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_launch_template" "required_only" {
  name_prefix = "required-only-"
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

resource "aws_launch_template" "optional_only" {
  name_prefix = "optional-only-"
  image_id    = local.image
  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_launch_template" "endpoint_off" {
  name_prefix = "endpoint-off-"
  image_id    = local.image
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_launch_template" "endpoint_only" {
  name_prefix = "endpoint-only-"
  image_id    = local.image
  metadata_options {
    http_endpoint = "enabled"
  }
}

resource "aws_launch_template" "hops_only" {
  name_prefix = "hops-only-"
  image_id    = local.image
  metadata_options {
    http_put_response_hop_limit = 2
  }
}

resource "aws_launch_template" "unknown_tokens" {
  name_prefix = "unknown-tokens-"
  image_id    = local.image
  metadata_options {
    http_tokens = terraform_data.choice.output
  }
}

resource "aws_launch_template" "dynamic_from_local" {
  name_prefix = "dynamic-from-local-"
  image_id    = local.image
  dynamic "metadata_options" {
    for_each = [local.hardened]
    content {
      http_tokens = metadata_options.value.http_tokens
    }
  }
}

resource "aws_launch_template" "dynamic_of_none" {
  name_prefix = "dynamic-of-none-"
  image_id    = local.image
  dynamic "metadata_options" {
    for_each = var.legacy ? [local.hardened] : []
    content {
      http_tokens = metadata_options.value.http_tokens
    }
  }
}

resource "aws_launch_template" "counted" {
  count       = 2
  name_prefix = "counted-"
  image_id    = local.image
  metadata_options {
    http_tokens = count.index == 0 ? "required" : "optional"
  }
}
