"""Tables of CloudFormation, and their changes."""
