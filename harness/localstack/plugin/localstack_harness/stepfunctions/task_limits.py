"""Time-outs and heartbeats of tasks: those that come by a path, and an activity that no worker takes.

LocalStack takes seconds that are no positive integer, and fails with an error of Python where no worker takes a task.
Changes asl/component/common/timeouts and asl/eval/callback of LocalStack's Step Functions.
https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
"""

from typing import Any

from localstack.services.stepfunctions.asl.component.common.timeouts import heartbeat, timeout
from localstack.services.stepfunctions.asl.eval.callback.callback import ActivityTaskStartEndpoint
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.stepfunctions.failures import RUNTIME, KnownAs, failure_known_as
from localstack_harness.support.patching import Original, patch

LONGEST_S = 99_999_999


def install() -> None:
    _end_without_a_worker()
    _refuse_other_seconds(timeout.TimeoutSecondsPath, "TimeoutSecondsPath")
    _refuse_other_seconds(heartbeat.HeartbeatSecondsPath, "HeartbeatSecondsPath")


def _end_without_a_worker() -> None:
    @patch(ActivityTaskStartEndpoint.__init__)
    def init(original: Original, self: ActivityTaskStartEndpoint) -> None:
        original(self)
        self._outcome = None


def _refuse_other_seconds(component: Any, field: str) -> None:
    """LocalStack's own check lets most of them pass, and fails for a string."""

    @patch(component._eval_seconds)
    def eval_seconds(original: Original, self: Any, env: Environment) -> int:
        try:
            seconds = original(self, env)
        except (TypeError, ValueError):
            seconds = None
        if isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds <= LONGEST_S:
            return seconds
        raise failure_known_as(
            env,
            KnownAs(RUNTIME),
            f"The {field} parameter must be a positive integer: {self.string_sampler.literal_value}",
        )
