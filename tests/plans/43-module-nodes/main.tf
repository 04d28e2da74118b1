# Nodes of a cluster: managed ones, for which the service makes the profile, and a group of our
# own, for which a module makes it.

provider "aws" {
  region = "eu-west-1"
}

module "cluster" {
  source = "./cluster"

  managed = {
    default  = {}
    template = { use_template = true }
  }

  own = {
    general = { policies = { worker = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", registry = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly" } }
    borrow  = { create_instance_profile = false, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/nodes" }
    bare    = { create_instance_profile = false }
  }
}
