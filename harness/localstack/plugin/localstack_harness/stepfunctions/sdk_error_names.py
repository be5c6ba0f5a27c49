"""
The names of services and errors in a state machine's SDK integrations.

AWS uses the names of its SDK for Java 2: cloudwatchlogs, Ses.SesException, Ses.MessageRejectedException. LocalStack knows
services by botocore's names only, and uses the id of the service in errors, SES.SESException: a Retry or Catch that works
on AWS would not match, and vice versa.
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

import re

from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_aws_sdk as aws_sdk,
)

from localstack_harness.support.patching import replace

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_BOTOCORE_NAMES = {
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "eventbridge": "events",
}
_IRREGULAR = {"SESv2": "SesV2", "IoT": "Iot"}


def java_name(service_id: str) -> str:
    """ "SES" → "Ses", "DynamoDB" → "DynamoDb", "CloudWatch Logs" → "CloudWatchLogs" """
    if service_id in _IRREGULAR:
        return _IRREGULAR[service_id]
    return "".join(word.capitalize() for word in _WORD.findall(service_id))


def install() -> None:
    task = aws_sdk.StateTaskServiceAwsSdk
    localstack_name = task._normalise_service_error_name

    def java(name: str) -> str:
        return java_name(localstack_name(_BOTOCORE_NAMES.get(name, name)))

    replace(task, "_normalise_service_error_name", staticmethod(java))
    task._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES.update(_BOTOCORE_NAMES)
