"""How often CloudFormation checks whether a resource has been created."""

from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProviderExecutor

from localstack_harness.support.patching import Original, patch

PAUSE_S = 0.02
"""LocalStack waits a second, or not at all: then its checks slow down the creation itself."""


def poll_often() -> None:
    @patch(ResourceProviderExecutor.deploy_loop)
    def deploy_loop(original: Original, *args: Any, **kwargs: Any) -> ProgressEvent[Any]:
        event: ProgressEvent[Any] = original(*args, **{"sleep_time": PAUSE_S, **kwargs})
        return event
