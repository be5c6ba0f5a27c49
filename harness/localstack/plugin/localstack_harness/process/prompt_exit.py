"""LocalStack's process lingers for five seconds after its last word: a scheduler's thread sleeps on. This ends it."""

import atexit
import logging
import os
import threading
import time

_LAST_WORDS_S = 0.1


def end_when_stopped() -> None:
    atexit.register(_end_now)
    threading.Thread(target=_end, daemon=True, name="prompt-exit").start()


def _end() -> None:
    from localstack.runtime.current import get_current_runtime

    runtime = get_current_runtime()
    runtime.stopped.wait()
    time.sleep(_LAST_WORDS_S)
    logging.shutdown()
    os._exit(runtime.exit_code)


def _end_now() -> None:
    from localstack.runtime.current import get_current_runtime

    logging.shutdown()
    os._exit(get_current_runtime().exit_code)
