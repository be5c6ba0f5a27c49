"""Gives LocalStack the state that an earlier one has kept."""

import logging
import os
import sys
from typing import Any, NoReturn

from localstack.services.plugins import SERVICE_PLUGINS

from localstack_harness.keep import objects, rebuild, state
from localstack_harness.keep.folder import KeepFolder, release

LOG = logging.getLogger(__name__)

_FIRST = ("s3", "iam", "sts", "logs")
"""Functions are started from their code in S3."""

_LAST = ("lambda", "stepfunctions", "events", "scheduler", "pipes", "cloudwatch")
"""
What calls other services, or reads from them, as soon as it is there: a mapping keeps the shard iterator that a stream gave it,
and a stream that is restored later does not know it.
"""

_NOT_TO_STOP = ("lambda",)
"""Services that would stop for good, and have nothing to stop yet."""


def restore(folder: KeepFolder) -> None:
    """Ends the process where the state cannot be used: it would be overwritten otherwise."""
    # computed here, so that each copy of the process has it
    own, index = release(), folder.index()
    if not index:
        return
    if index["release"] != own:
        _refuse(f"the state in {folder.path} was kept by another version of localstack-harness")
    for name in sorted(index["services"], key=place):
        try:
            _restore(name, folder, index["services"][name])
        except Exception as error:
            LOG.exception("the state of %s was not restored", name)
            cause = f"{type(error).__name__}: {error}"
            _refuse(f"the state of {name} in {folder.path} cannot be restored ({cause})")


def _refuse(why: str) -> NoReturn:
    logging.shutdown()
    sys.stderr.write(f"{why}: remove that folder to start with an empty LocalStack\n")
    sys.stderr.flush()
    # threads of services that were restored before would go on
    os._exit(1)


def place(name: str) -> tuple[int, int, str]:
    """When a service is restored, as a key for sorting."""
    if name in _LAST:
        return (2, _LAST.index(name), name)
    return (0, _FIRST.index(name), name) if name in _FIRST else (1, 0, name)


def _restore(name: str, folder: KeepFolder, file: str) -> None:
    service: Any = SERVICE_PLUGINS.require(name)
    if name not in _NOT_TO_STOP:
        service.lifecycle_hook.on_before_state_load()
    state.load(service, folder.read(file))
    if name == "s3":
        objects.restore(folder.objects)
    service.lifecycle_hook.on_after_state_load()
    rebuild.rebuild(name, service._provider)
