terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.machines]
    }
  }
}

resource "aws_launch_template" "this" {
  provider    = aws.machines
  name_prefix = "aliases-pool-"
}

resource "aws_instance" "this" {
  provider = aws.machines
  launch_template {
    id = aws_launch_template.this.id
  }
}
