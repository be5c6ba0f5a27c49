"""The faults that tests inject, and which of them apply to a call. Independent of LocalStack."""

import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from localstack_harness.faults.rate_limit import RateLimit
from localstack_harness.support.searchable import contains_all
from localstack_harness.support.timing.lease import Lease


@dataclass
class Fault:
    service: str
    operation: str
    lease: Lease
    error: str | None = None
    message: str | None = None
    status: int | None = None
    times: int | None = None
    """How many calls it applies to; None: all."""
    rate_limit: RateLimit | None = None
    """Calls within this limit are spared."""
    share: float | None = None
    """Of the calls that match, at random; None: all."""
    delay_ms: int = 0
    match: tuple[str, ...] = ()
    function: str | None = None
    effect: str | None = None
    hits: int = field(default=0, compare=False)

    @property
    def exhausted(self) -> bool:
        return self.lease.expired or (self.times is not None and self.hits >= self.times)

    @property
    def only_slow(self) -> bool:
        return self.error is None and self.effect is None


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[str, Fault] = {}

    def inject(self, fault: Fault) -> str:
        """Returns an id for `hits` and `remove`."""
        fault_id = str(uuid.uuid4())
        with self._lock:
            self._faults[fault_id] = fault
        return fault_id

    def active(self) -> dict[str, Fault]:
        """Those that still apply, by their id."""
        with self._lock:
            self._forget_expired()
            return {key: fault for key, fault in self._faults.items() if not fault.exhausted}

    def hits(self, fault_id: str) -> int | None:
        """None: the fault does not exist, or its lease has ended."""
        with self._lock:
            self._forget_expired()
            fault = self._faults.get(fault_id)
            return fault.hits if fault else None

    def remove(self, fault_id: str) -> int | None:
        """Returns its hits, or None as `hits` does."""
        with self._lock:
            self._forget_expired()
            fault = self._faults.pop(fault_id, None)
            return fault.hits if fault else None

    def matching(
        self, service: str, operation: str, text: Callable[[], str], function: str | None = None
    ) -> list[Fault]:
        """
        The faults that apply to this call, each counted: any that only delay it, then at most one that fails
        it. `text` is called only if a fault has a `match`.
        """
        if not self._faults:  # usually there are none, and a call costs nothing
            return []
        found: list[Fault] = []
        described: str | None = None
        with self._lock:
            self._forget_expired()
            for fault in self._faults.values():
                if (fault.service, fault.operation) != (service, operation) or fault.exhausted:
                    continue
                if fault.function is not None and fault.function != function:
                    continue
                if fault.match:
                    described = text() if described is None else described
                    if not contains_all(described, fault.match):
                        continue
                if fault.share is not None and random.random() >= fault.share:
                    continue
                if fault.rate_limit and fault.rate_limit.admit():
                    continue
                fault.hits += 1
                found.append(fault)
                if not fault.only_slow:
                    break
        return found

    def _forget_expired(self) -> None:
        self._faults = {key: fault for key, fault in self._faults.items() if not fault.lease.expired}


FAULTS = Faults()
