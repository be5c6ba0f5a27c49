"""How often CloudFormation looks whether a resource is there."""

from typing import Any

from localstack.services.cloudformation.resource_provider import (
    ResourceProviderExecutor,
)
from localstack.utils.patch import patch

PAUSE_S = 0.02
"""LocalStack's own is a second, or none at all: then the looks hold up what they wait for."""


def look_often() -> None:
    @patch(ResourceProviderExecutor.deploy_loop)
    def deploy_loop(original: Any, *args: Any, **kwargs: Any) -> Any:
        return original(*args, **{"sleep_time": PAUSE_S, **kwargs})
