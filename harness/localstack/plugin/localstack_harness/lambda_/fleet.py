"""Assigns execution environments to invocations: those that are free, and new ones while there is room.

On AWS the environments of one function do not slow down those of another. On one machine they do: with an environment
for each invocation that waits, a burst ends in hundreds of processes that all start at once, and none answers in time.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

LOG = logging.getLogger(__name__)

_SOON_S = 0.1
"""An invocation waits that long for an environment to become free, if its function has some already."""
_NEWEST = 0.3
"""The weight of the newest measurement in an average."""
_NO_PROGRESS_S = 0.5
"""If none became free for so long, all run for long, or wait for each other."""
_STUCK_S = 1.0
"""Then a function gets an environment more than there is room for: functions may invoke each other."""
_STUCK_PAUSE_S = 0.5
_GIVE_UP_S = 60.0
_SURPLUS_S = 15.0
"""An environment beyond those that a function needs at rest is kept that long."""
_LOOK_S = 0.1
_REST_LOOK_S = 2.0


class NoRoomError(Exception):
    """The machine's memory is used up, and no environment becomes free."""


class ClosedError(Exception):
    """No environment starts any more."""


class Room(Protocol):
    """See Capacity."""

    @property
    def starts(self) -> int: ...
    @property
    def environments(self) -> int: ...
    def memory_is_short(self) -> bool: ...


@dataclass
class _Waiting[E]:
    """An invocation without an environment."""

    since: float
    arrived: threading.Event = field(default_factory=threading.Event)
    environment: E | None = None
    error: Exception | None = None


@dataclass
class _Version[E]:
    """The environments of one version of a function."""

    start: Callable[[], E]
    stop: Callable[[E], None]
    most: int | None = None
    """More environments than that never exist."""
    waiting: deque[_Waiting[E]] = field(default_factory=deque)
    idle: list[tuple[E, float]] = field(default_factory=list)
    """Each with the time since when; the last one is used next."""
    starting: int = 0
    busy: int = 0
    progress: float = float("-inf")
    """When an environment last became free."""
    pace_s: float = 0.0
    """Between two environments that become free while invocations wait."""
    start_s: float = 0.0
    """What the last start took."""
    ended: bool = False

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.count >= self.most

    @property
    def count(self) -> int:
        return self.starting + self.busy + len(self.idle)

    def stuck_s(self, now: float) -> float:
        """How long no environment has become free while an invocation waits."""
        return now - max(self.progress, self.waiting[0].since)

    def clears_before_a_start(self, now: float) -> bool:
        """Whether no invocation waits any more by the time that another environment has started."""
        return 0 < len(self.waiting) * self.pace_s < self.start_s and self.stuck_s(now) < self.start_s

    def note_progress(self, now: float) -> None:
        if self.waiting:
            pace_s = self.stuck_s(now)
            self.pace_s += (pace_s - self.pace_s) * _NEWEST if self.pace_s else pace_s
        self.progress = now


