"""Step Functions' logs with includeExecutionData false: LocalStack leaves out inputs and outputs, but not the parameters of a
task, which are made of them."""

from typing import Any

from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager
from localstack.utils.patch import patch


def leave_out_parameters() -> None:
    @patch(EventManager._remove_data_from_history_log)
    def _remove_data_from_history_log(original: Any, details_body: dict[str, Any]) -> None:
        original(details_body=details_body)
        details_body.pop("parameters", None)
