variable "managed" {
  type = map(object({ use_template = optional(bool, false) }))
}

variable "own" {
  type = map(object({
    create_instance_profile = optional(bool, true)
    instance_profile_arn    = optional(string)
    policies                = optional(map(string), {})
    tokens                  = optional(string, "required")
  }))
}

resource "aws_iam_role" "managed" {
  name_prefix        = "nodes-managed-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"])

  role       = aws_iam_role.managed.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_launch_template" "managed" {
  for_each = { for name, group in var.managed : name => group if group.use_template }

  name_prefix = "nodes-${each.key}-"
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 2
  }
}

resource "aws_eks_node_group" "managed" {
  for_each = var.managed

  cluster_name    = "made-elsewhere"
  node_group_name = each.key
  node_role_arn   = aws_iam_role.managed.arn
  subnet_ids      = ["subnet-0123456789abcdef0"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }

  dynamic "launch_template" {
    for_each = each.value.use_template ? [1] : []
    content {
      id      = aws_launch_template.managed[each.key].id
      version = aws_launch_template.managed[each.key].latest_version
    }
  }
}

module "own" {
  source   = "../nodes"
  for_each = var.own

  name                    = each.key
  create_instance_profile = try(each.value.create_instance_profile, true)
  instance_profile_arn    = each.value.instance_profile_arn
  policies                = each.value.policies
  tokens                  = each.value.tokens
}
