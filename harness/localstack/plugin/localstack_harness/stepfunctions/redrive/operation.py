"""
RedriveExecution, and what DescribeExecution and ListExecutions return about redrives.

Adds to provider.py and backend/execution.py of LocalStack's Step Functions.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from localstack.aws.api import RequestContext, handler
from localstack.aws.api.stepfunctions import (
    DescribeExecutionOutput,
    ExecutionListItem,
    ExecutionNotRedrivable,
    ExecutionRedriveStatus,
    ExecutionStatus,
    RedriveExecutionOutput,
    StateMachineType,
    ValidationException,
)
from localstack.services.stepfunctions.backend.execution import Execution
from localstack.services.stepfunctions.backend.store import sfn_stores
from localstack.services.stepfunctions.provider import StepFunctionsProvider

from localstack_harness.stepfunctions.redrive import entries
from localstack_harness.stepfunctions.redrive.redrives import redrives_of
from localstack_harness.stepfunctions.redrive.worker import RedrivenWorker
from localstack_harness.support.patching import Original, patch, replace

MAX_EVENTS = 24_999
REDRIVABLE_FOR = timedelta(days=14)
MAX_OPEN = timedelta(days=365)

_redriving = threading.Lock()


def install() -> None:
    entries.install()
    _offer()
    _describe_redrives()
    _refuse_filter()


def _offer() -> None:
    def redrive_execution(
        self: StepFunctionsProvider,
        context: RequestContext,
        execution_arn: str,
        client_token: str | None = None,
        **_: Any,
    ) -> RedriveExecutionOutput:
        self._validate_state_machine_execution_arn(execution_arn)
        execution = self._get_execution(context=context, execution_arn=execution_arn)
        if execution.sm_type != StateMachineType.STANDARD:
            self._raise_resource_type_not_in_context(resource_type=execution.sm_type)
        return RedriveExecutionOutput(redriveDate=redrive(execution, client_token))

    replace(StepFunctionsProvider, "redrive_execution", handler("RedriveExecution")(redrive_execution))


def redrive(execution: Any, token: str | None = None) -> datetime:
    """Returns when it was redriven. Raises ExecutionNotRedrivable."""
    with _redriving:
        redrives = redrives_of(execution)
        known = redrives.date_of(token)
        if known is not None:
            return known
        reason = why_not_redrivable(execution)
        if reason is not None:
            raise ExecutionNotRedrivable(reason)
        date = redrives.add(token)
        worker: Any = RedrivenWorker(execution.exec_worker, redrives.count, date)
        execution.exec_worker = worker
        execution.exec_status = ExecutionStatus.RUNNING
        execution.stop_date = execution.error = execution.cause = None
    execution.publish_execution_status_change_event()
    worker.start()
    return date


def why_not_redrivable(execution: Any) -> str | None:
    """In AWS's words; None where it can be redriven."""
    status, now = execution.exec_status, datetime.now(UTC)
    machines = sfn_stores[execution.account_id][execution.region_name].state_machines
    if status not in (ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED):
        return f"Execution is {status} and cannot be redriven"
    if execution.state_machine_arn not in machines:
        return "State machine is in DELETING status"
    if len(execution.exec_worker.env.event_manager._history_event_list) >= MAX_EVENTS:
        return "Execution history event limit exceeded"
    if now - execution.start_date > MAX_OPEN:
        return "Execution has exceeded the max execution time"
    if now - execution.stop_date > REDRIVABLE_FOR:
        return "Execution redrivable period exceeded"
    return None


def _describe_redrives() -> None:
    @patch(Execution.to_describe_output)
    def describe(original: Original, self: Execution) -> DescribeExecutionOutput:
        output: DescribeExecutionOutput = original(self)
        output.update(redrives_of(self).described())  # type: ignore[typeddict-item]
        reason = why_not_redrivable(self)
        if reason is None:
            output["redriveStatus"] = ExecutionRedriveStatus.REDRIVABLE
        else:
            output["redriveStatus"] = ExecutionRedriveStatus.NOT_REDRIVABLE
            output["redriveStatusReason"] = reason
        return output

    @patch(Execution.to_execution_list_item)
    def list_item(original: Original, self: Execution) -> ExecutionListItem:
        item: ExecutionListItem = original(self)
        item.update(redrives_of(self).described())  # type: ignore[typeddict-item]
        return item


def _refuse_filter() -> None:
    """It is for the executions of a Map Run, which LocalStack does not list."""

    @patch(StepFunctionsProvider.list_executions)
    def list_executions(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("redrive_filter"):
            raise ValidationException("redriveFilter cannot be used with a state machine ARN")
        return original(*args, **kwargs)
