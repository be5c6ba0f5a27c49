import unittest
from typing import Any

from localstack_harness.stepfunctions.program_for_tests import one_state, run

GIVEN = {"a": [{"x": 1, "y": 2}], "b": [1, 2, 3], "o": {"p": 5}}


def select(path: str) -> Any:
    ended = run(one_state(Type="Pass", Parameters={"r.$": path}), GIVEN)
    return ended.error or ended.output["r"]


class QueriesTest(unittest.TestCase):
    def test_a_path_to_one_place_gives_its_value(self) -> None:
        for path, value in (
            ("$.o.p", 5),
            ("$['o']['p']", 5),
            ("$.b[0]", 1),
            ("$.b[-1]", 3),
            ("$.a[-1].x", 1),
            ("$", GIVEN),
        ):
            with self.subTest(path=path):
                self.assertEqual(select(path), value)

    def test_a_path_that_may_select_several_gives_a_list(self) -> None:
        for path, value in (
            ("$.a[*]", [{"x": 1, "y": 2}]),
            ("$.a[*].x", [1]),
            ("$.a[0:1].x", [1]),
            ("$.a[?(@.x==1)]", [{"x": 1, "y": 2}]),
            ("$.a[?(@.x==1)].y", [2]),
            ("$.a[?(@.x==9)].y", []),
            ("$..p", [5]),
            ("$..nowhere", []),
            ("$.o.*", [5]),
            ("$.b[0,2]", [1, 3]),
        ):
            with self.subTest(path=path):
                self.assertEqual(select(path), value)

    def test_a_place_that_is_missing_is_a_failure(self) -> None:
        for path in ("$.none", "$.b[3]", "$.b[-4]", "$.o.p.q"):
            with self.subTest(path=path):
                self.assertEqual(select(path), "States.Runtime")


if __name__ == "__main__":
    unittest.main()
