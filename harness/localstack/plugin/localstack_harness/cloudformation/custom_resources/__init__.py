"""Custom resources (`Custom::*`, AWS::CloudFormation::CustomResource), which LocalStack reports as created and does not make."""
