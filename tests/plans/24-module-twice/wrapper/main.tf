module "web" {
  source = "../service"
  name   = "wrapped-web"
}

module "batch" {
  source  = "../service"
  name    = "web"
  profile = module.web.profile_name
}

output "web_profile" {
  value = module.web.profile_name
}
