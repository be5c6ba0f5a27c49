"""What CloudFormation lacks."""
