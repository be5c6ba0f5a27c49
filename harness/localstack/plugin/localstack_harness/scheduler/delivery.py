"""
Delivers what is due to a schedule's target: with the schedule's role, its retries and its dead-letter queue.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from localstack.aws.connect import ServicePrincipal, connect_to
from localstack.utils.aws.arns import sqs_queue_url_for_arn

from localstack_harness.scheduler.targets import Call, UnsupportedTargetError, call_of
from localstack_harness.support.target_retries import GivenUp, retry

LOG = logging.getLogger(__name__)

_TEMPORARY = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "ServiceUnavailable")
_CLIENT_ERRORS = range(400, 500)


class TargetError(Exception):
    """What a target answered, with its code."""

    def __init__(self, code: str, message: str, temporary: bool) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.temporary = temporary


@dataclass(frozen=True)
class Occurrence:
    schedule_arn: str
    target: Mapping[str, Any]
    account: str
    region: str
    scheduled: datetime
    execution_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def text(self, attempt: int) -> str:
        """The target's input, with the attributes of this occurrence in it."""
        attributes = {
            "schedule-arn": self.schedule_arn,
            "scheduled-time": self.time,
            "execution-id": self.execution_id,
            "attempt-number": str(attempt),
        }
        text: str = self.target.get("Input") or self._default_input()
        for name, value in attributes.items():
            text = text.replace(f"<aws.scheduler.{name}>", value)
        return text

    @property
    def time(self) -> str:
        return self.scheduled.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _default_input(self) -> str:
        return json.dumps(
            {
                "version": "0",
                "id": self.execution_id,
                "detail-type": "Scheduled Event",
                "source": "aws.scheduler",
                "account": self.account,
                "time": self.time,
                "region": self.region,
                "resources": [self.schedule_arn],
                "detail": "{}",
            }
        )


def deliver(occurrence: Occurrence) -> TargetError | None:
    """The error of the first attempt; then further ones, and the dead-letter queue, follow on a thread."""
    error = _attempt(occurrence, 1)
    if error:
        LOG.warning("%s could not call %s: %s", occurrence.schedule_arn, occurrence.target["Arn"], error)
        run = Thread(target=_persist, args=(occurrence, error), daemon=True, name="schedule-retries")
        run.start()
    return error


def _persist(occurrence: Occurrence, error: TargetError) -> None:
    given_up = retry(
        occurrence.target,
        error,
        lambda failed: failed.temporary,
        lambda number: _attempt(occurrence, number + 1),
    )
    if given_up:
        _bury(occurrence, given_up)


def _attempt(occurrence: Occurrence, number: int) -> TargetError | None:
    try:
        call = call_of(occurrence.target, occurrence.text(number))
        answer = _make(occurrence, call)
    except ClientError as error:
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        temporary = status not in _CLIENT_ERRORS or code.startswith(_TEMPORARY)
        return TargetError(code, error.response["Error"]["Message"], temporary)
    except UnsupportedTargetError as error:
        return TargetError("UnsupportedTarget", str(error), temporary=False)
    except Exception as error:  # noqa: BLE001 - whatever the input makes of the call
        return TargetError(type(error).__name__, str(error), temporary=False)
    if answer.get("FailedEntryCount"):
        entry = answer["Entries"][0]
        return TargetError(entry["ErrorCode"], entry["ErrorMessage"], temporary=True)
    return None


def _make(occurrence: Occurrence, call: Call) -> Mapping[str, Any]:
    parameters = dict(call.parameters)
    if str(parameters.get("QueueUrl", "")).startswith("arn:"):
        parameters["QueueUrl"] = sqs_queue_url_for_arn(parameters["QueueUrl"])
    clients = connect_to.with_assumed_role(
        role_arn=occurrence.target["RoleArn"],
        service_principal=ServicePrincipal("scheduler"),
        region_name=occurrence.region,
    )
    answer: Mapping[str, Any] = getattr(clients.get_client(call.service), xform_name(call.operation))(
        **parameters
    )
    return answer


def _bury(occurrence: Occurrence, given_up: GivenUp[TargetError]) -> None:
    queue = (occurrence.target.get("DeadLetterConfig") or {}).get("Arn")
    if not queue:
        return
    attributes = {
        "ERROR_CODE": given_up.error.code,
        "ERROR_MESSAGE": given_up.error.message,
        "EXECUTION_ID": occurrence.execution_id,
        "SCHEDULED_TIME": occurrence.time,
        "SCHEDULE_ARN": occurrence.schedule_arn,
        "TARGET_ARN": occurrence.target["Arn"],
    }
    message = {
        "QueueUrl": queue,
        "MessageBody": occurrence.text(given_up.retries + 1),
        "MessageAttributes": given_up.attributes(attributes),
    }
    try:
        _make(occurrence, Call("sqs", "SendMessage", message))
    except ClientError as failure:
        LOG.warning("%s could not use its dead-letter queue %s: %s", occurrence.schedule_arn, queue, failure)
