resource "aws_iam_role" "this" {
  name               = "reach-elsewhere"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_launch_template" "this" {
  name          = "reach-elsewhere"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
