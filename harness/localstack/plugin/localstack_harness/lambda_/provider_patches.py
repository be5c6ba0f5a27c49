"""
Patches of LocalStack's Lambda service (services/lambda_/provider.py). It looks for an alias among the versions when it is
asked for a configuration, and accepts tumbling windows of streams, which it ignores: functions would get neither the state of
a window nor its end.
"""

from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_ import api_utils
from localstack.services.lambda_.provider import LambdaProvider

from localstack_harness.support.patching import Original, patch


def install() -> None:
    refuse_windows()
    find_configurations_by_alias()


def refuse_windows() -> None:
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


def find_configurations_by_alias() -> None:
    @patch(LambdaProvider.get_function_configuration)
    def get_configuration(
        original: Original,
        /,
        self: LambdaProvider,
        context: Any,
        function_name: str,
        qualifier: str | None = None,
        **rest: Any,
    ) -> Any:
        _, asked = api_utils.get_name_and_qualifier(function_name, qualifier, context)
        if asked and api_utils.qualifier_is_alias(asked):
            return self.get_function(context, function_name, qualifier)["Configuration"]
        return original(self, context, function_name, qualifier, **rest)
