"""JSON as AWS writes it: decimals as numbers, and, since Python 3.12, characters as they are."""

import decimal
import math
import os
import re

import simplejson

_version = re.search(r"python3\.(\d+)$", os.environ.get("AWS_EXECUTION_ENV", ""))
_FIRST_WITHOUT_ESCAPES = 12
_escapes = _version is not None and int(_version[1]) < _FIRST_WITHOUT_ESCAPES


def to_json(value: object) -> str:
    """Raises TypeError or ValueError for what has no JSON."""
    return str(
        simplejson.dumps(value, default=_number, use_decimal=False, ensure_ascii=_escapes, allow_nan=True)
    )


def _number(value: object) -> object:
    if not isinstance(value, decimal.Decimal):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    # JSON's readers know NaN, but not what Decimal makes of its kinds
    return math.nan if value.is_nan() else simplejson.RawJSON(str(value))
