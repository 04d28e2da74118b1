# Keys that are no names.

provider "aws" {
  region = "eu-west-1"
}

locals {
  keys = {
    "a.b"                        = true
    "a.b[0]"                     = false
    "with \"quote\""             = true
    "back\\slash"                = false
    "$${not.a.ref}"              = true
    "%%{if}"                     = false
    ""                           = true
    "zwölf ☂"                    = false
    "new\nline"                  = true
    "aws_iam_role.site[\"a.b\"]" = false
  }
}

resource "aws_iam_role" "site" {
  for_each           = local.keys
  name_prefix        = "odd-"
  description        = "site"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = each.value ? "ec2.amazonaws.com" : "lambda.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "site" {
  for_each    = aws_iam_role.site
  name_prefix = "odd-"
  role        = each.value.name
}

resource "aws_iam_role_policy_attachment" "site" {
  for_each   = { for key, role in aws_iam_role.site : key => role if local.keys[key] }
  role       = each.value.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy_attachment" "one" {
  role       = aws_iam_role.site["back\\slash"].name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# Each names one by its key.
resource "aws_instance" "dot" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["a.b"].name
}

resource "aws_instance" "bracket" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["a.b[0]"].name
}

resource "aws_instance" "quote" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["with \"quote\""].name
}

resource "aws_instance" "reference" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["aws_iam_role.site[\"a.b\"]"].name
}

resource "aws_instance" "interpolation" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["$${not.a.ref}"].name
}

resource "aws_instance" "newline" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["new\nline"].name
}

resource "aws_instance" "empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site[""].name
}

# Each its own, by the same key.
resource "aws_instance" "site" {
  for_each             = local.keys
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site[each.key].name
}

module "team" {
  source   = "./team"
  for_each = { "k.1" = aws_iam_instance_profile.site["a.b"].name, "k[\"2\"]" = null }
  profile  = each.value
}

resource "aws_instance" "of_team" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.team["k.1"].profile
}

resource "aws_instance" "of_team_null" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.team["k[\"2\"]"].profile
}
