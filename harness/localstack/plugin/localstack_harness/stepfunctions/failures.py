"""Failures of states under the names that AWS documents.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from typing import Any

from localstack.aws.api.stepfunctions import HistoryEventType, TaskFailedEventDetails
from localstack.services.stepfunctions.asl.component.common.error_name.error_name import ErrorName
from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails

RUNTIME = "States.Runtime"
TIMEOUT = "States.Timeout"
DATA_LIMIT = "States.DataLimitExceeded"


class KnownAs(ErrorName):
    """A name as it is reported, and others that a Retry or Catch may use for the same failure."""

    def __init__(self, reported: str | None, *also: str) -> None:
        super().__init__(reported)
        self.also = also


class Reported(str):
    """A reported name that takes others along, where a branch or an iteration passes on only the name."""

    __slots__ = ("also",)
    also: tuple[str, ...]

    @classmethod
    def with_others(cls, reported: str, *also: str) -> "Reported":
        name = cls(reported)
        name.also = also
        return name


def names_of(error: ErrorName | None) -> frozenset[str]:
    if error is None:
        return frozenset()
    also = error.also if isinstance(error, KnownAs) else ()
    names = [error.error_name, *also, *getattr(error.error_name, "also", ())]
    return frozenset(name for name in names if name is not None)


def is_met(wanted: str | None, names: frozenset[str]) -> bool:
    """Whether `wanted`, of an ErrorEquals, matches a failure with these names.

    An execution always fails with States.Runtime, even where a Catch names it.
    """
    if wanted == "States.ALL":
        return not names & {RUNTIME, DATA_LIMIT}
    if wanted == "States.TaskFailed":
        return not names & {RUNTIME, TIMEOUT}
    return wanted in names and wanted != RUNTIME


def failure(env: Any, name: StatesErrorNameType, cause: str) -> FailureEventException:
    """Of the state that `env` is in."""
    return failure_known_as(
        env,
        KnownAs(name.to_name()),
        f"An error occurred while executing the state '{env.next_state_name}' "
        f"(entered at the event id #{env.event_history_context.source_event_id}). {cause}",
    )


def failure_known_as(env: Any, name: KnownAs, cause: str) -> FailureEventException:
    details = TaskFailedEventDetails(error=name.error_name, cause=cause)
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
    )
