# Nobody writes an argument, and something else sets what it would have set.

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "provisioned" {
  name_prefix        = "left-out-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })

  provisioner "local-exec" {
    command = "sh ./attach.sh ${self.name}"
  }
}

resource "aws_iam_role" "bare" {
  name_prefix        = "left-out-bare-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "provisioned" {
  name_prefix = "left-out-"
  role        = aws_iam_role.provisioned.name
}

resource "aws_iam_instance_profile" "bare" {
  name_prefix = "left-out-bare-"
  role        = aws_iam_role.bare.name
}

resource "aws_instance" "provisioned" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  provisioner "local-exec" {
    command = "sh ./attach.sh ${self.id}"
  }
}

# From another resource, where not even the machine says so.
resource "aws_instance" "from_beside" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "terraform_data" "attach" {
  triggers_replace = [aws_instance.from_beside.id]

  provisioner "local-exec" {
    command = "sh ./attach.sh ${aws_instance.from_beside.id}"
  }
}

resource "aws_instance" "bare" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
