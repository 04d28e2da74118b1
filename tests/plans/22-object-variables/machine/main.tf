variable "machine" {
  type = object({
    size     = optional(string, "t3.micro")
    profile  = optional(string)
    metadata = optional(object({ tokens = optional(string, "required"), endpoint = optional(string) }), {})
    tags     = optional(map(string), {})
  })
  nullable = false
  default  = { profile = "the-default" }
}

variable "size" {
  type     = string
  nullable = false
  default  = "t3.micro"
}

variable "profile" {
  type    = string
  default = "nobody-takes-this-default"
}

resource "aws_instance" "object" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = var.machine.size
  iam_instance_profile = var.machine.profile
  tags                 = var.machine.tags

  metadata_options {
    http_endpoint = var.machine.metadata.endpoint
    http_tokens   = var.machine.metadata.tokens
  }
}

resource "aws_instance" "value" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = var.size
  iam_instance_profile = var.profile
}
