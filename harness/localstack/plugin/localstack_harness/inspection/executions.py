"""Step Functions' executions, also Express ones, whose history AWS does not keep."""

from datetime import UTC, datetime
from typing import Any, TypedDict

from localstack_harness.support.loading.loaded import loaded

_MAX_EVENTS = 5_000


class ListedExecution(TypedDict):
    arn: str
    name: str
    stateMachineArn: str
    status: str
    startedAt: int
    """In milliseconds since 1970."""
    endedAt: int | None
    isExpress: bool
    redrives: int
    error: str | None


class ExecutionDetail(TypedDict):
    execution: ListedExecution
    input: object
    output: object
    cause: str | None
    definition: str | None
    """In Amazon States Language; left out when events after a number are asked for."""
    events: list[dict[str, Any]]
    """As GetExecutionHistory returns them, those after the number that was asked for; at most 5,000."""
    total: int
    """How many events there are."""


def executions_since(milliseconds: int) -> list[ListedExecution]:
    """Those that started, ended or were redriven at this time or later."""
    since = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return [
        listed(execution)
        for execution in _all()
        if any(
            date and date >= since
            for date in (execution.start_date, execution.stop_date, _last_redrive(execution))
        )
    ]


def execution_count() -> int:
    return sum(len(store.executions) for store in _stores())


def execution_detail(arn: str, after: int = 0) -> ExecutionDetail | None:
    execution = next((store.executions[arn] for store in _stores() if arn in store.executions), None)
    if execution is None:
        return None
    # the status before the events: when the status is an end, the events are complete
    shown = listed(execution)
    env = execution.exec_worker.env if execution.exec_worker else None
    events = env.event_manager._history_event_list if env else []
    return {
        "execution": shown,
        "input": execution.input_data,
        "output": execution.output,
        "cause": execution.cause,
        "definition": execution.state_machine.definition if after == 0 else None,
        # ids count from 1, and events are only added
        "events": [_plain(event) for event in events[after : after + _MAX_EVENTS]],
        "total": len(events),
    }


def listed(execution: Any) -> ListedExecution:
    redrives = _redrives(execution)
    return {
        "arn": execution.exec_arn,
        "name": execution.name,
        "stateMachineArn": execution.state_machine_arn,
        "status": str(execution.exec_status or "RUNNING"),
        "startedAt": _milliseconds(execution.start_date),
        "endedAt": _milliseconds(execution.stop_date) if execution.stop_date else None,
        "isExpress": str(execution.sm_type) == "EXPRESS",
        "redrives": redrives.count if redrives else 0,
        "error": execution.error,
    }


def _redrives(execution: Any) -> Any | None:
    """The plugin's own record, see `stepfunctions.redrive.redrives`."""
    return getattr(execution, "redrives", None)


def _last_redrive(execution: Any) -> datetime | None:
    redrives = _redrives(execution)
    return redrives.date if redrives else None


def _all() -> list[Any]:
    return [execution for store in _stores() for execution in list(store.executions.values())]


def _stores() -> list[Any]:
    models = loaded("localstack.services.stepfunctions.backend.store")
    return [store for _, _, store in models.sfn_stores.iter_stores()] if models else []


def _plain(event: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, datetime) else value for key, value in dict(event).items()
    }


def _milliseconds(time: datetime) -> int:
    return int(time.timestamp() * 1000)
