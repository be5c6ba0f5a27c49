import unittest
from typing import Any

from localstack_harness.stepfunctions.program_for_tests import Ended, one_state, run

GIVEN = {"o": {"a": 1, "b": [True]}, "same": {"b": [True], "a": 1}, "n": "Rex"}


def evaluate(call: str) -> Ended:
    return run(one_state(Type="Pass", Parameters={"r.$": call}), GIVEN)


class ValuesTest(unittest.TestCase):
    def value(self, call: str) -> Any:
        ended = evaluate(call)
        self.assertEqual((ended.error, ended.cause), (None, None))
        return ended.output["r"]

    def test_compares_values_of_json(self) -> None:
        for call, value in (
            ("States.ArrayUnique(States.Array(1, true, '1', 1, null, null))", [1, True, "1", None]),
            ("States.ArrayUnique(States.Array($.o, $.same, $.n, $.o))", [GIVEN["o"], "Rex"]),
            ("States.ArrayUnique(States.Array(States.Array(1), States.Array(1)))", [[1]]),
            ("States.ArrayContains(States.Array(1, 0), true)", False),
            ("States.ArrayContains(States.Array('a', $.o), $.same)", True),
        ):
            with self.subTest(call=call):
                self.assertEqual(repr(self.value(call)), repr(value))

    def test_the_end_of_random_numbers_is_not_one_of_them(self) -> None:
        self.assertEqual({self.value("States.MathRandom(1, 2)") for _ in range(20)}, {1})
        self.assertEqual({self.value("States.MathRandom(1.5, 2.6)") for _ in range(20)}, {2})
        self.assertEqual(
            self.value("States.MathRandom(1, 999, 7)"), self.value("States.MathRandom(1, 999, 7)")
        )

    def test_ranges_count_up_and_down_to_their_end(self) -> None:
        for call, value in (
            ("States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]),
            ("States.ArrayRange(5, 1, -2)", [5, 3, 1]),
            ("States.ArrayRange(0, -3, -1)", [0, -1, -2, -3]),
            ("States.ArrayRange(1, 2, 3)", [1]),
            ("States.ArrayRange(2, 1, 1)", []),
            ("States.ArrayRange(1.4, 2.6, 1)", [1, 2, 3]),
        ):
            with self.subTest(call=call):
                self.assertEqual(self.value(call), value)
        self.assertEqual(len(self.value("States.ArrayRange(1, 1000, 1)")), 1000)

    def test_reads_json(self) -> None:
        self.assertEqual(self.value("States.StringToJson('[1, null]')"), [1, None])

    def test_fails_where_python_would_go_on(self) -> None:
        for call in (
            "States.ArrayGetItem(States.Array(1, 2), -1)",
            "States.ArrayGetItem(States.Array(1, 2), 2)",
            "States.ArrayGetItem(States.Array(1, 2), true)",
            "States.ArrayContains($.n, 'R')",
            "States.ArrayUnique($.n)",
            "States.StringToJson('NaN')",
            "States.StringToJson('[-Infinity]')",
            "States.StringToJson($.o)",
            "States.MathRandom(2, 2)",
            "States.ArrayRange(1, 5, 0)",
            "States.ArrayRange(1, 1001, 1)",
            "States.ArrayRange('1', 5, 1)",
        ):
            with self.subTest(call=call):
                self.assertEqual(evaluate(call).error, "States.IntrinsicFailure")
