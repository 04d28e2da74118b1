# Counted things that take from counted things, with arithmetic on the index.

provider "aws" {
  region = "eu-west-1"
}

variable "sizes" {
  type    = list(string)
  default = ["t3.small", "t3.medium", "t3.large"]
}

variable "named" {
  type    = list(string)
  default = ["operations", "", "build"]
}

resource "aws_iam_role" "pair" {
  count              = 2
  name_prefix        = "count-${count.index}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = count.index == 0 ? "ec2.amazonaws.com" : "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "first" {
  count      = 1
  role       = aws_iam_role.pair[count.index].name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "pair" {
  count       = 2
  name_prefix = "count-${count.index}-"
  role        = aws_iam_role.pair[count.index].name
}

resource "aws_iam_instance_profile" "last_role" {
  name_prefix = "count-last-"
  role        = aws_iam_role.pair[length(aws_iam_role.pair) - 1].name
}

resource "aws_instance" "same" {
  count                = 2
  ami                  = "ami-0123456789abcdef0"
  instance_type        = var.sizes[count.index]
  iam_instance_profile = aws_iam_instance_profile.pair[count.index].name
}

# More machines than profiles.
resource "aws_instance" "around" {
  count                = 3
  ami                  = "ami-0123456789abcdef0"
  instance_type        = var.sizes[count.index]
  iam_instance_profile = aws_iam_instance_profile.pair[count.index % 2].name
}

resource "aws_instance" "first_only" {
  count                = 2
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = count.index == 0 ? aws_iam_instance_profile.pair[0].name : null
}

resource "aws_instance" "named" {
  count                = length(var.named)
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.named[count.index]
}

resource "aws_instance" "named_shifted" {
  count                = length(var.named)
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.named[(count.index + 1) % length(var.named)]
}

resource "aws_launch_template" "pair" {
  count       = 2
  name_prefix = "count-${count.index}-"
  iam_instance_profile {
    arn = aws_iam_instance_profile.pair[count.index].arn
  }
}

resource "aws_launch_template" "bare" {
  count       = 1
  name_prefix = "count-bare-"
}

resource "aws_instance" "from_pair" {
  count = 2
  launch_template {
    id = aws_launch_template.pair[count.index].id
  }
}

# One has a template with a profile, the other one without.
resource "aws_instance" "from_either" {
  count = 2
  launch_template {
    id = concat(aws_launch_template.bare[*].id, aws_launch_template.pair[*].id)[count.index]
  }
}
