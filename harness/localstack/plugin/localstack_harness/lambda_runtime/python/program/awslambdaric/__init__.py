"""
A Python runtime for the AWS Lambda Runtime API: what the package of this name does in AWS's image.

It behaves as AWS's awslambdaric 4, whose compiled client is not there for every machine.
"""
