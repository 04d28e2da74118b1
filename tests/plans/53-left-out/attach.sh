#!/bin/sh
# Stands for a program that gives a machine its profile, or a role a policy, by the service's API:
#   aws ec2 associate-iam-instance-profile --instance-id "$1" --iam-instance-profile Name=operations
#   aws iam attach-role-policy --role-name "$1" --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
# Nothing is really made in these cases, so it does nothing.
exit 0
