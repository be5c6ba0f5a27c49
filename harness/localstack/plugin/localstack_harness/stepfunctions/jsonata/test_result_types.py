import os
import unittest
from typing import Any
from unittest.mock import patch

from localstack.services.stepfunctions.asl.jsonata import jsonata

from localstack_harness.stepfunctions.jsonata.evaluator import Evaluator
from localstack_harness.stepfunctions.jsonata.queries import PACKAGE
from localstack_harness.stepfunctions.program_for_tests import Ended, run
from localstack_harness.support.node_child import NODE


def of_one_state(**state: Any) -> Ended:
    return run(
        {"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"End": True, **state}}}, {"n": "Rex"}
    )


class ResultTypesTest(unittest.TestCase):
    def setUp(self) -> None:
        evaluator = Evaluator(os.environ[NODE], os.environ[PACKAGE])
        self.addCleanup(evaluator.close)
        evaluation = patch.object(jsonata, "_eval_jsonata", evaluator)
        evaluation.start()
        self.addCleanup(evaluation.stop)

    def test_numbers(self) -> None:
        self.assertEqual(of_one_state(Type="Wait", Seconds="{% 0 %}").error, None)

    def test_what_is_no_number(self) -> None:
        for expression, seen in (
            ("'5'", "Expected 'number', but was 'string' for value: \"5\""),
            ("$states.input.n", "was 'string'"),
            ("true", "was 'boolean'"),
            ("null", "was 'null'"),
            ("[1, 2]", "was 'array'"),
            ("{}", "was 'object'"),
            ("1.5", "not an integer from 0 to 99999999: 1.5"),
            ("-1", "not an integer from 0 to 99999999: -1"),
        ):
            with self.subTest(expression=expression):
                ended = of_one_state(Type="Wait", Seconds=f"{{% {expression} %}}")
                self.assertEqual(ended.error, "States.QueryEvaluationError")
                self.assertIn(seen, ended.cause or "")

    def test_every_field_with_a_number(self) -> None:
        each = {"ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "Items": [1]}
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Arguments": {},
        }
        for field, state in (
            ("TimeoutSeconds", task),
            ("HeartbeatSeconds", task),
            ("MaxConcurrency", {"Type": "Map", **each}),
            ("ToleratedFailureCount", {"Type": "Map", **each}),
            ("ToleratedFailurePercentage", {"Type": "Map", **each}),
        ):
            with self.subTest(field=field):
                ended = of_one_state(**state, **{field: "{% 'x' %}"})
                self.assertEqual(ended.error, "States.QueryEvaluationError")
                self.assertIn(f"the field '{field}'", ended.cause or "")

    def test_a_condition_is_a_boolean(self) -> None:
        ended = run(
            {
                "QueryLanguage": "JSONata",
                "StartAt": "C",
                "States": {
                    "C": {
                        "Type": "Choice",
                        "Choices": [{"Condition": "{% 5 %}", "Next": "E"}],
                        "Default": "E",
                    },
                    "E": {"Type": "Succeed"},
                },
            }
        )
        self.assertEqual(ended.error, "States.QueryEvaluationError")
        self.assertIn("Expected 'boolean', but was 'number' for value: 5", ended.cause or "")
