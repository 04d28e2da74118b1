variable "enabled" {
  default = "true"
}

variable "create_profile" {
  default = "true"
}

variable "name" {}

variable "instance_profile" {
  default = ""
}

locals {
  made    = "${var.enabled == "true" && var.create_profile == "true" && var.instance_profile == "" ? 1 : 0}"
  profile = "${var.instance_profile != "" ? var.instance_profile : join("", aws_iam_instance_profile.default.*.name)}"
}

resource "aws_iam_role" "default" {
  count              = "${local.made}"
  name               = "old-${var.name}"
  assume_role_policy = "${join("", data.aws_iam_policy_document.default.*.json)}"
}

data "aws_iam_policy_document" "default" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "default" {
  count  = "${local.made}"
  name   = "old-${var.name}"
  role   = "${aws_iam_role.default.*.id[count.index]}"
  policy = <<EOT
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" }]
}
EOT
}

resource "aws_iam_instance_profile" "default" {
  count       = "${local.made}"
  name_prefix = "old-${var.name}-"
  role        = "${element(concat(aws_iam_role.default.*.name, tolist([""])), 0)}"
}

resource "aws_instance" "default" {
  count                = "${var.enabled == "true" ? 1 : 0}"
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${local.profile}"
}

resource "aws_launch_configuration" "default" {
  count                = "${var.enabled == "true" ? 1 : 0}"
  name_prefix          = "old-${var.name}-"
  image_id             = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${element(concat(aws_iam_instance_profile.default.*.name, tolist([var.instance_profile])), 0)}"
}

resource "aws_autoscaling_group" "default" {
  count                = "${var.enabled == "true" ? 1 : 0}"
  availability_zones   = ["eu-west-1a"]
  min_size             = "0"
  max_size             = "2"
  launch_configuration = "${join("", aws_launch_configuration.default.*.name)}"
}

output "profile" {
  value = "${join("", aws_iam_instance_profile.default.*.name)}"
}
