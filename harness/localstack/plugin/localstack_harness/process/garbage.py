"""Keeps Python's garbage collector from searching LocalStack's objects repeatedly."""

import gc
import threading
import time
from collections.abc import Callable

YOUNG_OBJECTS = 50_000
"""How many new objects trigger a search of the young generation. Python's default is 2,000."""


def collect_nothing() -> None:
    """Until LocalStack has started: what it loads is no garbage."""
    gc.disable()


def reduce_collections() -> None:
    """
    LocalStack holds millions of objects that never become garbage: its services and the models of AWS's APIs.
    Searching them took a tenth of its processor time.
    """
    # with the little garbage of the start: to search for it takes a tenth of the start
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    gc.enable()


def _used_processor() -> bool:
    """Whether this process worked for more than a tenth of the next half second."""
    before = time.process_time()
    time.sleep(0.5)
    return time.process_time() - before > 0.05  # noqa: PLR2004 - a tenth


class Loads:
    """
    Services load later. The first search of all their objects pauses LocalStack for half a second: it is made once nothing
    is to be done, and none is made again.
    """

    def __init__(self, is_busy: Callable[[], bool] = _used_processor) -> None:
        self._is_busy = is_busy
        self._loaded = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def note(self) -> None:
        """After each load."""
        self._loaded.set()
        with self._starting:
            if not self._thread:
                self._thread = threading.Thread(target=self._run, daemon=True, name="garbage-of-loads")
                self._thread.start()

    def _run(self) -> None:
        while self._loaded.wait():
            self._loaded.clear()
            while self._is_busy():
                pass
            if not self._loaded.is_set():
                gc.collect()
                gc.freeze()


LOADS = Loads()
