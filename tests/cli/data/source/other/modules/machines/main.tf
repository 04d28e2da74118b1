variable "name" {
  type = string
}

variable "image" {
  type = string
}

variable "profile" {
  type = string
}

resource "aws_launch_template" "this" {
  name_prefix   = "${var.name}-"
  image_id      = var.image
  instance_type = "m7g.large"

  iam_instance_profile {
    name = var.profile
  }

  metadata_options {
    http_tokens = "required"
  }
}

output "template_id" {
  value = aws_launch_template.this.id
}
