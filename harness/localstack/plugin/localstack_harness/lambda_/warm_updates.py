"""
Replaces the warm environments of a function whose code has changed, when `dev` asks for it: as on AWS, an update ends the
idle ones, and the next invocation would wait for a start.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from localstack.aws.api.lambda_ import LastUpdateStatus
from localstack.services.lambda_.invocation.lambda_service import LambdaService
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager
from localstack.utils.aws.arns import parse_arn

from localstack_harness.lambda_runtime.debugging import DEBUGGING
from localstack_harness.support.patching import Original, patch

_LATEST = "$LATEST"
_UPDATE_S = 30.0
_LOOK_S = 0.005

type Count = Callable[[str], int]
type Warm = Callable[[LambdaVersionManager, int], None]


class UnknownFunctionError(LookupError):
    pass


class WarmUpdates:
    def __init__(self) -> None:
        self._service: LambdaService | None = None
        self._warm: Warm = lambda _, __: None
        self._lock = threading.Lock()
        self._former: dict[str, int] = {}
        """How many environments the ended version of a function had, by its ARN."""

    def install(self, count: Count, warm: Warm) -> None:
        """`count`: how many environments the version with an id has. `warm`: makes a version have so many."""
        self._warm = warm
        updates = self

        @patch(LambdaService.__init__)
        def init(original: Original, self: LambdaService) -> None:
            original(self)
            updates._service = self

        @patch(LambdaVersionManager.stop)
        def stop(original: Original, self: LambdaVersionManager) -> None:
            with updates._lock:
                updates._former[self.function_arn] = count(self.id)
            original(self)

    def replace(self, function_arn: str) -> int:
        """
        Waits until the latest version runs, and starts as many environments as the one before had. Returns how many.
        Raises UnknownFunctionError.
        """
        place = parse_arn(function_arn)
        name = place["resource"].removeprefix("function:")
        function = lambda_stores[place["account"]][place["region"]].functions.get(name)
        if function is None or self._service is None:
            raise UnknownFunctionError(f"there is no function {function_arn!r}")
        end = time.monotonic() + _UPDATE_S
        while _is_updating(function.latest().config) and time.monotonic() < end:
            time.sleep(_LOOK_S)
        qualified_arn = function.latest().id.qualified_arn()
        with self._lock:
            former = self._former.pop(qualified_arn, 0)
        running = self._service.lambda_running_versions.get(qualified_arn)
        # a debugger attaches before the first invocation
        count = max(former, 1) if DEBUGGING.includes(name) else former
        if running and count:
            self._warm(running, count)
        return count


def _is_updating(config: Any) -> bool:
    return bool(config.last_update and config.last_update.status == LastUpdateStatus.InProgress)


WARM_UPDATES = WarmUpdates()
