"""Integrations of HTTP APIs: Lambda functions, and addresses that requests are passed on to."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError
from localstack.services.apigateway.next_gen.execute_api.helpers import (
    get_lambda_function_arn_from_invocation_uri,
)
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import get_service_factory
from localstack.utils.aws.arns import extract_region_from_arn
from localstack.utils.aws.client_types import ServicePrincipal
from moto.apigatewayv2.models import Integration

from localstack_harness.apigateway.http_api.answers import Answer, answer_v1, answer_v2
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.passing_on import IntegrationError, pass_on
from localstack_harness.apigateway.http_api.payloads import (
    Circumstances,
    Event,
    event_v1,
    event_v2,
    integration_source,
)
from localstack_harness.apigateway.http_api.services.calls import SUBTYPES, call
from localstack_harness.apigateway.proxy_response import MalformedResponseError

DEFAULT_MS = LONGEST_MS = 30_000
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def unsupported_of_websockets(kind: str) -> str | None:
    """Why an integration of a WebSocket API cannot be made; None if it can."""
    if kind in ("AWS_PROXY", "MOCK"):
        return None
    return f"integrations of WebSocket APIs with the type {kind} are not supported: use AWS_PROXY or MOCK"


def unsupported(kind: str, given: Mapping[str, Any]) -> str | None:
    """Why an integration of an HTTP API cannot be made; None if it can. `given`: a request to make or update it."""
    subtype = given.get("IntegrationSubtype")
    if subtype and subtype not in SUBTYPES:
        return f"the integration {subtype} is not supported: let a function call the service"
    if kind not in ("AWS_PROXY", "HTTP_PROXY"):
        return f"HTTP APIs have no integrations of the type {kind}: use AWS_PROXY or HTTP_PROXY"
    if given.get("ConnectionType", "INTERNET") != "INTERNET":
        return f"integrations with the connection {given['ConnectionType']} are not supported: use INTERNET"
    for name in ("ResponseParameters",) if subtype else ("RequestParameters", "ResponseParameters"):
        if given.get(name):
            return f"{name} of an integration are not supported: map parameters in the function"
    return None


def invoke(integration: Integration, request: Incoming, given: Circumstances) -> Answer:
    """Raises IntegrationError."""
    if integration.integration_subtype:
        return call(integration, request, given)
    if integration.integration_type == "HTTP_PROXY":
        return pass_on(integration, _uri(integration, given.stage_variables), request, given)
    version_2 = integration.payload_format_version == "2.0"
    event = (event_v2 if version_2 else event_v1)(request, given)
    read = answer_v2 if version_2 else answer_v1
    return invoke_function(
        integration, event, read, given.stage_variables, integration_source(request, given)
    )


def invoke_function(
    integration: Integration,
    event: Event,
    read: Callable[[bytes], Answer],
    stage_variables: Mapping[str, str],
    source_arn: str,
) -> Answer:
    """Raises IntegrationError."""
    uri = _uri(integration, stage_variables)
    function = get_lambda_function_arn_from_invocation_uri(uri) if "/functions/" in uri else uri
    try:
        result = _client(function, integration.credentials_arn, source_arn).invoke(
            FunctionName=function, Payload=json.dumps(event, ensure_ascii=False).encode()
        )
    except ClientError as error:
        raise IntegrationError(f"{function} cannot be invoked: {error}") from error
    payload = result["Payload"].read()
    if "FunctionError" in result:
        raise IntegrationError(f"{function} failed: {payload[:500].decode(errors='replace')}")
    try:
        return read(payload)
    except MalformedResponseError as error:
        raise IntegrationError(f"the response of {function} is malformed: {error}") from error


def _uri(integration: Integration, stage_variables: Mapping[str, str]) -> str:
    return _STAGE_VARIABLE.sub(
        lambda found: stage_variables.get(found[1], ""), integration.integration_uri or ""
    )


def _client(function: str, role_arn: str | None, source_arn: str) -> Any:
    clients: Any = get_service_factory(region_name=extract_region_from_arn(function), role_arn=role_arn)
    return clients.lambda_.request_metadata(
        service_principal=ServicePrincipal.apigateway, source_arn=source_arn
    )
