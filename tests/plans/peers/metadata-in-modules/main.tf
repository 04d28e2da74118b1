# Metadata options as inputs of modules. Eight variants, each as a machine and as a group's template.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_instance_profile" "pool" {
  name_prefix = "pool-"
}

module "machine_tokens_optional" {
  source = "./machine"
  metadata_options = {
    http_tokens = "optional"
  }
}

module "pool_tokens_optional" {
  source = "./pool"
  metadata_options = {
    http_tokens = "optional"
  }
}

module "machine_enabled_and_optional" {
  source = "./machine"
  metadata_options = {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

module "pool_enabled_and_optional" {
  source = "./pool"
  metadata_options = {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

module "machine_other_settings" {
  source = "./machine"
  metadata_options = {
    http_put_response_hop_limit = 2
  }
}

module "pool_other_settings" {
  source = "./pool"
  metadata_options = {
    http_put_response_hop_limit = 2
  }
}

module "machine_silent" {
  source = "./machine"
}

module "pool_silent" {
  source = "./pool"
}

module "machine_endpoint_only" {
  source = "./machine"
  metadata_options = {
    http_endpoint = "enabled"
  }
}

module "pool_endpoint_only" {
  source = "./pool"
  metadata_options = {
    http_endpoint = "enabled"
  }
}

module "machine_enabled_and_required" {
  source = "./machine"
  metadata_options = {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

module "pool_enabled_and_required" {
  source = "./pool"
  metadata_options = {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  profile = aws_iam_instance_profile.pool.name
}

module "machine_required" {
  source = "./machine"
  metadata_options = {
    http_tokens = "required"
  }
}

module "pool_required" {
  source = "./pool"
  metadata_options = {
    http_tokens = "required"
  }
  profile = aws_iam_instance_profile.pool.name
}

module "machine_endpoint_off" {
  source = "./machine"
  metadata_options = {
    http_endpoint = "disabled"
    http_tokens   = "optional"
  }
}

module "pool_endpoint_off" {
  source = "./pool"
  metadata_options = {
    http_endpoint = "disabled"
    http_tokens   = "optional"
  }
}
