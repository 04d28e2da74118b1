# Everything in here has a second self in step2/.

provider "aws" {
  region = "eu-west-1"
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role" "app" {
  name               = "replaced-app"
  assume_role_policy = local.trust
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "replaced-"
  role        = aws_iam_role.app.name
}

resource "aws_iam_instance_profile" "first_new" {
  name_prefix = "replaced-first-"
  role        = aws_iam_role.app.name
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_launch_template" "app" {
  name = "replaced-one"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_launch_template" "kept" {
  name_prefix = "replaced-kept-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

resource "aws_autoscaling_group" "by_name" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    name = aws_launch_template.app.name
  }
}

resource "aws_autoscaling_group" "by_id" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.app.id
    version = "$Latest"
  }
}

resource "aws_instance" "new_image" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

resource "aws_instance" "new_image_no_profile" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

resource "aws_instance" "new_image_empty_profile" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

resource "aws_instance" "same_image_no_profile" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.app.name
}

resource "aws_instance" "gains" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_instance" "gains_template" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "terraform_data" "generation" {
  input = "one"
}

resource "aws_instance" "follows" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.first_new.name
  lifecycle {
    replace_triggered_by = [terraform_data.generation]
  }
}

resource "aws_instance" "from_template" {
  launch_template {
    id = aws_launch_template.kept.id
  }
}

resource "aws_instance" "tokens" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  metadata_options {
    http_tokens = "required"
  }
}
