resource "aws_instance" "bastion" {
  ami = 
}
