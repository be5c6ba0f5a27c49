"""
Restores a kept state, then saves what changes: once a second and when LocalStack ends, so that one that is killed loses the
last second at most.
"""

from localstack.aws import handlers

from localstack_harness.keep import changes, pickles, rebuild, restore, saver
from localstack_harness.keep.folder import KeepFolder
from localstack_harness.support.loading.late_patch import when_imported


def begin(folder: KeepFolder) -> None:
    folder.create()
    pickles.make_picklable()
    when_imported("localstack.services.stepfunctions.provider", _keep_executions)
    when_imported("localstack.services.sqs.provider", changes.note_receipts)
    rebuild.install()
    restore.restore(folder)
    handlers.run_custom_response_handlers.append(changes.note_call)
    saver.start(folder)


def _keep_executions() -> None:
    from localstack_harness.keep import executions

    executions.install()


def end() -> None:
    """Saves what has not been saved yet."""
    saver.finish()
