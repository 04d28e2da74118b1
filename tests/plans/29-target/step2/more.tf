resource "aws_iam_role_policy_attachment" "batch" {
  role       = aws_iam_role.batch.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_launch_template" "late" {
  name_prefix = "target-late-"
}

resource "aws_instance" "late" {
  launch_template {
    id = aws_launch_template.late.id
  }
}

resource "aws_instance" "later" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.batch.name
}
