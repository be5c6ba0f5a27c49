"""
Runs an execution in its one thread. LocalStack starts another for the states, and waits for its end: a state machine's
TimeoutSeconds needs that, and few have one.
"""

from localstack.services.stepfunctions.asl.component.program.program import Program
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(Program.eval)
    def evaluate(original: Original, self: Program, env: Environment) -> None:
        if self.timeout_seconds:
            original(self, env)
            return
        env.next_state_name = self.start_at.start_at_name
        self._eval_body(env)
