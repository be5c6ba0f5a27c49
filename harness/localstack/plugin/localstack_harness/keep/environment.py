"""What LocalStack and the plugin read of the `Environment` of an execution that LocalStack's end has ended."""

from typing import Any

from localstack.aws.api.stepfunctions import ExecutionAbortedEventDetails, HistoryEventType
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration.itemprocessor.map_run_record import (
    MapRunRecordPoolManager,
)
from localstack.services.stepfunctions.asl.eval.callback.callback import CallbackPoolManager
from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventHistoryContext, EventManager

from localstack_harness.stepfunctions.executions.ended import PackedHistory
from localstack_harness.stepfunctions.redrive import entries


class KeptEnvironment:
    def __init__(self, session: Any, activities: Any, history: Any, entry: entries.Entry | None) -> None:
        self.callback_pool_manager = CallbackPoolManager(activity_store=activities)
        self.map_run_record_pool_manager = MapRunRecordPoolManager()
        self.event_manager: Any = history
        if not isinstance(history, PackedHistory):
            self.event_manager = EventManager(session)
            self.event_manager._history_event_list.extend(history)
            self.event_manager._event_id_gen._next_id = len(history) + 1
        if entry:
            entries.remember(self, entry)

    def waits(self) -> bool:
        events = self.event_manager.get_event_history()
        return bool(events) and events[-1]["type"] == HistoryEventType.WaitStateEntered

    def abort(self, error: str, cause: str) -> None:
        details = EventDetails(
            executionAbortedEventDetails=ExecutionAbortedEventDetails(error=error, cause=cause)
        )
        last = len(self.event_manager.get_event_history())
        context = EventHistoryContext(previous_event_id=last)
        self.event_manager.add_event(context, HistoryEventType.ExecutionAborted, details)

    def set_stop(self, **_: object) -> None:
        """As for any execution that has ended: nothing."""
