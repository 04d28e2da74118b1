# Names from a module that only makes names: all of them are known when planning, and resources two
# modules deep are joined by them.

provider "aws" {
  region = "eu-west-1"
}

module "label" {
  source = "./label"
  parts  = ["acme", "test"]
}

module "web" {
  source  = "./service"
  context = module.label.context
  name    = "web"
  managed = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
}

module "batch" {
  source  = "./service"
  context = module.label.context
  name    = "batch"
}

# By the same label again, and not by reference.
resource "aws_iam_role_policy_attachment" "by_label" {
  role       = "${module.label.id}-batch"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
  depends_on = [module.batch]
}

resource "aws_instance" "by_label" {
  for_each             = toset(["web", "batch", "elsewhere"])
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = "${module.label.id}-${each.key}"
  depends_on           = [module.web, module.batch]
}
