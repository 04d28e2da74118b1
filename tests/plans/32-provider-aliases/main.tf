# Two regions and two accounts, and equal names in each.

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

provider "aws" {
  alias  = "partner"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::210987654321:role/deploy"
  }
}

locals {
  trust = {
    ec2    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
    lambda = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
  }
}

# The same name twice, in two accounts; only ours trusts EC2 and has a policy.
resource "aws_iam_role" "own" {
  name               = "aliases-app"
  assume_role_policy = local.trust.ec2
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = "aliases-app"
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  depends_on = [aws_iam_role.own]
}

resource "aws_iam_role" "partner" {
  provider           = aws.partner
  name               = "aliases-app"
  assume_role_policy = local.trust.lambda
}

resource "aws_iam_instance_profile" "own" {
  name = "aliases-app"
  role = aws_iam_role.own.name
}

resource "aws_iam_instance_profile" "partner" {
  provider = aws.partner
  name     = "aliases-app"
  role     = aws_iam_role.partner.name
}

# The same template name in two regions; only the one at home has a profile and requires tokens.
resource "aws_launch_template" "home" {
  name = "aliases-app"
  iam_instance_profile {
    name = aws_iam_instance_profile.own.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_launch_template" "west" {
  provider = aws.west
  name     = "aliases-app"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

resource "aws_instance" "home" {
  launch_template {
    name = aws_launch_template.home.name
  }
}

resource "aws_instance" "west" {
  provider = aws.west
  launch_template {
    name = aws_launch_template.west.name
  }
}

# By its text, which has a template of that name in each region.
resource "aws_instance" "west_by_text" {
  provider = aws.west
  launch_template {
    name = "aliases-app"
  }
  depends_on = [aws_launch_template.west]
}

# The resource says its region itself.
resource "aws_instance" "own_region" {
  region = "us-west-2"
  launch_template {
    name = "aliases-app"
  }
  depends_on = [aws_launch_template.west]
}

resource "aws_autoscaling_group" "west" {
  provider           = aws.west
  availability_zones = ["us-west-2a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    name = aws_launch_template.west.name
  }
}

# Profiles belong to the account, not to a region.
resource "aws_instance" "west_with_profile" {
  provider             = aws.west
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.own.name
}

module "default" {
  source  = "./machine"
  profile = aws_iam_instance_profile.own.name
}

module "partner" {
  source    = "./machine"
  providers = { aws = aws.partner }
  profile   = aws_iam_instance_profile.partner.name
}

module "pool" {
  source    = "./pool"
  providers = { aws.machines = aws.west }
}
