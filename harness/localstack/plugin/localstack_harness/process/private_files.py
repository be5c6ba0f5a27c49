"""What LocalStack writes belongs to its user alone: mails, executions' inputs, logs, and functions' code."""

import os

from localstack import config

_OWNER_ONLY = 0o077


def make_files_private() -> None:
    """Not in LocalStack's container, where functions in other containers read what it writes."""
    if not config.is_in_docker:
        os.umask(_OWNER_ONLY)
