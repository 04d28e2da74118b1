# The same stack, moved about, with new things beside the old ones.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "app" {
  name_prefix        = "moved-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

moved {
  from = aws_iam_instance_profile.app
  to   = aws_iam_instance_profile.site["north"]
}

resource "aws_iam_instance_profile" "site" {
  for_each    = toset(["north", "south"])
  name_prefix = "moved-"
  role        = each.key == "north" ? aws_iam_role.app.name : null
}

resource "aws_launch_template" "bare" {
  name_prefix = "moved-bare-"
}

resource "aws_launch_template" "with" {
  name_prefix = "moved-with-"
  iam_instance_profile {
    name = aws_iam_instance_profile.site["north"].name
  }
}

moved {
  from = aws_instance.with
  to   = aws_instance.login
}

resource "aws_instance" "login" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.site["north"].name
}

moved {
  from = aws_instance.without
  to   = aws_instance.idle
}

resource "aws_instance" "idle" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

moved {
  from = aws_instance.counted[1]
  to   = module.pool["old"].aws_instance.member
}

module "pool" {
  source   = "./pool"
  for_each = toset(["old", "new"])
  profile  = each.key == "new" ? aws_iam_instance_profile.site["south"].name : null
}

moved {
  from = aws_instance.counted[0]
  to   = aws_instance.keyed["a"]
}

resource "aws_instance" "keyed" {
  for_each             = { a = true, b = true, c = false }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value ? aws_iam_instance_profile.site["north"].name : null
}

moved {
  from = module.web
  to   = module.site
}

module "site" {
  source  = "./web"
  profile = aws_iam_instance_profile.site["north"].name
}

# New machines from templates that exist.
resource "aws_instance" "from_bare" {
  launch_template {
    id = aws_launch_template.bare.id
  }
}

resource "aws_instance" "from_with" {
  launch_template {
    name    = aws_launch_template.with.name
    version = "$Latest"
  }
}

# New, by the name of an old one: known when planning.
resource "aws_launch_template" "new" {
  name_prefix = "moved-new-"
  iam_instance_profile {
    name = aws_iam_instance_profile.site["north"].name
  }
}

resource "aws_autoscaling_group" "new" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.new.id
  }
}

resource "aws_autoscaling_group" "old" {
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.bare.id
  }
}
