"""
The input of a pipe's enrichment and target: each event, or what the input template makes of it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from localstack_harness.pipes.pipe import Pipe
from localstack_harness.support.input_templates import MISSING, fill, found

_TEXTS = {"body": False, "data": True}
"""Fields whose JSON a path may go into, and whether they are encoded in base64."""


def transformed(pipe: Pipe, template: str | None, events: list[Any]) -> list[Any]:
    return [_filled(pipe, template, event) for event in events] if template else events


def _filled(pipe: Pipe, template: str, event: Any) -> Any:
    parsed = implicitly_parsed(event)
    reserved = {
        "aws.pipes.pipe-arn": pipe.arn,
        "aws.pipes.pipe-name": pipe.name,
        "aws.pipes.source-arn": pipe.given["Source"],
        "aws.pipes.target-arn": pipe.given["Target"],
        "aws.pipes.enrichment-arn": pipe.given.get("Enrichment", MISSING),
        "aws.pipes.event.ingestion-time": datetime.now(UTC),
        "aws.pipes.event": parsed,
        "aws.pipes.event.json": parsed,
    }

    def value_of(name: str) -> Any:
        if name in reserved:
            return reserved[name]
        return found(parsed, name) if name.startswith("$") else MISSING

    return fill(template, value_of)


def implicitly_parsed(event: Any) -> Any:
    """With the JSON in the body of a message, or in the data of a record, as a value."""
    if not isinstance(event, Mapping):
        return event
    return {
        name: _parsed(value, encoded=_TEXTS[name]) if name in _TEXTS else value
        for name, value in event.items()
    }


def _parsed(value: Any, *, encoded: bool) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(base64.b64decode(value) if encoded else value)
    except ValueError:
        return value
