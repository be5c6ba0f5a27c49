"""
Logging in AWS's two formats, text and JSON: https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html

CloudWatch Logs makes an event of each line. A record's own line breaks are written as carriage returns, which keep
it together, as on AWS.
"""

import logging
import os
import sys
import time
import traceback
from typing import override

from .errors import ErrorDocument
from .marshal import to_json

_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {
    "aws_request_id",
    "tenant_id",
    "message",
    "asctime",
}


class _Request:
    id = ""
    tenant: str | None = None


def use_request(request_id: str, tenant: str | None) -> None:
    _Request.id, _Request.tenant = request_id, tenant


def install() -> None:
    """Adds the handler that AWS adds to the root logger."""
    logging.Formatter.converter = time.gmtime
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper().replace("TRACE", "DEBUG")
    handler = _Handler()
    handler.setFormatter(_JsonFormatter() if _JSON else _TextFormatter())
    handler.addFilter(_add_request)
    root = logging.getLogger()
    if level in logging.getLevelNamesMapping():
        root.setLevel(level)
    root.addHandler(handler)


def write(text: str) -> None:
    sys.stdout.write(text)


def warn(message: str) -> None:
    logging.getLogger().warning(message)


def error(document: ErrorDocument) -> None:
    """Of an invocation, or of the start."""
    if _JSON:
        record = {"timestamp": time.strftime(_TIME, time.gmtime()), "log_level": "ERROR", **document}
        write(f"{to_json(record)}\n")
        return
    lines = [
        f"[ERROR] {document['errorType']}: {document['errorMessage']}",
        "Traceback (most recent call last):",
    ]
    for frame in document["stackTrace"]:
        for line in frame.splitlines() or [""]:
            text = line.lstrip(" ")
            lines.append(_NO_BREAK_SPACE * (len(line) - len(text)) + text)
    write(_in_one_event("\n".join(lines)))


def _in_one_event(text: str) -> str:
    return text.replace("\n", "\r") + "\n"


class _Handler(logging.Handler):
    @override
    def emit(self, record: logging.LogRecord) -> None:
        write(self.format(record))


def _add_request(record: logging.LogRecord) -> bool:
    record.aws_request_id = _Request.id
    record.tenant_id = _Request.tenant
    return True


class _TextFormatter(logging.Formatter):
    def __init__(self) -> None:
        line = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        super().__init__(line, "%Y-%m-%dT%H:%M:%S")

    @override
    def format(self, record: logging.LogRecord) -> str:
        return _in_one_event(super().format(record))


class _JsonFormatter(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        document: dict[str, object] = {
            "timestamp": self.formatTime(record, _TIME),
            "level": logging.getLevelName(min(logging.CRITICAL, max(0, record.levelno)) // 10 * 10),
            "message": record.getMessage(),
            "logger": record.name,
            **_error_fields(record),
            "requestId": _Request.id,
            **({"tenantId": _Request.tenant} if _Request.tenant else {}),
        }
        for name, value in vars(record).items():
            if name not in _ATTRIBUTES:
                document.setdefault(name, value)
        return to_json({name: value for name, value in document.items() if value is not None}) + "\n"


def _error_fields(record: logging.LogRecord) -> dict[str, object]:
    if not record.exc_info or not record.exc_info[0]:
        return {}
    kind, value, trace = record.exc_info
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": kind.__name__,
        "errorMessage": str(value),
        "location": f"{record.pathname}:{record.funcName}:{record.lineno}",
    }
