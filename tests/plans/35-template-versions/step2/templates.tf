resource "aws_launch_template" "loses" {
  name_prefix = "versions-loses-"
}

resource "aws_launch_template" "gains" {
  name_prefix = "versions-gains-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_launch_template" "moves_default" {
  name_prefix            = "versions-moves-"
  update_default_version = true
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}

# A new description makes a new version that is like the old one.
resource "aws_launch_template" "unchanged" {
  name        = "versions-unchanged"
  description = "for the night shift"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}
