"""
Targets of rules: inputs as AWS makes them, retries and dead-letter queues, and what has no sender here is refused.
LocalStack loses events whose transformer inserts a number into text or has a line break, takes 0 and false for missing
values, and has neither retries nor dead-letter queues.

Mends services/events/target.py and provider.py of LocalStack.
"""

import json
import logging
from collections.abc import Mapping
from threading import Thread
from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to
from localstack.services.events.models import ValidationException
from localstack.services.events.provider import EventsProvider
from localstack.services.events.target import TargetSender
from localstack.services.events.utils import to_json_str
from localstack.utils.aws.arns import sqs_queue_url_for_arn

from localstack_harness.support.input_templates import MISSING, fill, found
from localstack_harness.support.patching import Original, patch, replace
from localstack_harness.support.target_retries import GivenUp, retry

LOG = logging.getLogger(__name__)

SUPPORTED = ("execute-api", "events", "firehose", "kinesis", "lambda", "logs", "sns", "sqs", "states")
"""Services in the ARNs of targets. `events` are buses, API destinations and archives."""
_CLIENT_ERRORS = range(400, 500)
_TEMPORARY = ("Throttl", "TooManyRequests", "RequestLimitExceeded")


def install() -> None:
    @patch(EventsProvider.put_targets)
    def put_targets(original: Original, /, *args: Any, **request: Any) -> Any:
        for target in request.get("targets") or ():
            _assert_supported(target["Arn"])
        return original(*args, **request)

    replace(TargetSender, "process_event", process_event)


def _assert_supported(arn: str) -> None:
    service = arn.split(":")[2] if arn.count(":") > 1 else arn
    if service not in SUPPORTED:
        raise ValidationException(
            f"No event is delivered to {arn} here: use a target of {', '.join(SUPPORTED)}, "
            "such as a function that calls this service"
        )


def process_event(self: TargetSender, event: Any, trace_header: Any) -> None:
    """In place of LocalStack's. Raises what the first attempt raised."""
    try:
        value = input_of(self, event)
        if value is MISSING:
            LOG.info("%s has no value at the input path of target %s", self.rule_arn, self.target["Id"])
            return
        self.send_event(value, trace_header)
    except Exception as error:
        LOG.warning("%s could not call its target %s: %s", self.rule_arn, self.target["Arn"], error)
        if self.target.get("DeadLetterConfig") or is_temporary(error):
            given = (self, dict(event), trace_header, error)
            Thread(target=_persist, args=given, daemon=True, name="rule-retries").start()
        raise


def input_of(sender: TargetSender, event: Any) -> Any:
    target: Mapping[str, Any] = sender.target
    if own := target.get("Input"):
        return json.loads(own)
    event.pop("event-bus-name", None)
    if path := target.get("InputPath"):
        return found(event, path)
    if transformer := target.get("InputTransformer"):
        paths = transformer.get("InputPathsMap") or {}
        predefined = sender._get_predefined_template_replacements(event)

        def value_of(name: str) -> Any:
            return found(event, paths[name]) if name in paths else predefined.get(name, MISSING)

        return fill(transformer["InputTemplate"], value_of)
    return event


def is_temporary(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    code = error.response["Error"]["Code"]
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return status not in _CLIENT_ERRORS or code.startswith(_TEMPORARY)


def _persist(sender: TargetSender, event: Any, trace_header: Any, error: Exception) -> None:
    """Tries again as the retry policy says, and puts the event into the dead-letter queue."""

    def attempt(_retry: int) -> Exception | None:
        try:
            sender.send_event(input_of(sender, dict(event)), trace_header)
        except Exception as failed:  # noqa: BLE001 - whatever the target does
            return failed
        return None

    if given_up := retry(sender.target, error, is_temporary, attempt):
        _bury(sender, event, given_up)


def _bury(sender: TargetSender, event: Any, given_up: GivenUp[Exception]) -> None:
    queue = (sender.target.get("DeadLetterConfig") or {}).get("Arn")
    if not queue:
        return
    error = given_up.error
    described = error.response["Error"] if isinstance(error, ClientError) else {}
    attributes = {
        "RULE_ARN": sender.rule_arn,
        "TARGET_ARN": sender.target["Arn"],
        "ERROR_CODE": described.get("Code") or type(error).__name__,
        "ERROR_MESSAGE": described.get("Message") or str(error),
    }
    event.pop("event-bus-name", None)
    try:
        connect_to(aws_access_key_id=sender.account_id, region_name=sender.region).sqs.send_message(
            QueueUrl=sqs_queue_url_for_arn(queue),
            MessageBody=to_json_str(event),
            MessageAttributes=given_up.attributes(attributes),
        )
    except ClientError as failure:
        LOG.warning("%s could not use its dead-letter queue %s: %s", sender.rule_arn, queue, failure)
