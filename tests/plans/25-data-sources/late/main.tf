data "aws_iam_instance_profile" "this" {
  name = "corporate-machines"
}

output "profile_name" {
  value = data.aws_iam_instance_profile.this.name
}

output "nothing" {
  value = data.aws_iam_instance_profile.this.name == "another" ? data.aws_iam_instance_profile.this.name : null
}
