"""Calls back at moments, from one thread that sleeps in between. Independent of LocalStack."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

LOG = logging.getLogger(__name__)

LONGEST_SLEEP_S = 30.0
"""Soon enough for a clock of the machine that was set forward."""


class Timetable:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self._thread: threading.Thread | None = None

    def plan(self, key: str, due: datetime | None, call: Callable[[], None]) -> None:
        """In place of what was planned for `key`. None: never. `call` must not block."""
        with self._changed:
            if due is None:
                self._entries.pop(key, None)
            else:
                self._entries[key] = (due, call)
            if not self._thread and self._entries:
                self._thread = threading.Thread(target=self._run, daemon=True, name="timetable")
                self._thread.start()
            self._changed.notify()

    def due(self, key: str) -> datetime | None:
        with self._changed:
            entry = self._entries.get(key)
        return entry[0] if entry else None

    def forget(self, key: str) -> None:
        with self._changed:
            self._entries.pop(key, None)

    def _run(self) -> None:
        while True:
            for call in self._wait():
                try:
                    call()
                except Exception:
                    LOG.exception("a planned call failed")

    def _wait(self) -> list[Callable[[], None]]:
        with self._changed:
            now = datetime.now(UTC)
            ready = [key for key, (due, _) in self._entries.items() if due <= now]
            if ready:
                return [self._entries.pop(key)[1] for key in ready]
            earliest = min((due for due, _ in self._entries.values()), default=None)
            left_s = (earliest - now).total_seconds() if earliest else LONGEST_SLEEP_S
            self._changed.wait(min(left_s, LONGEST_SLEEP_S))
            return []


TIMETABLE = Timetable()
