profile = "operations"
tokens  = "required"
image   = "ami-0fedcba9876543210"
service = "ec2.amazonaws.com"
