"""Who makes a call: the role behind an access key, learned from the answers of AssumeRole."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

_MOST_SESSIONS = 10_000


@dataclass(frozen=True)
class Session:
    role: str
    """ARN"""
    name: str
    """Lambda gives the name of its function; Step Functions in LocalStack gives a random one."""
    principal: str | None
    """The service that assumed it: "lambda", "states" """


class Callers:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def assumed(self, access_key: str, session: Session) -> None:
        with self._lock:
            self._sessions[access_key] = session
            while len(self._sessions) > _MOST_SESSIONS:
                self._sessions.popitem(last=False)

    def behind(self, access_key: str | None) -> Session | None:
        return self._sessions.get(access_key) if access_key else None
