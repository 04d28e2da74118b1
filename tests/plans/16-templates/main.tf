# Names that are put together, taken apart and changed on their way.

provider "aws" {
  region = "eu-west-1"
}

variable "stage" {
  type    = string
  default = "test"
}

variable "blank" {
  type    = string
  default = "  "
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_iam_role" "app" {
  name               = "templates-app-${var.stage}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" } }] })
}

# Named after a role whose name is known, and after one whose name is not.
resource "aws_iam_instance_profile" "known" {
  name = "templates-app-${var.stage}"
  role = format("%s-%s", "templates-app", var.stage)
}

resource "aws_iam_instance_profile" "generated" {
  name_prefix = "templates-generated-"
  role        = "${aws_iam_role.app.name}"
}

resource "aws_iam_instance_profile" "no_role" {
  name_prefix = "templates-no-role-"
  role        = trimspace(var.blank)
}

resource "aws_instance" "only_interpolation" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${aws_iam_instance_profile.generated.name}"
}

resource "aws_instance" "known_name" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "templates-app-${var.stage}"
}

resource "aws_instance" "elsewhere" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = join("-", ["templates", "made-elsewhere", var.stage])
}

resource "aws_instance" "name_out_of_arn" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = element(split("/", aws_iam_instance_profile.generated.arn), 1)
}

resource "aws_instance" "name_by_regex" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = regex("[^/]+$", aws_iam_instance_profile.generated.arn)
}

resource "aws_instance" "lower" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = lower(aws_iam_instance_profile.generated.name)
}

resource "aws_instance" "directive_on" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "%{if var.stage == "test"}${aws_iam_instance_profile.generated.name}%{endif}"
}

resource "aws_instance" "directive_off" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "%{if var.stage == "production"}${aws_iam_instance_profile.generated.name}%{endif}"
}

resource "aws_instance" "blank" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = trimspace(var.blank)
}

resource "aws_launch_template" "arn_by_hand" {
  name_prefix = "templates-arn-"
  iam_instance_profile {
    arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/${aws_iam_instance_profile.known.name}"
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = lower("REQUIRED")
  }
}

resource "aws_launch_template" "arn_of_generated" {
  name_prefix = "templates-arn-generated-"
  iam_instance_profile {
    arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/${aws_iam_instance_profile.generated.name}"
  }
}

resource "aws_launch_template" "directive_off" {
  name_prefix = "templates-off-"
  iam_instance_profile {
    name = "%{if var.stage == "production"}${aws_iam_instance_profile.generated.name}%{endif}"
  }
}

resource "aws_launch_configuration" "arn" {
  name_prefix          = "templates-"
  image_id             = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${aws_iam_instance_profile.generated.arn}"
}

resource "aws_instance" "template_name" {
  launch_template {
    name    = "${aws_launch_template.arn_of_generated.name}"
    version = "${aws_launch_template.arn_of_generated.latest_version}"
  }
}
