# A web shop: machines in a group, one host to log in to, and one that builds software.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { team = "shop" }
  }
}

variable "image" {
  type    = string
  default = "ami-0a1b2c3d4e5f60718"
}

variable "build_may_deploy" {
  type    = bool
  default = true
}

# The machines of the shop. The module makes a launch template; the profile goes in as a variable.
module "web" {
  source = "./modules/machines"

  name    = "shop-web"
  image   = var.image
  profile = var.web_profile
}

resource "aws_autoscaling_group" "web" {
  name               = "shop-web"
  availability_zones = ["eu-central-1a", "eu-central-1b"]
  min_size           = 2
  max_size           = 6

  launch_template {
    id      = module.web.template_id
    version = "$Latest"
  }
}

resource "aws_iam_role" "web" {
  name               = "shop-web"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "web_session_manager" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "web" {
  role = aws_iam_role.web.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

# The host to log in to. Nobody gave it a profile.
resource "aws_instance" "bastion" {
  ami           = var.image
  instance_type = "t3.micro"

  metadata_options {
    http_tokens = "required"
  }

  tags = { purpose = "login" }
}

# The machine that builds. Whether it has a profile hangs on a condition.
resource "aws_instance" "build" {
  ami                  = var.image
  instance_type        = "c7i.4xlarge"
  iam_instance_profile = var.build_may_deploy ? aws_iam_instance_profile.build.name : null

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 200
    encrypted   = true
  }
  ebs_block_device {
    device_name = "/dev/sdg"
    volume_size = 500
  }
}

resource "aws_iam_role" "build" {
  name               = "shop-build"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "build_deploys" {
  role       = aws_iam_role.build.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_instance_profile" "build" {
  role = aws_iam_role.build.name
}
