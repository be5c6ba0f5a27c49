"""What happened since a reader last asked, of all parts at once: one request instead of five."""

import time
import uuid
from typing import TypedDict

from localstack_harness.inspection.environments import WarmFunction, warm_functions
from localstack_harness.inspection.executions import ListedExecution, execution_count, executions_since
from localstack_harness.inspection.mails import MailPage, mails_after

INSTANCE = str(uuid.uuid4())
"""Another one for each start of LocalStack: numbers and ids of before mean nothing."""


class Inspected(TypedDict):
    instance: str
    time: int
    """LocalStack's time of day, in milliseconds since 1970."""
    mails: MailPage
    executions: list[ListedExecution]
    executionCount: int
    functions: list[WarmFunction]


def inspect(last_mail: str, executions_from: int) -> Inspected:
    return {
        "instance": INSTANCE,
        # taken first: what changes meanwhile is reported again
        "time": int(time.time() * 1000),
        "mails": mails_after(last_mail),
        "executions": executions_since(executions_from),
        "executionCount": execution_count(),
        "functions": warm_functions(),
    }
