# One module called twice under two names, with equal resources inside that differ in what they
# are given.

provider "aws" {
  region = "eu-west-1"
}

module "web" {
  source  = "./service"
  name    = "web"
  profile = module.batch.profile_name
}

module "batch" {
  source  = "./service"
  name    = "batch"
  managed = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

# Called again by a module in between, where the names are the same as above.
module "wrapped" {
  source = "./wrapper"
}

resource "aws_instance" "crossed" {
  for_each = {
    web   = module.batch.profile_name
    batch = module.web.profile_name
  }
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = each.value
}

resource "aws_instance" "last_resort" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = module.wrapped.web_profile != null ? module.wrapped.web_profile : module.web.profile_name
}
