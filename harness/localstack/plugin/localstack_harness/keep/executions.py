"""
Executions of Step Functions: of one that ran, its description and history are kept, and where it was.

It cannot go on as if nothing had happened: its task may have had its effect, or not. It is ABORTED when LocalStack starts
again, and can be redriven. One that waited continues, as by a redrive.
"""

import logging
from datetime import UTC, datetime
from typing import Any, NamedTuple

from localstack.aws.api.stepfunctions import ExecutionStatus
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager
from localstack.services.stepfunctions.asl.eval.event.logging import CloudWatchLoggingSession
from localstack.services.stepfunctions.backend.execution import BaseExecutionWorkerCommunication
from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker
from localstack.services.stepfunctions.backend.store import sfn_stores
from localstack.state import pickle

from localstack_harness.keep.changes import CHANGES
from localstack_harness.keep.environment import KeptEnvironment
from localstack_harness.stepfunctions.redrive.entries import entry_where_ended
from localstack_harness.stepfunctions.redrive.operation import redrive, why_not_redrivable
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)

CAUSE = "LocalStack ended while this execution ran. Redrive it to repeat the state that it was in."
ERROR = "LocalStack.Ended"


def install() -> None:
    """When LocalStack loads Step Functions."""
    pickle.reducer(CloudWatchLoggingSession, _session)(lambda it: (it.execution_arn, it.configuration))
    pickle.reducer(ExecutionWorker, _worker, subclasses=True)(lambda it: (_kept(it),))
    changes: tuple[Any, ...] = (EventManager.add_event, BaseExecutionWorkerCommunication.terminated)
    for change in changes:

        @patch(change)
        def changed(original: Original, /, *args: object, **named: object) -> object:
            result: object = original(*args, **named)
            CHANGES.add("stepfunctions")
            return result


class _Kept(NamedTuple):
    """Of an `ExecutionWorker`."""

    details: Any
    communication: Any
    activities: Any
    session: Any
    history: Any
    entry: Any


def _kept(worker: Any) -> _Kept:
    env = worker.env
    history: Any = env.event_manager if env else []
    if isinstance(history, EventManager):
        # the list itself: the copy of the process has one thread
        history = list(history._history_event_list)
    return _Kept(
        worker._evaluation_details,
        worker._execution_communication,
        worker._activity_store,
        worker._cloud_watch_logging_session,
        history,
        entry_where_ended(env) if env else None,
    )


def _session(arn: str, configuration: Any) -> Any:
    return CloudWatchLoggingSession(execution_arn=arn, configuration=configuration)


def _worker(kept: _Kept) -> Any:
    worker: Any = ExecutionWorker(kept.details, kept.communication, kept.session, kept.activities)
    worker.env = KeptEnvironment(kept.session, kept.activities, kept.history, kept.entry)
    return worker


def end_running() -> None:
    """Ends the executions that ran when the state was saved; those that waited are continued."""
    for _, _, store in sfn_stores.iter_stores():
        for execution in list(store.executions.values()):
            if execution.exec_status == ExecutionStatus.RUNNING:
                _end(execution)


def _end(execution: Any) -> None:
    waited = execution.exec_worker.env.waits()
    execution.exec_status = ExecutionStatus.ABORTED
    execution.stop_date = datetime.now(UTC)
    execution.error, execution.cause = ERROR, CAUSE
    execution.exec_worker.env.abort(ERROR, CAUSE)
    if waited and why_not_redrivable(execution) is None:
        redrive(execution)
    else:
        LOG.warning("%s: %s", execution.exec_arn, CAUSE)
