import unittest
from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfoNotFoundError

from localstack_harness.scheduler import expressions
from localstack_harness.scheduler.expressions import (
    InvalidExpressionError,
    next_after,
    read_expression,
    read_zone,
)

NOW = datetime(2026, 3, 14, 12, 30, 15, tzinfo=UTC)  # a Saturday


def due(text: str, zone: str = "UTC", after: datetime = NOW, count: int = 1) -> list[str]:
    """The next moments, in UTC."""
    found: list[str] = []
    known = read_zone(zone)
    assert known
    moment: datetime | None = after
    while moment and len(found) < count:
        moment = next_after(read_expression(text), moment, known, NOW)
        if moment:
            found.append(moment.strftime("%Y-%m-%d %H:%M:%S"))
    return found


class AtTest(unittest.TestCase):
    def test_once_in_its_zone(self) -> None:
        self.assertEqual(due("at(2026-03-14T13:00:00)", count=2), ["2026-03-14 13:00:00"])
        self.assertEqual(due("at(2026-03-14T14:00:00)", "Europe/Berlin"), ["2026-03-14 13:00:00"])
        self.assertEqual(due("at(2026-03-14T14:00:00)", "America/New_York"), ["2026-03-14 18:00:00"])

    def test_never_when_it_has_passed(self) -> None:
        self.assertEqual(due("at(2026-03-14T12:30:15)"), [])


class RateTest(unittest.TestCase):
    def test_from_the_start_on(self) -> None:
        before = NOW - timedelta(seconds=1)
        self.assertEqual(
            due("rate(5 minutes)", after=before, count=3),
            ["2026-03-14 12:30:15", "2026-03-14 12:35:15", "2026-03-14 12:40:15"],
        )
        self.assertEqual(due("rate(1 day)"), ["2026-03-15 12:30:15"])
        self.assertEqual(due("rate(2 hours)", after=NOW + timedelta(hours=3)), ["2026-03-14 16:30:15"])


class CronTest(unittest.TestCase):
    def test_fields(self) -> None:
        for expression, expected in (
            ("cron(0/15 * * * ? *)", ["2026-03-14 12:45:00", "2026-03-14 13:00:00"]),
            ("cron(*/20 9-17 ? * MON-FRI *)", ["2026-03-16 09:00:00", "2026-03-16 09:20:00"]),
            ("cron(0 10 * * ? *)", ["2026-03-15 10:00:00", "2026-03-16 10:00:00"]),
            ("cron(5,35 14 * * ? *)", ["2026-03-14 14:05:00", "2026-03-14 14:35:00"]),
            ("cron(0 8 1 * ? *)", ["2026-04-01 08:00:00", "2026-05-01 08:00:00"]),
            ("cron(0 8 L * ? *)", ["2026-03-31 08:00:00", "2026-04-30 08:00:00"]),
            ("cron(0 8 LW * ? *)", ["2026-03-31 08:00:00", "2026-04-30 08:00:00"]),
            ("cron(0 8 15W * ? *)", ["2026-03-16 08:00:00", "2026-04-15 08:00:00"]),
            ("cron(0 8 1W * ? *)", ["2026-04-01 08:00:00", "2026-05-01 08:00:00"]),
            ("cron(0 8 31 * ? *)", ["2026-03-31 08:00:00", "2026-05-31 08:00:00"]),
            ("cron(0 8 ? * 1 *)", ["2026-03-15 08:00:00", "2026-03-22 08:00:00"]),
            ("cron(0 8 ? * sun,wed *)", ["2026-03-15 08:00:00", "2026-03-18 08:00:00"]),
            ("cron(0 8 ? * 6#3 *)", ["2026-03-20 08:00:00", "2026-04-17 08:00:00"]),
            ("cron(0 8 ? * MON#1 *)", ["2026-04-06 08:00:00", "2026-05-04 08:00:00"]),
            ("cron(0 8 ? * 5L *)", ["2026-03-26 08:00:00", "2026-04-30 08:00:00"]),
            ("cron(0 8 ? * L *)", ["2026-03-21 08:00:00", "2026-03-28 08:00:00"]),
            ("cron(0 8 ? * FRI-MON *)", ["2026-03-15 08:00:00", "2026-03-16 08:00:00"]),
            ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00:00", "2032-02-29 00:00:00"]),
            ("cron(0 0 1 JAN,JUL ? 2027)", ["2027-01-01 00:00:00", "2027-07-01 00:00:00"]),
            ("cron(0 0 1 1 ? 2027-2028)", ["2027-01-01 00:00:00", "2028-01-01 00:00:00"]),
        ):
            with self.subTest(expression=expression):
                self.assertEqual(due(expression, count=2), expected)

    def test_an_end(self) -> None:
        self.assertEqual(due("cron(0 0 1 1 ? 2020)"), [])
        self.assertEqual(due("cron(0 0 31 2 ? *)"), [])

    def test_zones_and_daylight_saving(self) -> None:
        self.assertEqual(due("cron(0 9 * * ? *)", "Asia/Kolkata"), ["2026-03-15 03:30:00"])
        # clocks go from 2:00 to 3:00 on 29 March 2026, and back from 3:00 to 2:00 on 25 October
        spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
        self.assertEqual(due("cron(30 2 * * ? *)", "Europe/Berlin", spring), ["2026-03-30 00:30:00"])
        autumn = datetime(2026, 10, 24, 12, tzinfo=UTC)
        self.assertEqual(
            due("cron(30 2 * * ? *)", "Europe/Berlin", autumn, 2),
            ["2026-10-25 00:30:00", "2026-10-26 01:30:00"],
        )


class InvalidTest(unittest.TestCase):
    def test_refuses_what_aws_refuses(self) -> None:
        for text in (
            "",
            "now",
            "at(2026-03-14)",
            "at(2026-03-14T12:00:00Z)",
            "at(2026-02-30T12:00:00)",
            "rate(5)",
            "rate(0 minutes)",
            "rate(5 seconds)",
            "rate(-1 hours)",
            "cron(0 8 * * *)",
            "cron(0 8 * * * *)",
            "cron(0 8 ? * ? *)",
            "cron(60 8 * * ? *)",
            "cron(0 24 * * ? *)",
            "cron(0 8 32 * ? *)",
            "cron(0 8 0 * ? *)",
            "cron(0 8 * 13 ? *)",
            "cron(0 8 ? * 8 *)",
            "cron(0 8 ? * 0 *)",
            "cron(0 8 ? * MON#6 *)",
            "cron(0/0 8 * * ? *)",
            "cron(a 8 * * ? *)",
            "cron(0 8 * * ? 1900)",
        ):
            with self.subTest(text=text), self.assertRaises(InvalidExpressionError):
                read_expression(text)

    def test_knows_zones_by_name_only(self) -> None:
        for name in ("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"):
            self.assertIsNotNone(read_zone(name), name)
        for name in ("", "Nowhere/Else", "UTC+3", "/etc/localtime", "../UTC", "EST5EDT4,M3.2.0"):
            self.assertIsNone(read_zone(name), name)

    def test_has_zones_of_its_own_where_the_machine_has_none(self) -> None:
        with mock.patch.object(expressions, "ZoneInfo", side_effect=ZoneInfoNotFoundError):
            self.assertEqual(
                due("at(2030-07-01T12:00:00)", "Europe/Berlin"), due("at(2030-07-01T10:00:00)", "UTC")
            )
            self.assertIsNone(read_zone("Mars/Olympus"))
