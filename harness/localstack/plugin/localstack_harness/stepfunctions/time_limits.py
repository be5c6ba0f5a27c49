"""
Suspends the time limits of tasks and executions while a debugger has stopped a function.

Patches asl/component/state/state_execution/execute_state.py and asl/component/program/program.py of LocalStack.
"""

from localstack.services.stepfunctions.asl.component.program import program
from localstack.services.stepfunctions.asl.component.state.state_execution import execute_state

from localstack_harness.support.patching import replace
from localstack_harness.support.timing.working_time import Threading


def install() -> None:
    for module in (program, execute_state):
        replace(module, "threading", Threading())
