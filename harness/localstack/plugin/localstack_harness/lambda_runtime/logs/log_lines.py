"""
The lines that Lambda writes around a function's output, in its two log formats.

Text: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
JSON: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from localstack_harness.lambda_runtime.outcome import Outcome

_LEVELS = ("DEBUG", "INFO", "WARN")


@dataclass(frozen=True)
class Measurements:
    duration_ms: float
    memory_size_mb: int
    max_memory_mb: int
    init_ms: float | None = None
    """None if the sandbox existed already, or was started during the invocation."""

    @property
    def billed_ms(self) -> int:
        """Since August 2025 AWS bills the initialization too."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class LogLines:
    """`system_level` is DEBUG, INFO or WARN, and filters only the JSON format."""

    def __init__(self, json_format: bool = False, system_level: str = "INFO") -> None:
        self._json = json_format
        self._level = _LEVELS.index(system_level) if system_level in _LEVELS else 1

    def start(self, request_id: str, version: str) -> str:
        if self._json:
            return self._event("INFO", "platform.start", {"requestId": request_id, "version": version})
        return f"START RequestId: {request_id} Version: {version}\n"

    def init_failed(self, init_ms: float, error_type: str) -> str:
        if self._json:
            record = {
                "initializationType": "on-demand",
                "phase": "init",
                "status": "error",
                "errorType": error_type,
                "metrics": {"durationMs": round(init_ms, 2)},
            }
            return self._event("WARN", "platform.initReport", record)
        report = f"INIT_REPORT Init Duration: {init_ms:.2f} ms\tPhase: init\tStatus: error"
        return f"{report}\tError Type: {error_type}\n"

    def warning(self, request_id: str, text: str) -> str:
        """A line that AWS does not write, in the form of the function's own."""
        if self._json:
            record = {"timestamp": _now(), "level": "WARN", "requestId": request_id, "message": text}
            return json.dumps(record, separators=(",", ":")) + "\n"
        return f"{_now()}\t{request_id}\tWARN\t{text}\n"

    def end(self, request_id: str, outcome: Outcome, measured: Measurements) -> str:
        return (
            self._json_end(request_id, outcome, measured)
            if self._json
            else self._text_end(request_id, outcome, measured)
        )

    def _text_end(self, request_id: str, outcome: Outcome, measured: Measurements) -> str:
        lines = []
        if outcome.status == "timeout":
            lines.append(f"{_now()} {request_id} {outcome.message}")
        elif outcome.message:
            lines += [outcome.message, outcome.error_type or ""]
        report = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {measured.duration_ms:.2f} ms",
            f"Billed Duration: {measured.billed_ms} ms",
            f"Memory Size: {measured.memory_size_mb} MB",
            f"Max Memory Used: {measured.max_memory_mb} MB",
        ]
        if measured.init_ms is not None:
            report.append(f"Init Duration: {measured.init_ms:.2f} ms")
        if outcome.status:
            report.append(f"Status: {outcome.status}")
        if outcome.status == "error":
            report.append(f"Error Type: {outcome.error_type}")
        return "\n".join([*lines, f"END RequestId: {request_id}", "\t".join(report)]) + "\n"

    def _json_end(self, request_id: str, outcome: Outcome, measured: Measurements) -> str:
        metrics: dict[str, object] = {
            "durationMs": round(measured.duration_ms, 2),
            "billedDurationMs": measured.billed_ms,
            "memorySizeMB": measured.memory_size_mb,
            "maxMemoryUsedMB": measured.max_memory_mb,
        }
        if measured.init_ms is not None:
            metrics["initDurationMs"] = round(measured.init_ms, 2)
        record: dict[str, object] = {
            "requestId": request_id,
            "metrics": metrics,
            "status": outcome.status or "success",
        }
        if outcome.status == "error":
            record["errorType"] = outcome.error_type
        return self._event("WARN" if outcome.status else "INFO", "platform.report", record)

    def _event(self, level: str, event_type: str, record: Mapping[str, object]) -> str:
        if _LEVELS.index(level) < self._level:
            return ""
        return (
            json.dumps({"time": _now(), "type": event_type, "record": record}, separators=(",", ":")) + "\n"
        )
