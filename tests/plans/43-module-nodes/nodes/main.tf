variable "name" {
  type = string
}

variable "create_instance_profile" {
  type = bool
}

variable "instance_profile_arn" {
  type = string
}

variable "policies" {
  type = map(string)
}

variable "tokens" {
  type = string
}

data "aws_partition" "current" {}

resource "aws_iam_role" "this" {
  count = var.create_instance_profile ? 1 : 0

  name_prefix        = "nodes-${var.name}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" } }] })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for name, arn in var.policies : name => arn if var.create_instance_profile }

  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}

resource "aws_iam_instance_profile" "this" {
  count = var.create_instance_profile ? 1 : 0

  name_prefix = "nodes-${var.name}-"
  role        = aws_iam_role.this[0].name
}

resource "aws_launch_template" "this" {
  name_prefix = "nodes-${var.name}-"

  iam_instance_profile {
    arn = var.create_instance_profile ? aws_iam_instance_profile.this[0].arn : var.instance_profile_arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.tokens
    http_put_response_hop_limit = 2
  }
}

resource "aws_autoscaling_group" "this" {
  name_prefix        = "nodes-${var.name}-"
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}
