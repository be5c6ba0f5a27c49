"""
AWS's cron expressions: minutes, hours, day of month, month, day of week, year. Independent of LocalStack.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FIELDS = 6
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_YEARS = range(1970, 2200)
_ITEM = re.compile(r"(\*|\w+(?:-\w+)?)(?:/(\d+))?")


class InvalidCronError(ValueError):
    pass


@dataclass(frozen=True)
class Cron:
    minutes: list[int]
    hours: list[int]
    months: frozenset[int]
    years: frozenset[int]
    day_of_month: str
    day_of_week: str

    def days_from(self, first: date) -> Iterator[date]:
        for year in range(first.year, _YEARS.stop):
            for month in range(1, 13):
                if (
                    year not in self.years
                    or month not in self.months
                    or (year, month) < first.timetuple()[:2]
                ):
                    continue
                for day in sorted(self._days(year, month)):
                    if date(year, month, day) >= first:
                        yield date(year, month, day)

    def _days(self, year: int, month: int) -> set[int]:
        return (
            _days_of_month(self.day_of_month, year, month)
            if self.day_of_week == "?"
            else _days_of_week(self.day_of_week, year, month)
        )


def read_cron(text: str) -> Cron:
    """Raises InvalidCronError."""
    fields = text.upper().split()
    if len(fields) != FIELDS:
        raise InvalidCronError(f"a cron expression has {FIELDS} fields, not {len(fields)}")
    minutes, hours, day_of_month, month, day_of_week, year = fields
    if (day_of_month == "?") == (day_of_week == "?"):
        raise InvalidCronError("either the day of month or the day of week is `?`")
    cron = Cron(
        sorted(_values(minutes, range(60))),
        sorted(_values(hours, range(24))),
        frozenset(_values(month, range(1, 13), _MONTHS)),
        frozenset(_values(year, _YEARS)),
        day_of_month,
        day_of_week,
    )
    cron._days(2000, 1)  # raises for what no month has
    return cron


def _days_of_month(field: str, year: int, month: int) -> set[int]:
    last = calendar.monthrange(year, month)[1]
    days: set[int] = set()
    for item in field.split(","):
        if item == "L":
            days.add(last)
        elif item == "LW":
            days.add(_nearest_weekday(year, month, last))
        elif nearest := re.fullmatch(r"(\d+)W", item):
            days.add(_nearest_weekday(year, month, _within(nearest[1], range(1, 32))))
        else:
            days |= _values(item, range(1, 32))
    return {day for day in days if day <= last}


def _nearest_weekday(year: int, month: int, day: int) -> int:
    """In the same month."""
    last = calendar.monthrange(year, month)[1]
    day = min(day, last)
    weekday = date(year, month, day).weekday()
    if weekday == calendar.SATURDAY:
        return day - 1 if day > 1 else day + 2
    if weekday == calendar.SUNDAY:
        return day + 1 if day < last else day - 2
    return day


def _days_of_week(field: str, year: int, month: int) -> set[int]:
    """1 to 7 are Sunday to Saturday."""
    numbers = range(1, 8)
    days = [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    found: set[int] = set()
    for item in field.split(","):
        if ordinal := re.fullmatch(r"(\w+)#([1-5])", item):
            (wanted,) = _values(ordinal[1], numbers, _DAYS)
            found |= {
                day.day for day in days if _number(day) == wanted and (day.day + 6) // 7 == int(ordinal[2])
            }
        elif last := re.fullmatch(r"(\w+)L", item):
            (wanted,) = _values(last[1], numbers, _DAYS)
            found.add(max(day.day for day in days if _number(day) == wanted))
        else:
            wanted_days = {7} if item == "L" else _values(item, numbers, _DAYS)
            found |= {day.day for day in days if _number(day) in wanted_days}
    return found


def _number(day: date) -> int:
    return day.isoweekday() % 7 + 1


def _values(field: str, numbers: range, names: tuple[str, ...] = ()) -> set[int]:
    return {value for item in field.split(",") for value in _item(item, numbers, names)}


def _item(item: str, numbers: range, names: tuple[str, ...]) -> set[int]:
    match = _ITEM.fullmatch(item)
    if not match:
        raise InvalidCronError(f"unknown value {item!r}")
    span, step = match[1], match[2]
    if step == "0":
        raise InvalidCronError(f"a step of 0: {item!r}")
    if span == "*":
        return set(numbers[:: int(step or 1)])
    first, dash, last = (_named(part, names) for part in span.partition("-"))
    start = _within(first, numbers)
    end = _within(last, numbers) if dash else (numbers[-1] if step else start)
    # FRI-MON continues at the beginning of the week
    span_values = (
        [*range(start, end + 1)]
        if start <= end
        else [*range(start, numbers.stop), *range(numbers[0], end + 1)]
    )
    return set(span_values[:: int(step or 1)])


def _named(text: str, names: tuple[str, ...]) -> str:
    return str(names.index(text) + 1) if text in names else text


def _within(text: str, numbers: range) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in numbers:
        raise InvalidCronError(f"{text!r} is not from {numbers[0]} to {numbers[-1]}")
    return int(text)
