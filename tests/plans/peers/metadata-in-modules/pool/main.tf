# A group with a template of its own.
variable "metadata_options" {
  type = object({
    http_endpoint               = optional(string)
    http_tokens                 = optional(string)
    http_put_response_hop_limit = optional(number)
  })
  default = null
}

variable "profile" {
  type    = string
  default = null
}

locals {
  options = var.metadata_options == null ? [] : [var.metadata_options]
}

resource "aws_launch_template" "this" {
  name_prefix = "pool-"
  image_id    = "ami-0aa11bb22cc33dd44"

  dynamic "iam_instance_profile" {
    for_each = var.profile[*]
    content {
      name = iam_instance_profile.value
    }
  }

  dynamic "metadata_options" {
    for_each = local.options
    content {
      http_endpoint               = metadata_options.value.http_endpoint
      http_tokens                 = metadata_options.value.http_tokens
      http_put_response_hop_limit = metadata_options.value.http_put_response_hop_limit
    }
  }
}

resource "aws_autoscaling_group" "this" {
  availability_zones = ["eu-central-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}

resource "aws_instance" "canary" {
  instance_type = "t4g.nano"
  launch_template {
    id      = aws_launch_template.this.id
    version = "$Latest"
  }
}
