variable "parts" {
  type    = list(string)
  default = []
}

variable "context" {
  type    = object({ parts = list(string), delimiter = string })
  default = { parts = [], delimiter = "-" }
}

output "id" {
  value = join(var.context.delimiter, compact(concat(var.context.parts, var.parts)))
}

output "context" {
  value = { parts = concat(var.context.parts, var.parts), delimiter = var.context.delimiter }
}
