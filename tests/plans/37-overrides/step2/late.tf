# A group that is new beside templates that exist: their ids and names are known.
resource "aws_autoscaling_group" "late" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
        version            = "$Latest"
      }
      dynamic "override" {
        for_each = { "m6g.large" = aws_launch_template.arm.id, "m7g.large" = aws_launch_template.arm_bare.id }
        content {
          instance_type = override.key
          launch_template_specification {
            launch_template_id = override.value
            version            = "$Latest"
          }
        }
      }
    }
  }
}

resource "aws_autoscaling_group" "late_good" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.base.id
        version            = "1"
      }
      override {
        instance_type = "m6g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.arm.id
          version            = aws_launch_template.arm.latest_version
        }
      }
    }
  }
}
