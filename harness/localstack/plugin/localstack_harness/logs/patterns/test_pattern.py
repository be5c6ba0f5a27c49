import json
import unittest
from typing import Any

from localstack_harness.logs.patterns.conditions import MISSING
from localstack_harness.logs.patterns.pattern import pattern_of

EVENT = {
    "eventType": "UpdateTrail",
    "sourceIPAddress": "192.168.1.20",
    "latency": 70.5,
    "objects": [{"id": 2, "name": "Rex"}],
    "tags": ["good", "dog"],
    "user": None,
    "admin": True,
    "request": {"code": "404"},
    "user-agent": "curl",
}
ACCESS = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


class PatternTest(unittest.TestCase):
    def check(self, message: str, cases: dict[str, bool]) -> None:
        for pattern, expected in cases.items():
            with self.subTest(pattern):
                self.assertIs(pattern_of(pattern).matches(message), expected)

    def test_terms(self) -> None:
        self.check(
            "[ERROR 400] BAD REQUEST of Rex",
            {
                "": True,
                " ": True,
                "ERROR": True,
                "error": False,
                "ERROR REQUEST": True,
                "ERROR MISSING": False,
                '"BAD REQUEST"': True,
                '"REQUEST BAD"': False,
                "?ERROR ?WARN": True,
                "?FATAL ?WARN": False,
                "ERROR -Rex": False,
                "ERROR -Tom": True,
                '"[ERROR 400]"': True,
                "ERROR ?WARN": True,
                "%4[0-9]{2}%": True,
                "%5[0-9]{2}%": False,
            },
        )

    def test_fields_of_json(self) -> None:
        self.check(
            json.dumps(EVENT),
            {
                '{ $.eventType = "UpdateTrail" }': True,
                "{$.eventType=UpdateTrail}": True,
                '{ $.eventType != "UpdateTrail" }': False,
                "{ $.eventType = Update* }": True,
                "{ $.sourceIPAddress != 123.123.* }": True,
                "{ $.latency > 70 }": True,
                "{ $.latency <= 7e1 }": False,
                '{ $.objects[0].name = "Rex" }': True,
                "{ $.objects[1].id = 2 }": False,
                "{ $.tags = dog }": True,
                "{ $.user IS NULL }": True,
                "{ $.name NOT EXISTS }": True,
                "{ $.admin IS TRUE }": True,
                "{ $.admin is false }": False,
                '{ $.request.code = "404" }': True,
                '{ $.["user-agent"] = "curl" }': True,
                "{ $.request.code = %4.4% }": True,
                "{ ($.latency < 10) || ($.admin IS TRUE && $.eventType = Update*) }": True,
                "{ $.missing = 1 }": False,
                '{ $.missing != "x" }': False,
            },
        )
        self.check("Update of text", {"{ $.eventType = Update* }": False})

    def test_fields_between_spaces(self) -> None:
        self.check(
            ACCESS,
            {
                "[ip, user, name, time, request, status, bytes]": True,
                "[ip, user, name, time, request, status=4*, bytes]": True,
                "[ip, user, name, time, request, status=200, bytes]": False,
                "[ip, user, name, time, request, status, bytes > 1000]": True,
                "[ip, user, name, time, request=*html*, status=404 || status=410, bytes]": True,
                "[..., status=404, bytes]": True,
                "[ip, user]": False,
                "[ip != 127.*, ...]": False,
            },
        )

    def test_values_for_metrics(self) -> None:
        message = json.dumps(EVENT)
        cases: list[tuple[str, str, str, Any]] = [
            ("{ $.latency > 0 }", "$.latency", message, 70.5),
            ("{ $.latency > 0 }", "$.missing", message, MISSING),
            ("[ip, ..., bytes]", "$bytes", ACCESS, "1534"),
            ("ERROR", "$.latency", message, MISSING),
        ]
        for pattern, reference, text, expected in cases:
            self.assertEqual(pattern_of(pattern).value(reference, text), expected)

    def test_what_is_no_pattern_is_refused(self) -> None:
        for text in ("{ $.a = }", "{ $.a }", "{ ($.a = 1 }", "{ $.a = 1 ) }", '"open', "{ $.a ~ 1 }", "%(%"):
            with self.subTest(text), self.assertRaises(ValueError):
                pattern_of(text)


if __name__ == "__main__":
    unittest.main()
