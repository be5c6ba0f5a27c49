"""
Forgets the ended executions beyond a number, those that ended first; AWS forgets them after 90 days.

HARNESS_ENDED_EXECUTIONS replaces the number.
"""

import threading
from collections import deque
from datetime import datetime
from typing import Any

from localstack.services.stepfunctions.backend.execution import BaseExecutionWorkerCommunication
from localstack.services.stepfunctions.backend.store import sfn_stores

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.settings import whole_number

DEFAULT = 10_000


def install() -> None:
    ended = EndedExecutions(whole_number("HARNESS_ENDED_EXECUTIONS", DEFAULT))

    @patch(BaseExecutionWorkerCommunication.terminated)
    def terminated(original: Original, self: BaseExecutionWorkerCommunication) -> None:
        original(self)
        ended.add(self.execution)


class EndedExecutions:
    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._ended: deque[tuple[Any, datetime | None]] = deque()

    def add(self, execution: Any) -> None:
        with self._lock:
            self._ended.append((execution, execution.stop_date))
            while len(self._ended) > self._most:
                oldest, ended_at = self._ended.popleft()
                # one that was redriven has not ended then
                if oldest.stop_date == ended_at:
                    executions = sfn_stores[oldest.account_id][oldest.region_name].executions
                    executions.pop(oldest.exec_arn, None)
