"""Runs a state machine in a test's process, with the plugin's patches and without the service around it."""

import json
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from localstack.aws.api.stepfunctions import StateMachineType
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.evaluation_details import AWSExecutionDetails
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventHistoryContext
from localstack.services.stepfunctions.asl.eval.program_state import ProgramError
from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser
from localstack.services.stepfunctions.backend.activity import Activity

from localstack_harness.clock import step_functions as clock
from localstack_harness.stepfunctions import (
    distributed_maps,
    error_names,
    map_failures,
    task_limits,
    timestamps,
)
from localstack_harness.stepfunctions.intrinsics import evaluation, values
from localstack_harness.stepfunctions.jsonata import result_types
from localstack_harness.stepfunctions.paths import queries, result_paths

ARN = "arn:aws:states:us-east-1:000000000000:"


@cache
def install() -> None:
    # it logs each component that an error passes, with all of its definition
    logging.getLogger("localstack.services.stepfunctions").setLevel(logging.CRITICAL)
    for part in (
        clock,
        evaluation,
        values,
        queries,
        result_paths,
        task_limits,
        result_types,
        timestamps,
        error_names,
        map_failures,
        distributed_maps,
    ):
        part.install()


@dataclass(frozen=True)
class Ended:
    output: Any
    error: str | None
    cause: str | None


def evaluated(
    definition: dict[str, Any], given: Any = None, activities: dict[str, Activity] | None = None
) -> Environment:
    """The environment in which the state machine ended."""
    install()
    given = {} if given is None else given
    program, _ = AmazonStateLanguageParser.parse(json.dumps(definition))
    context: Any = {
        "Execution": {"Id": f"{ARN}execution:m:e", "Input": given, "Name": "e"},
        "StateMachine": {"Id": f"{ARN}stateMachine:m", "Name": "m"},
    }
    env = Environment(
        aws_execution_details=AWSExecutionDetails(account="000000000000", region="us-east-1", role_arn=""),
        execution_type=StateMachineType.STANDARD,
        context=context,
        event_history_context=EventHistoryContext.of_program_start(),
        cloud_watch_logging_session=None,
        activity_store=activities or {},
    )
    program.eval(env)
    return env


def run(
    definition: dict[str, Any], given: Any = None, activities: dict[str, Activity] | None = None
) -> Ended:
    env = evaluated(definition, given, activities)
    state = env.program_state()
    if isinstance(state, ProgramError):
        error: dict[str, Any] = dict(state.error or {})
        return Ended(None, error.get("error"), error.get("cause"))
    return Ended(env.states.get_input(), None, None)


def one_state(**state: Any) -> dict[str, Any]:
    return {"StartAt": "S", "States": {"S": {"End": True, **state}}}
