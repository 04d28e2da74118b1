# Policies made of policy documents: known, deferred, joined and overridden.

provider "aws" {
  region = "eu-west-1"
}

variable "services" {
  type    = list(string)
  default = ["ec2.amazonaws.com"]
}

resource "aws_s3_bucket" "data" {
  bucket_prefix = "documents-"
}

# --- trust, known ----------------------------------------------------------

data "aws_iam_policy_document" "ec2" {
  statement {
    sid     = "Machines"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = var.services
    }
  }
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "both" {
  source_policy_documents = [data.aws_iam_policy_document.ec2.json, data.aws_iam_policy_document.lambda.json]
}

# The statement of the same name is replaced: machines are not trusted any more.
data "aws_iam_policy_document" "overridden" {
  source_policy_documents = [data.aws_iam_policy_document.ec2.json]
  override_policy_documents = [jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Machines", Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })]
}

data "aws_iam_policy_document" "denied" {
  source_policy_documents = [data.aws_iam_policy_document.ec2.json]
  statement {
    effect  = "Deny"
    actions = ["sts:*"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = ["ec2.amazonaws.com", "ssm.amazonaws.com"]
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "Service"
        identifiers = [statement.value]
      }
    }
  }
}

# --- trust, deferred -------------------------------------------------------

data "aws_iam_policy_document" "deferred" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.data.arn]
    }
  }
}

# Everything is known, and it is read when applying all the same.
data "aws_iam_policy_document" "waits" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
  depends_on = [aws_s3_bucket.data]
}

data "aws_iam_policy_document" "deferred_source" {
  source_policy_documents = [data.aws_iam_policy_document.deferred.json]
}

data "aws_iam_policy_document" "deferred_override" {
  source_policy_documents   = [data.aws_iam_policy_document.ec2.json]
  override_policy_documents = [data.aws_iam_policy_document.waits.json]
}

resource "aws_iam_role" "this" {
  for_each = {
    ec2               = data.aws_iam_policy_document.ec2.json
    lambda            = data.aws_iam_policy_document.lambda.json
    both              = data.aws_iam_policy_document.both.json
    overridden        = data.aws_iam_policy_document.overridden.json
    denied            = data.aws_iam_policy_document.denied.json
    dynamic           = data.aws_iam_policy_document.dynamic.json
    deferred_by_local = data.aws_iam_policy_document.deferred.json
  }
  name_prefix        = "documents-"
  description        = each.key
  assume_role_policy = each.value
}

resource "aws_iam_role" "deferred" {
  name_prefix        = "documents-deferred-"
  assume_role_policy = data.aws_iam_policy_document.deferred.json
}

resource "aws_iam_role" "waits" {
  name_prefix        = "documents-waits-"
  assume_role_policy = data.aws_iam_policy_document.waits.json
}

resource "aws_iam_role" "deferred_source" {
  name_prefix        = "documents-source-"
  assume_role_policy = data.aws_iam_policy_document.deferred_source.json
}

resource "aws_iam_role" "deferred_override" {
  name_prefix        = "documents-override-"
  assume_role_policy = data.aws_iam_policy_document.deferred_override.json
}

resource "aws_iam_role" "minified" {
  name_prefix        = "documents-minified-"
  assume_role_policy = data.aws_iam_policy_document.waits.minified_json
}

resource "aws_iam_instance_profile" "this" {
  for_each    = aws_iam_role.this
  name_prefix = "documents-"
  role        = each.value.name
}

resource "aws_iam_instance_profile" "deferred" {
  name_prefix = "documents-deferred-"
  role        = aws_iam_role.deferred.name
}

resource "aws_iam_instance_profile" "waits" {
  name_prefix = "documents-waits-"
  role        = aws_iam_role.waits.name
}

resource "aws_iam_instance_profile" "deferred_source" {
  name_prefix = "documents-source-"
  role        = aws_iam_role.deferred_source.name
}

resource "aws_iam_instance_profile" "deferred_override" {
  name_prefix = "documents-override-"
  role        = aws_iam_role.deferred_override.name
}

resource "aws_iam_instance_profile" "minified" {
  name_prefix = "documents-minified-"
  role        = aws_iam_role.minified.name
}

# --- permissions -----------------------------------------------------------

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.data.arn}/*"]
  }
}

resource "aws_iam_role_policy" "ec2" {
  name_prefix = "documents-"
  role        = aws_iam_role.this["ec2"].name
  policy      = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy" "deferred" {
  name_prefix = "documents-"
  role        = aws_iam_role.deferred.id
  policy      = data.aws_iam_policy_document.read.json
}

resource "aws_iam_policy" "read" {
  name_prefix = "documents-read-"
  policy      = data.aws_iam_policy_document.read.json
}

resource "aws_iam_policy_attachment" "read" {
  name       = "documents-read"
  policy_arn = aws_iam_policy.read.arn
  roles      = [aws_iam_role.waits.name, aws_iam_role.minified.name]
}
