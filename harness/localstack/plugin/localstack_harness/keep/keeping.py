"""
Restores a kept state, then saves what changes: once a second and when LocalStack ends, so that one that is killed loses the
last second at most.
"""

from localstack_harness.keep import changes, executions, pickles, rebuild, restore, saver
from localstack_harness.keep.folder import KeepFolder


def begin(folder: KeepFolder) -> None:
    folder.create()
    pickles.make_picklable()
    executions.make_picklable()
    rebuild.install()
    restore.restore(folder)
    changes.note_from_now_on()
    saver.start(folder)


def end() -> None:
    """Saves what has not been saved yet."""
    saver.finish()
