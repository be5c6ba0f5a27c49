"""
Refuses tumbling windows of streams, which LocalStack (services/lambda_/provider.py) accepts and ignores: functions would get
neither the state of a window nor its end.
"""

from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_.provider import LambdaProvider

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(LambdaProvider.validate_event_source_mapping)
    def validate(original: Original, /, self: LambdaProvider, context: Any, request: Any) -> Any:
        check_window(request)
        return original(self, context, request)


def check_window(request: Any) -> None:
    if seconds := request.get("TumblingWindowInSeconds"):
        raise InvalidParameterValueException(
            f"TumblingWindowInSeconds {seconds} is not supported here: leave out the tumbling window",
            Type="User",
        )
