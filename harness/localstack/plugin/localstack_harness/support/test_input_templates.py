import unittest
from datetime import UTC, datetime
from typing import Any

from localstack_harness.support.input_templates import MISSING, TemplateError, fill, found

VALUES: dict[str, Any] = {
    "name": 'Rex "the dog"',
    "count": 5,
    "zero": 0,
    "no": False,
    "null": None,
    "pets": ["Rex", 1],
    "owner": {"name": "Ann"},
    "time": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
}


class FillTest(unittest.TestCase):
    def test_documents_and_texts(self) -> None:
        cases: list[tuple[str, Any]] = [
            ('{"a": <name>, "b": <count>, "c": <pets>}', {"a": VALUES["name"], "b": 5, "c": ["Rex", 1]}),
            ('{"a": <zero>, "b": <no>, "c": <null>}', {"a": 0, "b": False, "c": None}),
            ('{"a": "<name> has <count>, <zero> left"}', {"a": 'Rex "the dog" has 5, 0 left'}),
            ('{"a": "one\\ntwo <count>"}', {"a": "one\ntwo 5"}),
            ('{"a": <missing>, "b": "x<missing>"}', {"a": "", "b": "x"}),
            ('{"a": <owner>, "b": "<owner>"}', {"a": {"name": "Ann"}, "b": '{"name":"Ann"}'}),
            (
                '{"a": <time>, "b": "at <time>"}',
                {"a": "2026-01-02T03:04:05Z", "b": "at 2026-01-02T03:04:05Z"},
            ),
            ("[<count>, <zero>]", [5, 0]),
            ('"<name> has <count>"', 'Rex "the dog" has 5'),
            ('"line one\\nline two of <count>"', "line one\nline two of 5"),
            ('"<owner> and <pets>"', "{name:Ann} and [Rex,1]"),
        ]
        for template, expected in cases:
            with self.subTest(template):
                self.assertEqual(fill(template, lambda name: VALUES.get(name, MISSING)), expected)

    def test_what_gives_no_json_is_an_error_with_the_text(self) -> None:
        with self.assertRaisesRegex(TemplateError, "gives no JSON: {a: 5}"):
            fill("{a: <count>}", lambda name: VALUES[name])


class FoundTest(unittest.TestCase):
    EVENT = {"detail-type": "Walk", "detail": {"zero": 0, "items": [{"n": 1}, {"n": 2}]}}  # noqa: RUF012

    def test_values_are_those_of_the_event(self) -> None:
        cases: list[tuple[str, Any]] = [
            ("$.detail.zero", 0),
            ("$.detail.items[0].n", 1),
            ("$.detail.items[*].n", [1, 2]),
            ("$.detail-type", "Walk"),
            ("$.detail.other", MISSING),
        ]
        for path, expected in cases:
            with self.subTest(path):
                self.assertEqual(found(self.EVENT, path), expected)


if __name__ == "__main__":
    unittest.main()
