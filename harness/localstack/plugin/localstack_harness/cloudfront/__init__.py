"""CloudFront: distributions pass requests to their origins; nothing is cached."""
