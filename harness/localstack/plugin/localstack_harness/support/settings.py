"""Settings that are environment variables of LocalStack."""

import os
from collections.abc import Mapping


def whole_number(name: str, default: int, settings: Mapping[str, str] = os.environ) -> int:
    """Raises ValueError if it is not above 0."""
    text = settings.get(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"{name} must be a whole number above 0, not {text[:100]!r}")
    return int(text)
