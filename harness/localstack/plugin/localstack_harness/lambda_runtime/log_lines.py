"""The lines that Lambda itself writes around a function's output, in its two log formats.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html (text) and
https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (JSON: platform.start, platform.report)
"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localstack_harness.lambda_runtime.outcome import Outcome

_LEVELS = ("DEBUG", "INFO", "WARN")


@dataclass(frozen=True)
class Figures:
    duration_ms: float
    memory_size_mb: int
    max_memory_mb: int
    init_ms: float | None = None
    """None where the sandbox was there already, or was set up within the invocation."""

    @property
    def billed_ms(self) -> int:
        """Since August 2025 the start is billed too."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class LogLines:
    """`system_level` filters the JSON format only: DEBUG, INFO or WARN."""

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
        report = f"INIT_REPORT Init Duration: {init_ms:.2f} ms\tPhase: init\tStatus: error\tError Type: {error_type}"
        return f"{report}\n"

    def end(self, request_id: str, outcome: Outcome, figures: Figures) -> str:
        return (
            self._json_end(request_id, outcome, figures)
            if self._json
            else self._text_end(request_id, outcome, figures)
        )

    def _text_end(self, request_id: str, outcome: Outcome, figures: Figures) -> str:
        lines = []
        if outcome.status == "timeout":
            lines.append(f"{_now()} {request_id} {outcome.message}")
        elif outcome.message:
            lines += [outcome.message, outcome.error_type or ""]
        report = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {figures.duration_ms:.2f} ms",
            f"Billed Duration: {figures.billed_ms} ms",
            f"Memory Size: {figures.memory_size_mb} MB",
            f"Max Memory Used: {figures.max_memory_mb} MB",
        ]
        if figures.init_ms is not None:
            report.append(f"Init Duration: {figures.init_ms:.2f} ms")
        if outcome.status:
            report.append(f"Status: {outcome.status}")
        if outcome.status == "error":
            report.append(f"Error Type: {outcome.error_type}")
        return "\n".join([*lines, f"END RequestId: {request_id}", "\t".join(report)]) + "\n"

    def _json_end(self, request_id: str, outcome: Outcome, figures: Figures) -> str:
        metrics: dict[str, Any] = {
            "durationMs": round(figures.duration_ms, 2),
            "billedDurationMs": figures.billed_ms,
            "memorySizeMB": figures.memory_size_mb,
            "maxMemoryUsedMB": figures.max_memory_mb,
        }
        if figures.init_ms is not None:
            metrics["initDurationMs"] = round(figures.init_ms, 2)
        record: dict[str, Any] = {
            "requestId": request_id,
            "metrics": metrics,
            "status": outcome.status or "success",
        }
        if outcome.status == "error":
            record["errorType"] = outcome.error_type
        return self._event("WARN" if outcome.status else "INFO", "platform.report", record)

    def _event(self, level: str, event_type: str, record: dict[str, Any]) -> str:
        if _LEVELS.index(level) < self._level:
            return ""
        return (
            json.dumps(
                {"time": _now(), "type": event_type, "record": record},
                separators=(",", ":"),
            )
            + "\n"
        )
