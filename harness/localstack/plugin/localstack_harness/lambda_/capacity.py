"""How many execution environments this machine has room for, from its own figures.

HARNESS_LAMBDA_ENVIRONMENTS, HARNESS_LAMBDA_MEMORY_MB and HARNESS_LAMBDA_STARTS replace the defaults.
"""

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
from cachetools import TTLCache, cached

from localstack_harness.support.settings import whole_number

_MB = 2**20
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Memory:
    """In MB."""

    total: int
    available: int


def machine_memory() -> Memory:
    """Of the machine, or of the container with a limit that this process runs in."""
    machine = psutil.virtual_memory()
    total, available = machine.total // _MB, machine.available // _MB
    try:
        limit = int((_CGROUP / "memory.max").read_text()) // _MB
        used = int((_CGROUP / "memory.current").read_text()) // _MB
    except (OSError, ValueError):  # there is no limit
        return Memory(total, available)
    return Memory(min(total, limit), min(available, limit - used))


@cached(TTLCache(maxsize=1, ttl=0.2), lock=threading.Lock())  # type: ignore[untyped-decorator]
def _recently_available_mb() -> int:
    return machine_memory().available


def processors() -> int:
    """That this process may use; a container's limit counts, too."""
    usable = os.process_cpu_count() or 1
    try:
        quota, period = map(int, (_CGROUP / "cpu.max").read_text().split())
    except (OSError, ValueError):  # there is no limit
        return usable
    return max(1, min(usable, quota // period))


@dataclass(frozen=True)
class Capacity:
    starts: int
    """Environments that may start at the same time."""
    environments: int
    """Environments that may exist without a reason to grow further."""
    reserve: int
    """MB of available memory below which no environment starts, and idle ones end soon."""

    def memory_is_short(self) -> bool:
        """To be asked often, also while others wait for a lock."""
        available: int = _recently_available_mb()
        return available < self.reserve


# MB that an environment takes before the function's own code needs more
PROCESS_MB = 96
CONTAINER_MB = 120
_LEAST = 8


def capacity_of(
    memory: Memory, processors: int, environment_mb: int, settings: Mapping[str, str] = os.environ
) -> Capacity:
    """Functions may use an eighth of the memory, unless the settings say otherwise."""
    budget = whole_number("HARNESS_LAMBDA_MEMORY_MB", memory.total // 8, settings)
    environments = whole_number(
        "HARNESS_LAMBDA_ENVIRONMENTS", max(_LEAST, budget // environment_mb), settings
    )
    return Capacity(
        starts=whole_number("HARNESS_LAMBDA_STARTS", max(2, processors), settings),
        environments=environments,
        reserve=min(1024, memory.total // 10),
    )


class Saturation:
    """Whether more processes would only slow each other down."""

    _ALMOST = 0.7
    _SPAN_S = 0.2
    _STALE_S = 1.0

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._busy = _busy_seconds()
        self._is_reached = False

    def is_reached(self) -> bool:
        """All processors were busy lately, or this process used one of them alone. To be asked often."""
        now = time.monotonic()
        span = now - self._since
        if span >= self._SPAN_S:
            busy = _busy_seconds()
            # a long span is mostly one at rest
            if span < self._STALE_S:
                own, machine = (after - before for after, before in zip(busy, self._busy, strict=True))
                self._is_reached = max(own, machine / (psutil.cpu_count() or 1)) > self._ALMOST * span
            self._since, self._busy = now, busy
        return self._is_reached


def _busy_seconds() -> tuple[float, float]:
    """In which this process and all processors have worked. psutil.cpu_percent() measures for each thread."""
    machine = psutil.cpu_times()
    return time.process_time(), sum(machine) - machine.idle - getattr(machine, "iowait", 0)
