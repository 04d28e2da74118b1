# Things that go by another key than their own. The plan records the things and "the key".

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "pair" {
  count              = 2
  name_prefix        = "key-${count.index}-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "first" {
  role       = aws_iam_role.pair[0].name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

# Crosswise: 0 has the role 1, and 1 has the role 0.
resource "aws_iam_instance_profile" "crossed" {
  count       = 2
  name_prefix = "key-${count.index}-"
  role        = aws_iam_role.pair[(count.index + 1) % 2].name
}

resource "aws_launch_template" "pair" {
  count       = 2
  name_prefix = "key-${count.index}-"
  iam_instance_profile {
    name = count.index == 0 ? aws_iam_instance_profile.crossed[0].name : null
  }
}

resource "aws_launch_template" "with" {
  name_prefix = "key-with-"
  iam_instance_profile {
    name = aws_iam_instance_profile.crossed[0].name
  }
}

# By key, with a profile and without.
resource "aws_launch_template" "site" {
  for_each    = { north = true, south = false }
  name_prefix = "key-${each.key}-"

  dynamic "iam_instance_profile" {
    for_each = each.value ? ["operations"] : []
    content {
      name = iam_instance_profile.value
    }
  }
}

resource "aws_instance" "other_site" {
  for_each = toset(["north", "south"])
  launch_template {
    id = one([for site, template in aws_launch_template.site : template.id if site != each.key])
  }
}

resource "aws_autoscaling_group" "other_site" {
  for_each           = { north = "south", south = "north" }
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 2
  launch_template {
    id = aws_launch_template.site[lookup({ north = "south", south = "north" }, each.key)].id
  }
}

# One that is what it looks like.
resource "aws_instance" "own_site" {
  for_each = toset(["north", "south"])
  launch_template {
    id = aws_launch_template.site[each.key].id
  }
}
