import unittest
from typing import Any

from localstack_harness.stepfunctions.program_for_tests import Ended, one_state, run


def put(path: str, given: Any) -> Ended:
    return run(one_state(Type="Pass", Result="Rex", ResultPath=path), given)


class ResultPathTest(unittest.TestCase):
    def test_puts_the_result_into_the_input(self) -> None:
        for path, given, output in (
            ("$", {"a": 1}, "Rex"),
            ("$.pet", {"a": 1}, {"a": 1, "pet": "Rex"}),
            ("$.pet.name", {"pet": {"age": 3}}, {"pet": {"age": 3, "name": "Rex"}}),
            ("$.pet.name.short", {}, {"pet": {"name": {"short": "Rex"}}}),
            ("$.pets[1].name", {"pets": [1, {}]}, {"pets": [1, {"name": "Rex"}]}),
            ("$.pets[0]", {"pets": [1, 2]}, {"pets": ["Rex", 2]}),
            ("$['a pet']", {}, {"a pet": "Rex"}),
        ):
            with self.subTest(path=path):
                self.assertEqual(put(path, given), Ended(output, None, None))

    def test_an_input_without_a_place_for_it(self) -> None:
        for path, given in (
            ("$.pet.name", {"pet": "Tom"}),
            ("$.pet.name", {"pet": 5}),
            ("$.pet.name", {"pet": ["Tom"]}),
            ("$.pet.name", {"pet": None}),
            ("$.pet", "Tom"),
            ("$.pet", ["Tom"]),
            ("$.pets[2]", {"pets": [1, 2]}),
            ("$.pets[0]", {"pets": {}}),
        ):
            with self.subTest(path=path, given=given):
                ended = put(path, given)
                self.assertEqual(ended.error, "States.ResultPathMatchFailure")
                self.assertIn(path, ended.cause or "")

    def test_a_catch_names_it(self) -> None:
        inner = {"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}
        ended = run(
            {
                "StartAt": "P",
                "States": {
                    "P": {
                        "Type": "Parallel",
                        "Branches": [inner],
                        "ResultPath": "$.pet.name",
                        "Catch": [{"ErrorEquals": ["States.ResultPathMatchFailure"], "Next": "Caught"}],
                        "End": True,
                    },
                    "Caught": {"Type": "Pass", "End": True},
                },
            },
            {"pet": "Tom"},
        )
        self.assertEqual(ended.output["Error"], "States.ResultPathMatchFailure")
