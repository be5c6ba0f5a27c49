"""
Saves the services that changed, in a copy of the process (fork): LocalStack goes on meanwhile, and what is saved is of one
moment.
"""

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable

from localstack_harness.keep import objects, state
from localstack_harness.keep.changes import CHANGES
from localstack_harness.keep.folder import KeepFolder, remove_others

LOG = logging.getLogger(__name__)

EVERY_S = 1.0
_MOST_S = 60
"""A copy that takes longer is ended by the system, and what it was to save is saved next time."""
_LAST_ATTEMPTS = 2


class Saver:
    def __init__(self, folder: KeepFolder) -> None:
        self._folder = folder
        self._saving = threading.Lock()
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(EVERY_S):
            self.save()

    def finish(self) -> None:
        self._ended.set()
        for _ in range(_LAST_ATTEMPTS):
            self.save()

    def save(self) -> None:
        with self._saving:
            changed = CHANGES.take()
            if not changed:
                return
            try:
                if _in_copy(lambda: _write(self._folder, changed)):
                    return
                LOG.error("the state of %s was not saved, and is tried again", ", ".join(sorted(changed)))
            except OSError:
                LOG.exception("the state could not be saved, and is tried again")
            for service in changed:
                CHANGES.add(service)


_savers: list[Saver] = []


def start(folder: KeepFolder) -> None:
    saver = Saver(folder)
    _savers.append(saver)
    threading.Thread(target=saver.run, daemon=True, name="keep").start()


def finish() -> None:
    for saver in _savers:
        saver.finish()


def _write(folder: KeepFolder, changed: set[str]) -> None:
    names = set(state.loaded_services())
    contents = {}
    for name in sorted(changed & names):
        try:
            contents[name] = state.dump(state.service_named(name))
        except Exception:
            LOG.exception("the state of %s cannot be kept", name)
    bodies = objects.write(folder.objects) if "s3" in contents else None
    folder.write(contents, names)
    # until then, those of before belong to the state
    if bodies is not None:
        remove_others(folder.objects, bodies)


def _in_copy(act: Callable[[], None]) -> bool:
    """Whether it ended well."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            # the parent's handlers are not for the copy
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
                signal.signal(number, signal.SIG_DFL)
            signal.alarm(_MOST_S)
            gc.disable()
            act()
            status = 0
        except BaseException:
            LOG.exception("the copy that saves has failed")
        finally:
            os._exit(status)
    _, result = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(result) == 0
