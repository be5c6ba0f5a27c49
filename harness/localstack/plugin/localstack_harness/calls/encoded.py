"""JSON that is ready to be sent: what was encoded once need not be decoded and encoded for each reader."""

import json
from collections.abc import Mapping


class Encoded(str):
    """A JSON value as text; `encode` takes it over as it is where it is a member of the document."""

    __slots__ = ()


def encode(document: Mapping[str, object]) -> str:
    members = (
        f"{json.dumps(name)}: {value if isinstance(value, Encoded) else json.dumps(value)}"
        for name, value in document.items()
    )
    return f"{{{', '.join(members)}}}"