class Fleet[E]:
    def __init__(
        self,
        room: Room,
        keep_s: float,
        is_saturated: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`keep_s`: how long an environment is kept after its last invocation."""
        self._room = room
        self._keep_s = keep_s
        self._is_saturated = is_saturated
        self._now = now
        self._changed = threading.Condition()
        self._versions: dict[str, _Version[E]] = {}
        self._last_growth = float("-inf")
        self._closed = False
        self._keeper: threading.Thread | None = None

    # --- invocations ------------------------------------------------------------------------------------------
    def acquire(
        self, version_id: str, start: Callable[[], E], stop: Callable[[E], None], most: int | None = None
    ) -> E:
        """Blocks. `most`: how many environments the version may have. Raises what `start` raises, NoRoomError or ClosedError."""
        with self._changed:
            if self._closed:
                raise ClosedError("LocalStack is stopping")
            self._keep()
            version = self._versions.setdefault(version_id, _Version(start, stop, most))
            if version.idle and not version.waiting:
                version.busy += 1
                return version.idle.pop()[0]
            waiting: _Waiting[E] = _Waiting(self._now())
            version.waiting.append(waiting)
            self._grow()
            if len(version.waiting) == 1:
                # the keeper looks more often from now on
                self._changed.notify_all()
        waiting.arrived.wait()
        if waiting.error:
            raise waiting.error
        assert waiting.environment is not None
        return waiting.environment

    def release(self, version_id: str, environment: E) -> None:
        """To be called after each invocation whose environment can be used again."""
        with self._changed:
            version = self._versions[version_id]
            version.busy -= 1
            version.note_progress(self._now())
            is_over = self._closed or (version.ended and not version.waiting)
            if not is_over and not self._is_needed_elsewhere(version):
                self._hand_over(version, environment)
                return
            self._forget_if_ended(version_id, version)
            self._grow()
        version.stop(environment)

    def warm(
        self,
        version_id: str,
        start: Callable[[], E],
        stop: Callable[[E], None],
        count: int,
        most: int | None = None,
    ) -> None:
        """Starts environments until the version has `count`, as far as there is room. Does not wait for them."""
        with self._changed:
            self._keep()
            version = self._versions.setdefault(version_id, _Version(start, stop, most))
            for _ in range(min(count - version.count, self._room.environments - self._count())):
                self._start_one(version_id, version)

    def discard(self, version_id: str, environment: E) -> None:
        """To be called after an invocation whose environment failed."""
        with self._changed:
            version = self._versions[version_id]
            version.busy -= 1
            self._forget_if_ended(version_id, version)
            self._grow()
        version.stop(environment)

    def count(self, version_id: str) -> int:
        """How many environments a version has: idle, at work or starting."""
        with self._changed:
            version = self._versions.get(version_id)
            return version.count if version else 0

    # --- ends -------------------------------------------------------------------------------------------------
    def end_version(self, version_id: str) -> None:
        """Stops idle environments. Those at work, and invocations that wait, may end."""
        with self._changed:
            version = self._versions.get(version_id)
            if not version:
                return
            version.ended = True
            idle, version.idle = version.idle, []
            self._forget_if_ended(version_id, version)
        for environment, _ in idle:
            version.stop(environment)

    def close(self) -> None:
        """Fails all invocations that wait. Does not stop any environment."""
        with self._changed:
            self._closed = True
            for version in self._versions.values():
                while version.waiting:
                    self._fail(version.waiting.popleft(), ClosedError("LocalStack is stopping"))
            self._changed.notify_all()

    # --- growth; all of it holds the lock ---------------------------------------------------------------------
    def _grow(self) -> None:
        if self._closed:
            return
        while (growing := self._next_to_grow()) is not None:
            self._start_one(*growing)

    def _start_one(self, version_id: str, version: _Version[E]) -> None:
        version.starting += 1
        self._last_growth = self._now()
        start = threading.Thread(
            target=self._start, args=(version_id, version), daemon=True, name="lambda-environment-start"
        )
        start.start()

    def _next_to_grow(self) -> tuple[str, _Version[E]] | None:
        """Functions with fewer environments come first, and then those that wait longest."""
        if sum(version.starting for version in self._versions.values()) >= self._room.starts:
            return None
        growing = [
            item
            for item in self._versions.items()
            if len(item[1].waiting) > item[1].starting and not item[1].is_full
        ]
        growing.sort(key=lambda item: (item[1].count, item[1].waiting[0].since))
        return next((item for item in growing if self._may_grow(item[1])), None)

    def _may_grow(self, version: _Version[E]) -> bool:
        if not self._is_worth_a_start(version) or self._room.memory_is_short():
            return False
        if self._count() < self._room.environments or self._make_room(version):
            return True
        now = self._now()
        is_stuck = version.stuck_s(now) >= _STUCK_S and version.starting == 0
        return is_stuck and now - self._last_growth >= _STUCK_PAUSE_S

    def _is_worth_a_start(self, version: _Version[E]) -> bool:
        now = self._now()
        waited = now - version.waiting[0].since
        if version.count < self._room.starts:
            return True
        if waited < _SOON_S or version.clears_before_a_start(now):
            return False
        if now - version.progress >= _NO_PROGRESS_S or not self._is_saturated():
            return True
        return version.count < 4 * self._room.starts and waited >= _NO_PROGRESS_S

    def _start(self, version_id: str, version: _Version[E]) -> None:
        began = self._now()
        try:
            environment = version.start()
        except Exception as error:  # noqa: BLE001 - the invocation reports it
            with self._changed:
                version.starting -= 1
                if version.waiting:
                    self._fail(version.waiting.popleft(), error)
                self._forget_if_ended(version_id, version)
                self._grow()
            return
        with self._changed:
            version.start_s = self._now() - began
            version.starting -= 1
            is_needed = bool(version.waiting) or not (version.ended or self._closed)
            if is_needed:
                self._hand_over(version, environment)
            else:
                self._forget_if_ended(version_id, version)
            self._grow()
        if not is_needed:
            version.stop(environment)

    def _hand_over(self, version: _Version[E], environment: E) -> None:
        if version.waiting:
            waiting = version.waiting.popleft()
            version.busy += 1
            waiting.environment = environment
            waiting.arrived.set()
        else:
            version.idle.append((environment, self._now()))

    def _make_room(self, version: _Version[E]) -> bool:
        """Ends the environment that has been idle longest, if its function has more, or does not need it now."""
        others = [other for other in self._versions.values() if other is not version and other.idle]
        if not others:
            return False
        other = min(others, key=lambda candidate: candidate.idle[0][1])
        environment, since = other.idle[0]
        if other.count <= version.count + 1 and self._now() - since < _STUCK_S:
            return False
        del other.idle[0]
        self._stop_later([(other, environment)])
        return True

    def _is_needed_elsewhere(self, version: _Version[E]) -> bool:
        """There is no more room, and a function with fewer environments waits for one."""
        return self._count() >= self._room.environments and any(
            len(other.waiting) > other.starting and other.count + 1 < version.count
            for other in self._versions.values()
        )

    def _count(self) -> int:
        return sum(version.count for version in self._versions.values())

    @staticmethod
    def _fail(waiting: _Waiting[E], error: Exception) -> None:
        waiting.error = error
        waiting.arrived.set()

    def _forget_if_ended(self, version_id: str, version: _Version[E]) -> None:
        if version.ended and not version.waiting and version.count == 0:
            self._versions.pop(version_id, None)

    # --- the keeper -------------------------------------------------------------------------------------------
    def _keep(self) -> None:
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._look, daemon=True, name="lambda-environments")
            self._keeper.start()

    def _look(self) -> None:
        with self._changed:
            while not self._closed:
                waits = any(version.waiting for version in self._versions.values())
                self._changed.wait(_LOOK_S if waits else _REST_LOOK_S)
                if waits:
                    # it measures from one question to the next
                    self._is_saturated()
                self._grow()
                self._give_up()
                self._stop_later(self._take_surplus())

    def _give_up(self) -> None:
        now = self._now()
        for version in self._versions.values():
            while version.waiting and version.stuck_s(now) >= _GIVE_UP_S and self._room.memory_is_short():
                self._fail(version.waiting.popleft(), NoRoomError("the memory of this machine is used up"))

    def _take_surplus(self) -> list[tuple[_Version[E], E]]:
        now, is_short = self._now(), self._room.memory_is_short()
        taken: list[tuple[_Version[E], E]] = []
        for version in self._versions.values():
            kept: list[tuple[E, float]] = []
            for at, (environment, since) in enumerate(version.idle):
                idle = now - since
                is_surplus = len(version.idle) - at > self._room.starts
                keep_s = min(
                    self._keep_s,
                    _STUCK_S if is_short else self._keep_s,
                    _SURPLUS_S if is_surplus else self._keep_s,
                )
                if idle >= keep_s:
                    taken.append((version, environment))
                else:
                    kept.append((environment, since))
            version.idle = kept
        return taken

    @staticmethod
    def _stop_later(environments: list[tuple[_Version[E], E]]) -> None:
        def stop() -> None:
            for version, environment in environments:
                version.stop(environment)

        if environments:
            threading.Thread(target=stop, daemon=True, name="lambda-environments-stop").start()
