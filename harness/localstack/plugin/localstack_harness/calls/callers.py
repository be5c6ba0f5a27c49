"""The role behind an access key, learned from the responses of AssumeRole."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

_MAX_SESSIONS = 10_000


@dataclass(frozen=True)
class Session:
    role: str
    """ARN"""
    name: str
    """Lambda uses the name of the function; LocalStack's Step Functions uses a random name."""
    principal: str | None
    """The service that assumed the role: "lambda", "states" """


class Callers:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def add(self, access_key: str, session: Session) -> None:
        with self._lock:
            self._sessions[access_key] = session
            while len(self._sessions) > _MAX_SESSIONS:
                self._sessions.popitem(last=False)

    def session_of(self, access_key: str | None) -> Session | None:
        return self._sessions.get(access_key) if access_key else None
