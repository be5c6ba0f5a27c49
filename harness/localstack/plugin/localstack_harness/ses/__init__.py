"""What SES lacks."""
