import os
import unittest
from typing import Any

from localstack.services.stepfunctions.asl.jsonata.jsonata import JSONataException

from localstack_harness.stepfunctions.jsonata.evaluator import Evaluator
from localstack_harness.stepfunctions.jsonata.queries import PACKAGE, declarations
from localstack_harness.support.node_child import NODE


class TestEvaluator(unittest.TestCase):
    evaluate: Evaluator

    @classmethod
    def setUpClass(cls) -> None:
        cls.evaluate = Evaluator(os.environ[NODE], os.environ[PACKAGE], longest=5)
        cls.addClassCleanup(cls.evaluate.close)

    def test_values(self) -> None:
        cases: list[tuple[str, Any]] = [
            ('"Rex" & " barks"', "Rex barks"),
            ("1 + 1", 2),
            ("[1..3].{'n': $}", [{"n": 1}, {"n": 2}, {"n": 3}]),
            ("null", None),
            ("$missing", None),
            ("($name:='Rex'; $uppercase($name))", "REX"),
        ]
        for expression, value in cases:
            with self.subTest(expression):
                self.assertEqual(self.evaluate(expression), value)

    def test_functions_of_step_functions(self) -> None:
        cases: list[tuple[str, Any]] = [
            ("$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]),
            ("$range(0, 10, 5)", [0, 5, 10]),
            ("$range(3, 1, -1)", [3, 2, 1]),
            ("$range(1, 0, 1)", []),
            ("$hash('Rex', 'MD5')", "779263ec4c1b5f9943badee2e45e66f9"),
            ("$parse('{\"a\": [1]}').a", [1]),
            ("$random(7) = $random(7)", True),
            ("$random(7) != $random(8)", True),
            ("$random() < 1 and $random() >= 0", True),
            ("$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4/) != []", True),
        ]
        for expression, value in cases:
            with self.subTest(expression):
                self.assertEqual(self.evaluate(expression), value)

    def test_a_function_is_no_value(self) -> None:
        self.assertEqual(self.evaluate("function($x) { $x }"), "(function)")
        self.assertEqual(self.evaluate("$type(function($x) { $x })"), "function")

    def test_errors_say_what_is_wrong(self) -> None:
        cases = [
            ("$uppercase(1)", "does not match function signature"),
            ("1 +", "Unexpected end"),
            ("$eval('1')", r"\$parse"),
            ("$hash('Rex', 'SHA-2')", "SHA-256"),
            ("$partition([1], 0)", "above 0"),
        ]
        for expression, message in cases:
            with self.subTest(expression), self.assertRaises(JSONataException) as raised:
                self.evaluate(expression)
            self.assertRegex(str(raised.exception.details), message)

    def test_an_expression_without_an_end_fails_and_the_next_one_works(self) -> None:
        impatient = Evaluator(os.environ[NODE], os.environ[PACKAGE], longest=1)
        self.addCleanup(impatient.close)
        with self.assertRaises(JSONataException):
            impatient("($f := function() { $f() }; $f())")
        self.assertEqual(Evaluator.__call__(self.evaluate, "1"), 1)

    def test_variables_keep_quotes_and_backslashes(self) -> None:
        name = 'say "hi" \\ $x'
        value = self.evaluate(f"({declarations({'$name': name, '$list': [name, None]})} [$name, $list])")
        self.assertEqual(value, [name, name, None])


if __name__ == "__main__":
    unittest.main()
