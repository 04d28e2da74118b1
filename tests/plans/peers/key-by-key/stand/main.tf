# Makes a profile and a role.
resource "aws_iam_instance_profile" "this" {
  name_prefix = "stand-"
}

output "profile" {
  value = aws_iam_instance_profile.this.name
}

output "both" {
  value = { own = aws_iam_instance_profile.this.name, other = null }
}

resource "aws_iam_role" "this" {
  name_prefix        = "stand-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

# Objects of several kinds of resources, the second of which has the profile under another key.
output "kinds" {
  value = { profile = aws_iam_instance_profile.this.name, role = aws_iam_role.this.arn }
}

output "kinds_without" {
  value = { profile = null, spare = aws_iam_instance_profile.this.name, role = aws_iam_role.this.arn }
}
