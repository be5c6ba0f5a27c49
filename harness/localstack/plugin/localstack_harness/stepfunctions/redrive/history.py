"""The history of a redriven execution: the events of before, then what the redrive adds."""

from typing import Any, override

from localstack.aws.api.stepfunctions import ExecutionTimedOutEventDetails, HistoryEventType
from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventHistoryContext, EventManager

_ENDS = (
    HistoryEventType.ExecutionFailed,
    HistoryEventType.ExecutionTimedOut,
    HistoryEventType.ExecutionAborted,
)


class ContinuedHistory(EventManager):
    """A separate list: a task of before that is still running does not write to it."""

    def __init__(self, before: EventManager, *, is_in_state: bool) -> None:
        """`is_in_state`: the first state continues, so that it is not entered again."""
        super().__init__(before._cloud_watch_logging_session)
        with before._mutex:
            self._history_event_list.extend(before._history_event_list)
        self._event_id_gen._next_id = len(self._history_event_list) + 1
        self._is_in_state = is_in_state
        self._end_if_missing()

    def context(self) -> EventHistoryContext:
        """Of events that follow the last one."""
        return EventHistoryContext(previous_event_id=len(self._history_event_list))

    @override
    def add_event(
        self,
        context: EventHistoryContext,
        event_type: HistoryEventType,
        event_details: EventDetails | None = None,
        timestamp: Any = None,
        update_source_event_id: bool = True,
    ) -> int:
        if self._is_in_state and event_details and "stateEnteredEventDetails" in event_details:
            self._is_in_state = False
            return context.last_published_event_id
        return super().add_event(context, event_type, event_details, timestamp, update_source_event_id)

    def _end_if_missing(self) -> None:
        """LocalStack reports a time-out at once, and writes its event when the last task has ended."""
        last = self._history_event_list[-1]
        if last["type"] not in _ENDS:
            details = EventDetails(executionTimedOutEventDetails=ExecutionTimedOutEventDetails())
            self.add_event(self.context(), HistoryEventType.ExecutionTimedOut, details)
