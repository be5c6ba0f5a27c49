"""Keeps of an ended execution what its descriptions need: LocalStack would keep all that it ran with, about 40 kB."""

import pickle
import zlib
from typing import Any

from localstack.aws.api.stepfunctions import HistoryEventList
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.program_state import ProgramEnded
from localstack.services.stepfunctions.backend.execution import BaseExecutionWorkerCommunication

from localstack_harness.support.patching import Original, patch

FAST = 1


def install() -> None:
    @patch(BaseExecutionWorkerCommunication.terminated)
    def terminated(original: Original, self: BaseExecutionWorkerCommunication) -> None:
        original(self)
        worker: Any = self.execution.exec_worker
        # others can be redriven, which needs all
        if isinstance(worker.env.program_state(), ProgramEnded):
            worker.env = EndedEnvironment(worker.env)


class EndedEnvironment:
    """What LocalStack and the plugin read of an `Environment` whose execution succeeded."""

    def __init__(self, environment: Environment) -> None:
        # no event is added any more: to pack them is to copy them
        self.event_manager = PackedHistory(environment.event_manager._history_event_list)
        self.callback_pool_manager = environment.callback_pool_manager
        self.map_run_record_pool_manager = environment.map_run_record_pool_manager

    def set_stop(self, **_: object) -> None:
        """As for any execution that has ended: nothing."""


class PackedHistory:
    """An `EventManager` to which no event is added; its events repeat their data, and shrink to a tenth."""

    def __init__(self, events: HistoryEventList) -> None:
        self._packed = zlib.compress(pickle.dumps(events), FAST)

    def get_event_history(self) -> HistoryEventList:
        events: HistoryEventList = pickle.loads(zlib.decompress(self._packed))
        return events

    @property
    def _history_event_list(self) -> HistoryEventList:
        return self.get_event_history()
