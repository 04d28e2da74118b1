resource "terraform_data" "this" {
  input = "reach-elsewhere"
}

locals {
  template = terraform_data.this.output
}

resource "aws_launch_template" "this" {
  name_prefix = "reach-kept-"
  iam_instance_profile {
    name = "operations"
  }
}

resource "aws_autoscaling_group" "this" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    name = local.template
  }
}
