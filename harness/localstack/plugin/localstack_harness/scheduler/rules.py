"""
EventBridge rules with a schedule, at their own times. LocalStack looks once a minute, starts a rate at the full
hour, forgets a changed expression or state, and calls targets once more for each PutTargets.

Mends services/events/provider.py, scheduler.py and target.py of LocalStack.
"""

import json
import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

from localstack.services.events.models import Rule, ValidationException, events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.scheduler import JobScheduler
from localstack.services.events.target import StatesTargetSender
from localstack.services.events.utils import to_json_str
from localstack.utils.xray.trace_header import TraceHeader

from localstack_harness.scheduler.expressions import (
    At,
    InvalidExpressionError,
    Rate,
    next_after,
    read_expression,
)
from localstack_harness.scheduler.timetable import TIMETABLE
from localstack_harness.support.patching import Original, patch, replace

LOG = logging.getLogger(__name__)


class RuleTargetsError(Exception):
    pass


_providers: list[EventsProvider] = []
"""LocalStack's one, known when it makes the first rule: it has what sends to targets."""


def install() -> None:
    @patch(EventsProvider.put_rule)
    def put_rule(original: Original, /, *args: Any, **request: Any) -> Any:
        _validate(request.get("schedule_expression"))
        response: Any = original(*args, **request)
        _providers[:] = [args[0]]
        _plan(response["RuleArn"], datetime.now(UTC))
        return response

    def add_job(_: JobScheduler, _call: Callable[[], None], _schedule: str, _enabled: bool = True) -> str:
        """The timetable has them."""
        return str(uuid.uuid4())

    replace(JobScheduler, "add_job", add_job)

    @patch(StatesTargetSender.send_event)
    def send_event(
        _original: Original,
        /,
        self: StatesTargetSender,
        event: Any,
        trace_header: Any,  # noqa: ARG001
    ) -> None:
        """A target's `Input` has no id."""
        self.service = "stepfunctions"
        name = event.get("id") if isinstance(event, dict) else None
        self.client.start_execution(
            stateMachineArn=self.target["Arn"], name=str(name or uuid.uuid4()), input=to_json_str(event)
        )


def plan_again(provider: EventsProvider, after: datetime) -> None:
    """Plans the rules that another LocalStack had."""
    _providers[:] = [provider]
    for rule in every_scheduled_rule():
        _plan(rule.arn, after)


def _validate(expression: str | None) -> None:
    if not expression:
        return
    try:
        if not isinstance(read_expression(expression), At):
            return
    except InvalidExpressionError as error:
        raise ValidationException("Parameter ScheduleExpression is not valid.") from error
    raise ValidationException("Parameter ScheduleExpression is not valid.")


def _plan(arn: str, after: datetime) -> None:
    rule = _find(arn)
    if not rule or not rule.schedule_expression:
        TIMETABLE.forget(arn)
        return
    expression = read_expression(rule.schedule_expression)
    # unlike a schedule's, a rule's rate is due first when its time has passed once
    start = after + expression.every if isinstance(expression, Rate) else after
    due = next_after(expression, after, UTC, start)
    TIMETABLE.plan(arn, due, lambda: _ring(arn, due or after))


def _ring(arn: str, due: datetime) -> None:
    """It is due. Must not block."""
    rule = _find(arn)
    if not rule:
        return
    if rule.state != "DISABLED":
        Thread(target=fire, args=(rule, due), daemon=True, name="scheduled-rule").start()
    _plan(arn, due)


def fire(rule: Rule, due: datetime | None = None) -> RuleTargetsError | None:
    """Sends its event to all its targets, now."""
    event: Any = _event(rule.arn, due or datetime.now(UTC))
    failed = []
    for identifier, target in list(rule.targets.items()):
        try:
            sender = _providers[0]._target_sender_store[f"{rule.arn}-{identifier}"]
            trace = TraceHeader().ensure_root_exists()
            if own := target.get("Input"):
                sender.send_event(json.loads(own), trace)
            else:
                sender.process_event(event.copy(), trace)
        except Exception as error:  # noqa: BLE001 - the other targets get the event
            LOG.warning("%s could not call its target %s: %s", rule.arn, target["Arn"], error)
            failed.append(f"{target['Arn']}: {error}")
    return RuleTargetsError("; ".join(failed)) if failed else None


def _event(arn: str, due: datetime) -> dict[str, Any]:
    _, _, _, region, account, _ = arn.split(":", 5)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [arn],
        "detail": {},
    }


def _find(arn: str) -> Rule | None:
    return next((rule for rule in every_scheduled_rule() if rule.arn == arn), None)


def every_scheduled_rule() -> list[Rule]:
    return [
        rule
        for account in list(events_stores.values())
        for store in list(account.values())
        for bus in list(store.event_buses.values())
        for rule in list(bus.rules.values())
        if rule.schedule_expression
    ]
