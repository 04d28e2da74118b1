# One argument, chosen by conditions: some known when planning, some only after apply.

provider "aws" {
  region = "eu-west-1"
}

variable "attach" {
  type    = bool
  default = true
}

variable "detach" {
  type    = bool
  default = false
}

variable "given" {
  type    = string
  default = null
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_iam_role" "app" {
  name_prefix        = "conditionals-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  name_prefix = "conditionals-app-"
  role        = var.attach ? aws_iam_role.app.name : null
}

resource "aws_iam_instance_profile" "other" {
  name_prefix = "conditionals-other-"
  role        = var.detach ? aws_iam_role.app.name : null
}

resource "aws_iam_instance_profile" "never" {
  count       = var.detach ? 1 : 0
  name_prefix = "conditionals-never-"
}

resource "aws_iam_role_policy_attachment" "never" {
  count      = var.detach ? 1 : 0
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

# --- the condition is known ------------------------------------------------

resource "aws_instance" "known_true" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.attach ? aws_iam_instance_profile.app.name : null
}

resource "aws_instance" "known_false" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.detach ? aws_iam_instance_profile.app.name : null
}

resource "aws_instance" "known_false_empty" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.detach ? aws_iam_instance_profile.app.name : ""
}

resource "aws_instance" "given_or_made" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.given != null ? var.given : aws_iam_instance_profile.app.name
}

resource "aws_instance" "given_or_nothing" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.given
}

resource "aws_instance" "nested" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.detach ? null : (var.attach ? aws_iam_instance_profile.app.name : "")
}

# One of the two has no instances, so there is only one thing that it can be.
resource "aws_instance" "one_branch_is_dead" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = var.detach ? aws_iam_instance_profile.never[0].name : aws_iam_instance_profile.app.name
}

resource "aws_instance" "only_branch_is_dead" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = length(aws_iam_instance_profile.never) > 0 ? aws_iam_instance_profile.never[0].name : null
}

# --- the condition is known after apply ------------------------------------

resource "aws_instance" "unknown_true" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_vpc.main.id != "" ? aws_iam_instance_profile.app.name : null
}

resource "aws_instance" "unknown_false" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_vpc.main.id == "" ? aws_iam_instance_profile.app.name : null
}

resource "aws_instance" "unknown_either" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_vpc.main.id == "" ? aws_iam_instance_profile.app.name : aws_iam_instance_profile.other.name
}

resource "aws_instance" "unknown_literals" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_vpc.main.id == "" ? "blue-machines" : "green-machines"
}

# --- templates and metadata options ----------------------------------------

resource "aws_launch_template" "known_false" {
  name_prefix = "conditionals-known-false-"
  iam_instance_profile {
    name = var.detach ? aws_iam_instance_profile.app.name : null
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = var.attach ? "required" : "optional"
  }
}

resource "aws_launch_template" "unknown_false" {
  name_prefix = "conditionals-unknown-false-"
  iam_instance_profile {
    name = aws_vpc.main.id == "" ? aws_iam_instance_profile.app.name : null
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = aws_vpc.main.id == "" ? "required" : "optional"
  }
}

resource "aws_launch_template" "unknown_either" {
  name_prefix = "conditionals-unknown-either-"
  iam_instance_profile {
    name = aws_vpc.main.id == "" ? aws_iam_instance_profile.app.name : aws_iam_instance_profile.other.name
  }
  metadata_options {
    http_endpoint = var.detach ? "enabled" : "disabled"
  }
}

# Which template it is, is known after apply; one of them has a profile, the other has none.
resource "aws_instance" "template_unknown" {
  launch_template {
    id = aws_vpc.main.id == "" ? aws_launch_template.unknown_either.id : aws_launch_template.known_false.id
  }
}

resource "aws_instance" "template_known" {
  launch_template {
    id = var.attach ? aws_launch_template.unknown_either.id : aws_launch_template.known_false.id
  }
}
