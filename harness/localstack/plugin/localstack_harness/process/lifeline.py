"""HARNESS_LIFELINE=1 ends LocalStack when the process at the other end of its standard input ends."""

import logging
import os
import signal
import threading

LOG = logging.getLogger(__name__)
_GRACE_S = 5
_SAVING_S = 60


def hold(*, saves: bool) -> None:
    """`saves` is whether LocalStack saves its state before it ends."""
    if os.environ.get("HARNESS_LIFELINE") == "1":
        threading.Thread(
            target=_wait_for_end, args=(_SAVING_S if saves else _GRACE_S,), daemon=True, name="lifeline"
        ).start()


def _wait_for_end(grace_s: float) -> None:
    try:
        while os.read(0, 4096):
            pass  # the input has no meaning
    except OSError as error:
        LOG.warning("standard input cannot be read (%s), and counts as closed", error)
    LOG.warning("the process that started LocalStack has ended: LocalStack stops")
    kill = threading.Timer(grace_s, os._exit, [1])  # the reaper then ends the functions
    kill.daemon = True
    kill.start()
    os.kill(os.getpid(), signal.SIGTERM)
