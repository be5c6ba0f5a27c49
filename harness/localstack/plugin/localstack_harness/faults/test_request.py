import json
import unittest

from localstack_harness.faults.request import read_fault
from localstack_harness.support.fields import BadInputError


class ReadFaultTest(unittest.TestCase):
    def refused(self, **given: object) -> str:
        with self.assertRaises(BadInputError) as caught:
            read_fault(json.dumps(given).encode())
        return str(caught.exception)

    def test_reads_a_fault(self) -> None:
        given = {
            "service": "sfn",
            "operation": "StartExecution",
            "error": "Throttling",
            "times": 2,
            "match": ["a", "b"],
        }
        fault = read_fault(json.dumps(given).encode())
        self.assertEqual((fault.service, fault.operation), ("stepfunctions", "StartExecution"))
        self.assertEqual(
            (fault.error, fault.times, fault.match, fault.delay_ms), ("Throttling", 2, ("a", "b"), 0)
        )
        self.assertGreater(fault.lease.seconds_left, 59)

    def test_reads_a_rate(self) -> None:
        given = {"service": "ses", "operation": "SendEmail", "error": "Throttling", "rate": 1}
        fault = read_fault(json.dumps(given).encode())
        assert fault.rate_limit
        self.assertEqual([fault.rate_limit.admit() for _ in range(2)], [True, False])
        self.assertIn("`rate` must be an integer from 1 to 100000", self.refused(**{**given, "rate": 0.5}))

    def test_suggests_the_likely_name(self) -> None:
        self.assertIn(
            "did you mean 'SendEmail'?", self.refused(service="ses", operation="SendMail", error="X")
        )
        self.assertIn(
            "there is no service 'sess'", self.refused(service="sess", operation="SendEmail", error="X")
        )

    def test_refuses_a_fault_that_could_never_apply(self) -> None:
        ses = {"service": "ses", "operation": "SendEmail"}
        invoke = {"service": "lambda", "operation": "Invoke"}
        for given, message in (
            (ses, "needs `error`, `delayMs` or"),
            ({**ses, "error": "X", "function": "f"}, "`function` and `effect` require service lambda"),
            ({**ses, "message": "m", "delayMs": 5}, "require `error`"),
            ({**ses, "error": "X", "status": 200}, "`status` must be an integer from 400 to 599"),
            ({**invoke, "effect": "crash"}, "`effect` needs `function`"),
            ({**invoke, "effect": "crash", "function": "f", "error": "X"}, "not both"),
            ({**ses, "error": "X", "often": 3}, "unknown field `often`"),
        ):
            with self.subTest(message=message):
                self.assertIn(message, self.refused(**given))


if __name__ == "__main__":
    unittest.main()
