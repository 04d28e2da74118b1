# Modules that only call modules. Inside of them Terraform writes down a provider for each, and not
# which one of the root module it is.

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "partner"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::210987654321:role/deploy"
  }
}

module "own" {
  source = "./wrapper"
  name   = "wrapped"
  trust  = "ec2.amazonaws.com"
}

# The same names in another account.
module "partner" {
  source    = "./wrapper"
  providers = { aws = aws.partner }
  name      = "wrapped"
  trust     = "lambda.amazonaws.com"
}

module "other" {
  source = "./wrapper"
  name   = "other"
  trust  = "ec2.amazonaws.com"
}

# By text and by reference, from this account.
resource "aws_iam_role_policy_attachment" "by_text" {
  role       = "wrapped"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
  depends_on = [module.own]
}

resource "aws_iam_role_policy_attachment" "by_reference" {
  role       = module.other.role_name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "by_text" {
  name       = "wrapped-by-text"
  role       = "other"
  depends_on = [module.other]
}

resource "aws_instance" "by_text" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "wrapped"
  depends_on           = [module.own]
}

resource "aws_instance" "from_template" {
  launch_template {
    name = "wrapped"
  }
  depends_on = [module.own]
}

resource "aws_instance" "from_template_by_reference" {
  launch_template {
    name = module.other.template_name
  }
}
