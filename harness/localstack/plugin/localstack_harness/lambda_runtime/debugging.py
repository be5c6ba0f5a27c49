"""Functions that are debugged: each has one execution environment, whose process has an inspector."""

import socket
import threading
from dataclasses import dataclass, field

_ATTACH_S = 5.0
"""A debugger that was attached to the last process has so long to attach to the next one."""
ALL = "*"


@dataclass
class _Debugged:
    port: int = 0
    """Of the inspector of its newest process."""
    is_attached: bool = False


@dataclass
class Debugging:
    _functions: frozenset[str] = frozenset()
    _debugged: dict[str, _Debugged] = field(default_factory=dict)
    _version: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def choose(self, functions: frozenset[str]) -> None:
        """The functions whose next processes have an inspector, by name; `ALL` for all."""
        with self._changed:
            self._functions = functions

    def includes(self, function: str) -> bool:
        return function in self._functions or ALL in self._functions

    def new_port(self, function: str) -> int:
        """A port for the inspector of a new process."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        with self._changed:
            self._debugged.setdefault(function, _Debugged()).port = port
            self._version += 1
            self._changed.notify_all()
        return port

    def attach(self, function: str, port: int) -> None:
        """A debugger is attached to the process with this port, or to none if that is 0."""
        with self._changed:
            debugged = self._debugged.setdefault(function, _Debugged())
            # an older process, which a debugger has stopped, may still be there
            if port in (0, debugged.port):
                debugged.is_attached = port != 0
                self._changed.notify_all()

    def expects_debugger(self, function: str) -> bool:
        """To be asked before a process starts. Whether a debugger is attached to the process before."""
        with self._changed:
            debugged = self._debugged.get(function)
            expects = debugged is not None and debugged.is_attached
            if debugged:
                debugged.is_attached = False
            return expects

    def wait_for_debugger(self, function: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._debugged[function].is_attached, _ATTACH_S)

    def ports(self, since: int, seconds: float) -> tuple[int, dict[str, int]]:
        """The ports by function, and the number to ask with for later ones. Waits for a change since a number."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != since, seconds)
            return self._version, {name: each.port for name, each in self._debugged.items()}


DEBUGGING = Debugging()
