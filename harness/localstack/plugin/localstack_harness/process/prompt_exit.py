"""Ends the process once LocalStack has stopped: a sleeping scheduler thread keeps it for five seconds."""

import atexit
import logging
import os
import threading
import time

_LAST_LOGS_S = 0.1


def exit_when_stopped() -> None:
    atexit.register(_exit)
    threading.Thread(target=_wait_and_exit, daemon=True, name="prompt-exit").start()


def _wait_and_exit() -> None:
    from localstack.runtime.current import get_current_runtime

    get_current_runtime().stopped.wait()
    time.sleep(_LAST_LOGS_S)
    _exit()


def _exit() -> None:
    from localstack.runtime.current import get_current_runtime

    logging.shutdown()
    os._exit(get_current_runtime().exit_code)
