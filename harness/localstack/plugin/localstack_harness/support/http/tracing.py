"""
The trace that the current thread works for: one root id for an HTTP request and all that it causes, as AWS
X-Ray's trace header passes it on. LocalStack begins a new trace for each call between its services.

https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""

import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Amzn-Trace-Id"
_ROOT = re.compile(r"\bRoot=(1-[0-9a-f]{8}-[0-9a-f]{24})\b", re.IGNORECASE)
_MAX_OWNERS = 20_000


# of a thread, and of those that it starts in its context
_current: ContextVar[str | None] = ContextVar("trace", default=None)
_owners: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


def new_root() -> str:
    return f"1-{int(time.time()):08x}-{os.urandom(12).hex()}"


def root_in(header: str | None) -> str | None:
    """The root id in a trace header; None where there is none."""
    match = _ROOT.search(header or "")
    return match.group(1) if match else None


def current_root() -> str | None:
    return _current.get()


def begin(root: str | None) -> None:
    """The thread works for this trace until it begins another one."""
    _current.set(root)


@contextmanager
def working_for(root: str | None) -> Iterator[None]:
    token = _current.set(root)
    try:
        yield
    finally:
        _current.reset(token)


def adopt(owner: str) -> None:
    """Notes that `owner`, such as an execution, continues the trace of this thread, or begins a new one."""
    root = _current.get() or new_root()
    with _lock:
        _owners[owner] = root
        while len(_owners) > _MAX_OWNERS:
            _owners.popitem(last=False)


def root_of(owner: str) -> str | None:
    return _owners.get(owner)
