import unittest
from typing import Any

from werkzeug.datastructures import EnvironHeaders, Headers

from localstack_harness.serving import headers

_GIVEN = [("Content-Type", "text/plain"), ("X-Two", "1"), ("x-two", "2"), ("X-Empty", "")]
_ENVIRONMENT = {"HTTP_X_TWO": "1", "CONTENT_TYPE": "text/plain", "HTTP_X_EMPTY": ""}
_ASKED: list[tuple[Any, ...]] = [
    ("content-type",), ("X-TWO",), ("none",), ("none", "default"), ("x-two", None, int), ("content-type", 5, int),
    ("x-empty", "default"), ("none", 5, int),
]  # fmt: skip


def outcome() -> list[Any]:
    found: list[Any] = []
    for each in (Headers(_GIVEN), EnvironHeaders(_ENVIRONMENT)):
        found += [each.get(*asked) for asked in _ASKED]
        found += [asked[0] in each for asked in _ASKED]
    return found


class HeadersTest(unittest.TestCase):
    def test_are_found_as_werkzeug_finds_them(self) -> None:
        by_werkzeug = outcome()
        originals = [(name, getattr(Headers, name)) for name in ("get", "__contains__")]
        for name, original in originals:
            self.addCleanup(setattr, Headers, name, original)
        headers.install()
        self.assertEqual(outcome(), by_werkzeug)
        self.assertIsNot(Headers.get, originals[0][1])
