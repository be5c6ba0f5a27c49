"""
What API Gateway refuses in an API that is imported from OpenAPI: the same as in one that is made call by call.

Changes legacy/provider.py of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from localstack.aws.api import ServiceException
from localstack.aws.api.apigateway import BadRequestException
from localstack.services.apigateway.legacy import provider

from localstack_harness.apigateway.authorizers.limits import check_authorizer
from localstack_harness.apigateway.limits import check_choices, check_time_limit, longest_ms
from localstack_harness.support.patching import Original, replace

_ANY = "x-amazon-apigateway-any-method"
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", _ANY}
_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZER = "x-amazon-apigateway-authorizer"


def install() -> None:
    original: Original = provider.import_api_from_openapi_spec

    def import_api(rest_api: Any, *args: Any, **named: Any) -> Any:
        if faults := list(faults_of(named["open_api_spec"], longest_ms(rest_api))):
            raise BadRequestException("Errors found during import:\n\t" + "\n\t".join(faults))
        return original(rest_api, *args, **named)

    replace(provider, "import_api_from_openapi_spec", import_api)


def faults_of(spec: Mapping[str, Any], longest: int) -> Iterator[str]:
    """`longest`: milliseconds that an integration may take."""
    for path, operations in _objects(spec.get("paths")):
        for method, operation in _objects(operations):
            given = operation.get(_INTEGRATION)
            if method in _METHODS and isinstance(given, Mapping):
                name = "ANY" if method == _ANY else method.upper()
                what = f"Unable to put integration on '{name}' for resource at path '{path}'"
                yield from _faults(what, partial(check_choices, _integration(given)))
                yield from _faults(what, partial(check_time_limit, given.get("timeoutInMillis"), longest))
    for name, scheme in _objects(_schemes(spec)):
        if isinstance(given := scheme.get(_AUTHORIZER), Mapping):
            authorizer = _authorizer(name, scheme, given)
            yield from _faults(
                f"Unable to create authorizer '{name}'", partial(check_authorizer, authorizer, ())
            )


def _faults(what: str, check: Callable[[], None]) -> Iterator[str]:
    try:
        check()
    except ServiceException as error:
        yield f"{what}: {error}"


def _objects(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is none is refused by the import itself, or ignored as on AWS."""
    for name, each in value.items() if isinstance(value, Mapping) else ():
        if isinstance(each, Mapping):
            yield name, each


def _schemes(spec: Mapping[str, Any]) -> Any:
    """Of OpenAPI 3, else of OpenAPI 2."""
    return (spec.get("components") or {}).get("securitySchemes") or spec.get("securityDefinitions")


def _integration(given: Mapping[str, Any]) -> dict[str, Any]:
    """As PutIntegration takes it. In OpenAPI the behavior is in any case, and AWS exports it in lower case."""
    behavior = given.get("passthroughBehavior")
    return {**given, "passthroughBehavior": behavior.upper() if isinstance(behavior, str) else behavior}


def _authorizer(name: str, scheme: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """As CreateAuthorizer takes it. The scheme names the header of a token."""
    kind = str(given.get("type", "")).upper()
    header = f"method.request.header.{scheme.get('name')}" if scheme.get("in") == "header" else None
    source = given.get("identitySource") if kind == "REQUEST" else header
    return {**given, "name": name, "type": kind, "identitySource": source}
