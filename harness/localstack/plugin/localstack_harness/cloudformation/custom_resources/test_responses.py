import json
import unittest

from localstack_harness.cloudformation.custom_resources.responses import Outcome, Responses, read_outcome


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


class ReadOutcomeTest(unittest.TestCase):
    def test_a_success_has_an_id_and_attributes(self) -> None:
        given = body(Status="SUCCESS", PhysicalResourceId="rex", Data={"Age": 3})
        self.assertEqual(read_outcome(given), Outcome("SUCCESS", "", "rex", {"Age": 3}))

    def test_a_failure_has_a_reason(self) -> None:
        self.assertEqual(read_outcome(body(Status="FAILED", Reason="asleep")).reason, "asleep")

    def test_an_invalid_response_is_a_failure_that_says_why(self) -> None:
        cases = [
            (b"<html>", "not JSON"),
            (body(Status="DONE", PhysicalResourceId="rex"), "Status must be"),
            (body(Status="SUCCESS"), "PhysicalResourceId"),
            (body(Status="SUCCESS", PhysicalResourceId="rex", Data={"long": "x" * 5_000}), "too long"),
        ]
        for given, reason in cases:
            with self.subTest(reason):
                outcome = read_outcome(given)
                self.assertEqual(outcome.status, "FAILED")
                self.assertIn(reason, outcome.reason)


class ResponsesTest(unittest.TestCase):
    def test_only_the_first_response_counts(self) -> None:
        responses = Responses()
        pending = responses.expect()
        self.assertTrue(responses.receive(pending.token, body(Status="SUCCESS", PhysicalResourceId="first")))
        self.assertFalse(
            responses.receive(pending.token, body(Status="SUCCESS", PhysicalResourceId="second"))
        )
        outcome = pending.wait(0)
        assert outcome is not None
        self.assertEqual(outcome.physical_id, "first")

    def test_a_token_that_is_not_pending_is_refused(self) -> None:
        self.assertFalse(Responses().receive("guessed", body(Status="SUCCESS", PhysicalResourceId="rex")))

    def test_there_is_no_outcome_before_the_response(self) -> None:
        self.assertIsNone(Responses().expect().wait(0))


if __name__ == "__main__":
    unittest.main()
