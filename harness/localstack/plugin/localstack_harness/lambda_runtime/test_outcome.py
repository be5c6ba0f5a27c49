import json
import unittest

from localstack_harness.lambda_runtime.outcome import Outcome, exited, response_too_large, timed_out


class OutcomeTest(unittest.TestCase):
    def document(self, outcome: Outcome) -> dict[str, str]:
        document: dict[str, str] = json.loads(outcome.payload)
        return document

    def test_time_out(self) -> None:
        outcome = timed_out("r1", 3)
        self.assertEqual(
            self.document(outcome),
            {
                "errorType": "Sandbox.Timedout",
                "errorMessage": "RequestId: r1 Error: Task timed out after 3.00 seconds",
            },
        )
        self.assertEqual((outcome.is_error, outcome.status), (True, "timeout"))

    def test_exits(self) -> None:
        for code, reason in (
            (0, "Runtime exited without providing a reason"),
            (3, "Runtime exited with error: exit status 3"),
            (-9, "Runtime exited with error: signal: killed"),
            (-6, "Runtime exited with error: signal: aborted"),
            (-11, "Runtime exited with error: signal: segmentation fault"),
            (-64, "Runtime exited with error: signal: signal 64"),
        ):
            with self.subTest(code=code):
                self.assertEqual(
                    self.document(exited("r1", code)),
                    {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: r1 Error: {reason}"},
                )

    def test_a_response_that_is_too_large_is_an_error_of_the_handler(self) -> None:
        outcome = response_too_large(6291556)
        self.assertEqual(
            self.document(outcome)["errorMessage"],
            "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        )
        self.assertEqual((outcome.is_error, outcome.status), (True, None))


if __name__ == "__main__":
    unittest.main()
