resource "aws_launch_template" "loses" {
  name_prefix = "versions-loses-"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_launch_template" "gains" {
  name_prefix = "versions-gains-"
}

resource "aws_launch_template" "moves_default" {
  name_prefix            = "versions-moves-"
  update_default_version = true
}

resource "aws_launch_template" "unchanged" {
  name = "versions-unchanged"
  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }
}
