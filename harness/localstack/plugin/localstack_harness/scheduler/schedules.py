"""
EventBridge Scheduler fires: LocalStack stores schedules, and does nothing when they are due.

Mends scheduler/models.py of moto and services/scheduler/provider.py of LocalStack.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

from localstack.aws.api.scheduler import ValidationException
from localstack.services.scheduler import provider
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule, scheduler_backends
from moto.scheduler.responses import EventBridgeSchedulerResponse

from localstack_harness.scheduler.delivery import Occurrence, TargetError, deliver
from localstack_harness.scheduler.expressions import (
    At,
    InvalidExpressionError,
    Rate,
    next_after,
    read_expression,
    read_zone,
)
from localstack_harness.scheduler.timetable import TIMETABLE
from localstack_harness.support.patching import Original, patch, replace

LOG = logging.getLogger(__name__)

_INSTANT = timedelta(microseconds=1)


def install() -> None:
    replace(provider, "_validate_schedule_expression", _validate)

    @patch(EventBridgeSchedulerBackend.create_schedule)
    def create_schedule(original: Original, /, *args: Any, **request: Any) -> Any:
        _validate_settings(request)
        schedule: Schedule = original(*args, **request)
        _plan_first(args[0], schedule)
        return schedule

    @patch(EventBridgeSchedulerBackend.update_schedule)
    def update_schedule(original: Original, /, *args: Any, **request: Any) -> Any:
        _validate(request["schedule_expression"])
        _validate_settings(request)
        schedule: Schedule = original(*args, **{**request, "state": request.get("state") or "ENABLED"})
        _plan_first(args[0], schedule)
        return schedule

    @patch(EventBridgeSchedulerResponse.update_schedule)
    def update_response(original: Original, self: EventBridgeSchedulerResponse) -> str:
        """The part of an update that moto leaves out."""
        answer: str = original(self)
        name = self.uri.split("?")[0].rpartition("/")[2]
        schedule = self.scheduler_backend.get_schedule(self._get_param("GroupName"), name)
        schedule.action_after_completion = self._get_param("ActionAfterCompletion")
        return answer


def _validate(expression: str) -> None:
    try:
        read_expression(expression)
    except InvalidExpressionError as error:
        raise ValidationException(f"Invalid Schedule Expression {expression}.") from error


def _validate_settings(request: Mapping[str, Any]) -> None:
    zone = request.get("schedule_expression_timezone")
    if zone and not read_zone(zone):
        raise ValidationException(f"Provided Schedule Expression Timezone is not valid: {zone}")
    start, end = request.get("start_date"), request.get("end_date")
    if start and end and float(end) <= float(start):
        raise ValidationException("The EndDate must be after the StartDate.")
    window = request.get("flexible_time_window") or {}
    if (window.get("Mode") == "FLEXIBLE") != bool(window.get("MaximumWindowInMinutes")):
        raise ValidationException("MaximumWindowInMinutes must be set if, and only if, Mode is FLEXIBLE.")


def _plan_first(backend: EventBridgeSchedulerBackend, schedule: Schedule) -> None:
    window = schedule.flexible_time_window.get("MaximumWindowInMinutes")
    if window:
        LOG.info("%s fires at its time, not within its window of %s minutes", schedule.arn, window)
    start = _start(schedule)
    match read_expression(schedule.schedule_expression):
        case Rate():
            after = start - _INSTANT  # the first is due at once
        case At():
            after = (
                _modified(schedule).replace(second=0, microsecond=0) - _INSTANT
            )  # to the minute, as on AWS
        case _:
            after = max(_modified(schedule), start - _INSTANT)
    _plan(backend, schedule, after)


def plan_again(after: datetime) -> None:
    """Plans the schedules that another LocalStack had. One that was due in between is not made up for."""
    for backend, schedule in every_schedule():
        _plan(backend, schedule, after)


def _plan(backend: EventBridgeSchedulerBackend, schedule: Schedule, after: datetime) -> bool:
    """False: it is never due again."""
    expression = read_expression(schedule.schedule_expression)
    zone = read_zone(schedule.schedule_expression_timezone)
    assert zone, "validated with the schedule"
    due = next_after(expression, after, zone, _start(schedule))
    end = schedule.end_date
    if due and end is not None and not isinstance(expression, At) and due.timestamp() > float(end):
        due = None
    TIMETABLE.plan(schedule.arn, due, lambda: _ring(backend, schedule, due or after))
    return due is not None


def _modified(schedule: Schedule) -> datetime:
    return datetime.fromtimestamp(schedule.last_modified_date, UTC)


def _start(schedule: Schedule) -> datetime:
    given = schedule.start_date
    modified = _modified(schedule)
    return modified if given is None else max(modified, datetime.fromtimestamp(float(given), UTC))


def _ring(backend: EventBridgeSchedulerBackend, schedule: Schedule, due: datetime) -> None:
    """It is due. Must not block."""
    if not is_there(schedule):
        return
    if schedule.state == "ENABLED":
        Thread(
            target=deliver, args=(_occurrence(backend, schedule, due),), daemon=True, name="schedule"
        ).start()
    if not _plan(backend, schedule, due):
        _complete(backend, schedule)


def fire(backend: EventBridgeSchedulerBackend, schedule: Schedule) -> TargetError | None:
    """Now, independent of its expression. This completes one that is due only once."""
    error = deliver(_occurrence(backend, schedule, datetime.now(UTC)))
    if isinstance(read_expression(schedule.schedule_expression), At):
        TIMETABLE.forget(schedule.arn)
        _complete(backend, schedule)
    return error


def _complete(backend: EventBridgeSchedulerBackend, schedule: Schedule) -> None:
    if schedule.action_after_completion == "DELETE" and is_there(schedule):
        backend.delete_schedule(schedule.group_name, schedule.name)


def is_there(schedule: Schedule) -> bool:
    return any(found is schedule for _, found in every_schedule())


def every_schedule() -> list[tuple[EventBridgeSchedulerBackend, Schedule]]:
    return [
        (backend, schedule)
        for account in list(scheduler_backends.values())
        for backend in list(account.values())
        for group in list(backend.schedule_groups.values())
        for schedule in list(group.schedules.values())
    ]


def _occurrence(backend: EventBridgeSchedulerBackend, schedule: Schedule, due: datetime) -> Occurrence:
    return Occurrence(schedule.arn, dict(schedule.target), backend.account_id, backend.region_name, due)
