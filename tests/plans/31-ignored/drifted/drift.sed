# Somebody took the profiles away by hand, and let the metadata service answer without tokens.
s/"iam_instance_profile": "ignored-[^"]*"/"iam_instance_profile": ""/
s/"http_tokens": "required"/"http_tokens": "optional"/
