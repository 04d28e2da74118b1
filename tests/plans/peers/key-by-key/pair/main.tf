# Two machines, each with its own part of one input.
variable "profiles" {
  type = object({ web = optional(string), batch = optional(string) })
}

resource "aws_instance" "web" {
  ami                  = "ami-0aa11bb22cc33dd44"
  instance_type        = "t4g.nano"
  iam_instance_profile = var.profiles.web
}

resource "aws_instance" "batch" {
  ami                  = "ami-0aa11bb22cc33dd44"
  instance_type        = "t4g.nano"
  iam_instance_profile = var.profiles["batch"]
}

resource "aws_launch_template" "batch" {
  name_prefix = "batch-"
  image_id    = "ami-0aa11bb22cc33dd44"
  iam_instance_profile {
    name = var.profiles.batch
  }
}
