"""How a Python function reports an error: https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html"""

import traceback
from pathlib import Path
from types import TracebackType
from typing import TypedDict

_RUNTIME = str(Path(__file__).parent)


class ErrorDocument(TypedDict):
    errorMessage: str
    errorType: str
    requestId: str
    stackTrace: list[str]


class RuntimeFaultError(Exception):
    """An error that the runtime itself raises, with the name that AWS gives it."""

    def __init__(self, name: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.name = f"Runtime.{name}"
        self.trace = trace or []

    def document(self, request_id: str = "") -> ErrorDocument:
        return ErrorDocument(
            errorMessage=str(self), errorType=self.name, requestId=request_id, stackTrace=self.trace
        )


def describe(error: Exception, request_id: str = "") -> ErrorDocument:
    return ErrorDocument(
        errorMessage=str(error),
        errorType=type(error).__name__,
        requestId=request_id,
        stackTrace=_own_frames(error.__traceback__),
    )


def _own_frames(trace: TracebackType | None) -> list[str]:
    """From the function's first frame on: those of the runtime are not its business."""
    frames = traceback.extract_tb(trace)
    while len(frames) > 1 and frames[0].filename.startswith(_RUNTIME):
        del frames[0]
    return traceback.format_list(frames)
