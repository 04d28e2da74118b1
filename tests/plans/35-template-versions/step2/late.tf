# New, beside templates that exist and change.
resource "aws_autoscaling_group" "late_default" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.loses.id
  }
}

resource "aws_autoscaling_group" "late_latest" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id      = aws_launch_template.loses.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "late_unchanged" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.unchanged.id
  }
}
