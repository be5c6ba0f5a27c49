"""
Schedule expressions, `at(...)`, `rate(...)` and `cron(...)`, and when they are due. Independent of LocalStack.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz
from dateutil.zoneinfo import get_zonefile_instance

from localstack_harness.scheduler.cron import Cron, InvalidCronError, read_cron

_EXPRESSION = re.compile(r"(at|rate|cron)\((.*)\)")
_RATE = re.compile(r"(\d+) (minute|hour|day)s?")
_SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400}


class InvalidExpressionError(ValueError):
    pass


@dataclass(frozen=True)
class At:
    local: datetime


@dataclass(frozen=True)
class Rate:
    every: timedelta


type Expression = At | Rate | Cron


def read_expression(text: str) -> Expression:
    """Raises InvalidExpressionError."""
    match = _EXPRESSION.fullmatch(text.strip())
    if not match:
        raise InvalidExpressionError(text)
    kind, value = match.groups()
    try:
        if kind == "at":
            return At(datetime.strptime(value, "%Y-%m-%dT%H:%M:%S"))  # noqa: DTZ007 in the schedule's zone
        if kind == "cron":
            return read_cron(value)
    except (ValueError, InvalidCronError) as error:
        raise InvalidExpressionError(text) from error
    rate = _RATE.fullmatch(value)
    if not rate or int(rate[1]) == 0:
        raise InvalidExpressionError(text)
    return Rate(timedelta(seconds=int(rate[1]) * _SECONDS[rate[2]]))


def read_zone(name: str) -> tzinfo | None:
    """Of the machine's database, or else of dateutil's own. None for what is no name of a zone."""
    if not re.fullmatch(r"[A-Za-z][\w/+-]*", name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone: tzinfo | None = get_zonefile_instance().get(name)
        return zone


def next_after(expression: Expression, after: datetime, zone: tzinfo, start: datetime) -> datetime | None:
    """
    The first moment beyond `after` at which it is due. A rate is due at `start` and then regularly. As on AWS, a
    local time that daylight saving skips is left out, and one that it repeats counts once.
    """
    match expression:
        case At(local):
            moment = local.replace(tzinfo=zone).astimezone(UTC)
            return moment if moment > after else None
        case Rate(every):
            past = (after - start) / every
            return start + every * max(0, math.floor(past) + 1)
        case Cron():
            return _next_by_cron(expression, after, zone)


def _next_by_cron(cron: Cron, after: datetime, zone: tzinfo) -> datetime | None:
    for day in cron.days_from(after.astimezone(zone).date()):
        for hour in cron.hours:
            for minute in cron.minutes:
                local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                if local.astimezone(UTC) > after and tz.datetime_exists(local):
                    return local.astimezone(UTC)
    return None
