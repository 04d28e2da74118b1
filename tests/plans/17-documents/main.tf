# Policies as texts: encoded from objects, rendered from files, with parts that are not known yet.

provider "aws" {
  region = "eu-west-1"
}

variable "services" {
  type    = list(string)
  default = ["ec2", "ssm"]
}

variable "managed" {
  type    = set(string)
  default = ["AdministratorAccess", "ReadOnlyAccess"]
}

data "aws_partition" "current" {}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "documents-logs-"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

# --- trust -----------------------------------------------------------------

resource "aws_iam_role" "for_expression" {
  name_prefix = "documents-for-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for service in var.services : { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "from_file" {
  name_prefix        = "documents-file-"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", { services = ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] })
}

# The bucket's name is part of the text, so that the whole text is known after apply.
resource "aws_iam_role" "unknown_part" {
  name_prefix = "documents-unknown-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "logs.amazonaws.com" }, Condition = { ArnLike = { "aws:SourceArn" = aws_s3_bucket.logs.arn } } },
    ]
  })
}

resource "aws_iam_role" "unknown_principal" {
  name_prefix = "documents-principal-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = aws_vpc.main.id == "" ? "ec2.amazonaws.com" : "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "this" {
  for_each = {
    for_expression    = aws_iam_role.for_expression.name
    from_file         = aws_iam_role.from_file.name
    unknown_part      = aws_iam_role.unknown_part.name
    unknown_principal = aws_iam_role.unknown_principal.name
  }
  name_prefix = "documents-"
  role        = each.value
}

# --- permissions -----------------------------------------------------------

resource "aws_iam_role_policy" "for_expression" {
  name_prefix = "documents-"
  role        = aws_iam_role.for_expression.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:PutObject"], Resource = "${aws_s3_bucket.logs.arn}/*" }]
  })
}

# AdministratorAccess by a template, one of a set.
resource "aws_iam_role_policy_attachment" "from_file" {
  for_each   = var.managed
  role       = aws_iam_role.from_file.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

data "aws_iam_policy" "read_only" {
  arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy_attachment" "unknown_part" {
  role       = aws_iam_role.unknown_part.name
  policy_arn = data.aws_iam_policy.read_only.arn
}

resource "aws_iam_policy" "logs" {
  name_prefix = "documents-logs-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.logs.arn}/*" }]
  })
}

# Which of two policies it is, is known after apply; neither is AdministratorAccess.
resource "aws_iam_role_policy_attachment" "either" {
  role       = aws_iam_role.for_expression.name
  policy_arn = aws_vpc.main.id == "" ? aws_iam_policy.logs.arn : data.aws_iam_policy.read_only.arn
}

resource "aws_instance" "with" {
  for_each             = aws_iam_instance_profile.this
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value.name
}
