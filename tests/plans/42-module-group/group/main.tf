variable "name" {
  type = string
}

variable "create" {
  type    = bool
  default = true
}

variable "create_launch_template" {
  type    = bool
  default = true
}

variable "launch_template_id" {
  type    = string
  default = null
}

variable "launch_template_version" {
  type    = string
  default = null
}

variable "create_iam_instance_profile" {
  type    = bool
  default = false
}

variable "iam_instance_profile_arn" {
  type    = string
  default = null
}

variable "iam_instance_profile_name" {
  type    = string
  default = null
}

variable "metadata_options" {
  type    = map(string)
  default = {}
}

variable "use_mixed_instances_policy" {
  type    = bool
  default = false
}

variable "overrides" {
  type    = list(map(string))
  default = []
}

locals {
  launch_template_id      = var.create && var.create_launch_template ? aws_launch_template.this[0].id : var.launch_template_id
  launch_template_version = var.create && var.create_launch_template && var.launch_template_version == null ? aws_launch_template.this[0].latest_version : var.launch_template_version

  iam_instance_profile_arn  = var.create && var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].arn : var.iam_instance_profile_arn
  iam_instance_profile_name = !var.create_iam_instance_profile && var.iam_instance_profile_arn == null ? var.iam_instance_profile_name : null
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template ? 1 : 0

  name_prefix = "${var.name}-"

  dynamic "iam_instance_profile" {
    for_each = local.iam_instance_profile_arn != null || local.iam_instance_profile_name != null ? [1] : []
    content {
      arn  = local.iam_instance_profile_arn
      name = local.iam_instance_profile_name
    }
  }

  dynamic "metadata_options" {
    for_each = length(var.metadata_options) > 0 ? [var.metadata_options] : []
    content {
      http_endpoint = try(metadata_options.value.http_endpoint, null)
      http_tokens   = try(metadata_options.value.http_tokens, null)
    }
  }
}

resource "aws_autoscaling_group" "this" {
  count = var.create ? 1 : 0

  name_prefix        = "${var.name}-"
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2

  dynamic "launch_template" {
    for_each = var.use_mixed_instances_policy ? [] : [1]
    content {
      id      = local.launch_template_id
      version = local.launch_template_version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [1] : []
    content {
      launch_template {
        launch_template_specification {
          launch_template_id = local.launch_template_id
          version            = local.launch_template_version
        }
        dynamic "override" {
          for_each = var.overrides
          content {
            instance_type = try(override.value.instance_type, null)
            dynamic "launch_template_specification" {
              for_each = can(override.value.launch_template_id) ? [override.value.launch_template_id] : []
              content {
                launch_template_id = launch_template_specification.value
              }
            }
          }
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  name_prefix        = "${var.name}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  name_prefix = "${var.name}-"
  role        = aws_iam_role.this[0].name
}

output "launch_template_id" {
  value = try(aws_launch_template.this[0].id, null)
}

output "iam_instance_profile_name" {
  value = try(aws_iam_instance_profile.this[0].name, null)
}
