import os

import boto3
from names import greeting


def handler(event, context):
    """Stores a greeting, which a package of the layer makes."""
    text = greeting(event["name"])
    bucket = os.environ["BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=event["name"], Body=text.encode())
    return {"text": text, "function": context.function_name}
