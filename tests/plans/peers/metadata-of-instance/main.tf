# Metadata options of an instance.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "tokens" {
  type    = string
  default = "required"
}

variable "unsaid" {
  type    = string
  default = null
}

variable "options" {
  type    = map(string)
  default = { http_tokens = "required" }
}

variable "legacy" {
  type    = bool
  default = false
}

locals {
  image    = "ami-0aa11bb22cc33dd44"
  hardened = { http_endpoint = "enabled", http_tokens = "required" }
}

# Its output is known only after apply.
resource "terraform_data" "choice" {
  input = "required"
}

resource "aws_instance" "endpoint_off" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_instance" "endpoint_off_tokens_optional" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "disabled"
    http_tokens   = "optional"
  }
}

resource "aws_instance" "required" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_instance" "required_only" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "optional_only" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_instance" "optional" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

resource "aws_instance" "silent" {
  ami           = local.image
  instance_type = "t4g.nano"
}

resource "aws_instance" "hops_only" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_put_response_hop_limit = 1
  }
}

resource "aws_instance" "endpoint_only" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "enabled"
  }
}

resource "aws_instance" "unknown_tokens" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = terraform_data.choice.output
  }
}

# Whatever the answer is, nobody needs tokens where nobody answers.
resource "aws_instance" "unknown_tokens_endpoint_off" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_endpoint = "disabled"
    http_tokens   = terraform_data.choice.output
  }
}

resource "aws_instance" "by_variable" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = var.tokens
  }
}

resource "aws_instance" "null_by_variable" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = var.unsaid
  }
}

resource "aws_instance" "by_condition" {
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = var.legacy ? "optional" : "required"
  }
}

resource "aws_instance" "dynamic_from_local" {
  ami           = local.image
  instance_type = "t4g.nano"
  dynamic "metadata_options" {
    for_each = [local.hardened]
    content {
      http_endpoint = metadata_options.value.http_endpoint
      http_tokens   = metadata_options.value.http_tokens
    }
  }
}

resource "aws_instance" "dynamic_with_lookup" {
  ami           = local.image
  instance_type = "t4g.nano"
  dynamic "metadata_options" {
    for_each = length(var.options) > 0 ? [var.options] : []
    content {
      http_endpoint = lookup(metadata_options.value, "http_endpoint", "enabled")
      http_tokens   = lookup(metadata_options.value, "http_tokens", "optional")
    }
  }
}

resource "aws_instance" "dynamic_of_none" {
  ami           = local.image
  instance_type = "t4g.nano"
  dynamic "metadata_options" {
    for_each = var.legacy ? [local.hardened] : []
    content {
      http_tokens = metadata_options.value.http_tokens
    }
  }
}

resource "aws_instance" "per_key" {
  for_each      = { old = "optional", new = "required", unsaid = null }
  ami           = local.image
  instance_type = "t4g.nano"
  metadata_options {
    http_tokens = each.value
  }
}
