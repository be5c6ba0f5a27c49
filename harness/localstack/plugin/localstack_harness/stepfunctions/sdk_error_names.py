"""What a state machine's SDK integration calls an error.

AWS uses the names of its SDK for Java 2: Ses.SesException, Ses.MessageRejectedException. LocalStack takes the service's
id as it is, SES.SESException, so that a Retry or Catch that works on AWS would not match, and the other way round.
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

import re
from typing import Any

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_IRREGULAR = {"SESv2": "SesV2", "IoT": "Iot"}


def java_name(service_id: str) -> str:
    """ "SES" → "Ses", "DynamoDB" → "DynamoDb", "CloudWatch Logs" → "CloudWatchLogs" """
    if service_id in _IRREGULAR:
        return _IRREGULAR[service_id]
    return "".join(word.capitalize() for word in _WORD.findall(service_id))


def install() -> None:
    from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service_aws_sdk import (
        StateTaskServiceAwsSdk,
    )

    task: Any = StateTaskServiceAwsSdk
    original = task._normalise_service_error_name
    task._normalise_service_error_name = staticmethod(lambda service_name: java_name(original(service_name)))
