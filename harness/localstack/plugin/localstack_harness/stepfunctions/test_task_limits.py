import unittest
from typing import Any

from localstack.services.stepfunctions.backend.activity import Activity

from localstack_harness.stepfunctions.program_for_tests import run

ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:a"
DONE = {"Type": "Pass", "Result": "timeout", "End": True}


def activity(**limits: Any) -> dict[str, Any]:
    catch = [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Missed"}]
    catch += [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}]
    task = {"Type": "Task", "Resource": ACTIVITY, "Catch": catch, "End": True, **limits}
    return {"StartAt": "T", "States": {"T": task, "Late": DONE, "Missed": {**DONE, "Result": "heartbeat"}}}


class TaskLimitsTest(unittest.TestCase):
    def test_an_activity_that_no_worker_takes_times_out(self) -> None:
        known = {ACTIVITY: Activity(arn=ACTIVITY, name="a")}
        for limits in ({"TimeoutSeconds": 1}, {"TimeoutSecondsPath": "$.t", "HeartbeatSecondsPath": "$.t"}):
            with self.subTest(limits=limits):
                ended = run(activity(**limits), {"t": 1}, known)
                self.assertEqual((ended.error, ended.output), (None, "timeout"))

    def test_seconds_that_come_by_a_path_are_positive_integers(self) -> None:
        known = {ACTIVITY: Activity(arn=ACTIVITY, name="a")}
        for seconds in (0, -1, 1.5, "1", None, True, [1], 100_000_000):
            for limits in (
                {"TimeoutSecondsPath": "$.t"},
                {"HeartbeatSecondsPath": "$.t", "TimeoutSeconds": 60},
            ):
                with self.subTest(seconds=seconds, limits=limits):
                    ended = run(activity(**limits), {"t": seconds}, known)
                    self.assertEqual(ended.error, "States.Runtime")
                    self.assertIn("parameter must be a positive integer: $.t", ended.cause or "")


if __name__ == "__main__":
    unittest.main()
