"""
What API Gateway refuses when integrations, methods and stages are made and changed, and LocalStack accepts.

Changes legacy/provider.py of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from localstack.aws.api import RequestContext
from localstack.aws.api.apigateway import BadRequestException
from localstack.services.apigateway.helpers import get_moto_rest_api
from localstack.services.apigateway.legacy.provider import ApigatewayProvider

from localstack_harness.support.patching import Original, context_of, patch

SHORTEST_MS = 50
LONGEST_MS = {"EDGE": 29_000, "REGIONAL": 300_000, "PRIVATE": 300_000}
"""By endpoint type. That of edge-optimized APIs is fixed, for the others a higher quota can be requested."""
_CHOICES = {
    "passthroughBehavior": ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"),
    "contentHandling": ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT"),
    "authorizationType": ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"),
}
_STAGE_NAME = re.compile(r"[\w-]{1,128}", re.ASCII)


def install() -> None:
    check_before(ApigatewayProvider.put_integration, _check_integration)
    check_before(ApigatewayProvider.update_integration, _check_integration)
    check_before(ApigatewayProvider.put_method, lambda _, request: check_choices(request))
    check_before(ApigatewayProvider.create_stage, lambda _, request: check_stage_name(request["stageName"]))


def check_before(operation: Callable[..., Any], check: Callable[[RequestContext, Any], None]) -> None:
    """`check` gets the request with the names of the API, and raises what the operation answers."""

    @patch(operation)
    def perform(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        context = context_of(args, kwargs)
        check(context, context.service_request or {})
        return original(*args, **kwargs)


def _check_integration(context: RequestContext, request: Any) -> None:
    given = {**request, **replaced_by(request)}
    check_choices(given)
    check_time_limit(
        given.get("timeoutInMillis"), longest_ms(get_moto_rest_api(context, rest_api_id=request["restApiId"]))
    )


def replaced_by(request: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an update sets, by the names of the fields; removed ones are None."""
    return {
        operation["path"].removeprefix("/"): operation.get("value") if operation["op"] != "remove" else None
        for operation in request.get("patchOperations") or ()
    }


def check_time_limit(milliseconds: object, longest: int) -> None:
    """Raises BadRequestException."""
    message = f"Timeout should be between {SHORTEST_MS} ms and {longest} ms"
    check_number(milliseconds, SHORTEST_MS, longest, message)


def check_number(value: object, least: int, most: int, message: str) -> None:
    """An update's values are texts. Raises BadRequestException."""
    if value is None:
        return
    text = str(value)
    if not re.fullmatch(r"-?\d+", text, re.ASCII) or not least <= int(text) <= most:
        raise BadRequestException(message)


def check_choices(fields: Mapping[str, Any]) -> None:
    for name, choices in _CHOICES.items():
        value = fields.get(name)
        if value is not None and value not in choices:
            raise BadRequestException(f"Enumeration value for {name} must be one of: {', '.join(choices)}")


def check_stage_name(name: str) -> None:
    if not _STAGE_NAME.fullmatch(name):
        raise BadRequestException("Stage name only allows a-zA-Z0-9_-, and at most 128 characters")


def longest_ms(api: Any) -> int:
    """Of an API of moto's."""
    types = (api.endpoint_configuration or {}).get("types") or ["EDGE"]
    return LONGEST_MS.get(types[0], LONGEST_MS["EDGE"])
