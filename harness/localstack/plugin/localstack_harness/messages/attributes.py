"""Message attributes of SQS and SNS as plain text. Independent of LocalStack."""

import base64
from collections.abc import Mapping
from typing import Any


def plain_attributes(attributes: Mapping[str, Any] | None) -> dict[str, str]:
    """Names and values; a binary value in base64."""
    return {name: _value(attribute) for name, attribute in (attributes or {}).items()}


def _value(attribute: Mapping[str, Any]) -> str:
    if (text := attribute.get("StringValue")) is not None:
        return str(text)
    return base64.b64encode(attribute.get("BinaryValue") or b"").decode()
