# A machine as modules of a registry make it: the options come as one input, a block is made of it.
variable "metadata_options" {
  type    = map(string)
  default = {}
}

resource "aws_instance" "this" {
  ami           = "ami-0aa11bb22cc33dd44"
  instance_type = "t4g.nano"

  dynamic "metadata_options" {
    for_each = length(var.metadata_options) == 0 ? [] : [var.metadata_options]
    content {
      http_endpoint               = try(metadata_options.value["http_endpoint"], null)
      http_tokens                 = try(metadata_options.value["http_tokens"], null)
      http_put_response_hop_limit = try(tonumber(metadata_options.value["http_put_response_hop_limit"]), null)
    }
  }
}
