"""
Lambda proxy integrations: responses that AWS refuses, and binary bodies in both directions.

LocalStack accepts a response whose body is an object, fails on one that is null, and decides by the bytes of
a body whether it is binary. Mends next_gen/execute_api/integrations/aws.py of LocalStack's API Gateway.
"""

import base64
import json
import logging
from typing import Any

from localstack.services.apigateway.next_gen.execute_api import helpers
from localstack.services.apigateway.next_gen.execute_api.gateway_response import InternalServerError
from localstack.services.apigateway.next_gen.execute_api.handlers import (
    integration_request,
    integration_response,
)
from localstack.services.apigateway.next_gen.execute_api.integrations import aws

from localstack_harness.apigateway.media_types import is_binary
from localstack_harness.apigateway.proxy_response import MalformedResponseError, read_response
from localstack_harness.support.patching import Original, patch, replace

LOG = logging.getLogger(__name__)

DEFAULT_CONTENT_TYPE = "application/json"


def install() -> None:
    _refuse_malformed_answers()
    _take_all_media_types()
    _refuse_bodies_that_are_not_base64()
    _encode_binary_requests()


def _refuse_malformed_answers() -> None:
    @patch(aws.RestApiAwsProxyIntegration.parse_lambda_response)
    def parse_lambda_response(
        original: Original, self: aws.RestApiAwsProxyIntegration, payload: bytes
    ) -> Any:
        try:
            answer = read_response(payload)
        except MalformedResponseError as error:
            LOG.warning(
                "Execution failed due to configuration error: Malformed Lambda proxy response: %s", error
            )
            raise InternalServerError("Internal server error", status_code=502) from error
        return original(self, json.dumps(answer).encode())


def _take_all_media_types() -> None:
    for module in (helpers, aws, integration_request, integration_response):
        replace(module, "mime_type_matches_binary_media_types", is_binary)


def _refuse_bodies_that_are_not_base64() -> None:
    """Python leaves out the characters that are none of base64."""

    def parse_body(body: str | None, is_base64_encoded: bool) -> bytes:
        if not body or not is_base64_encoded:
            return (body or "").encode()
        try:
            return base64.b64decode(body, validate=True)
        except ValueError as error:
            LOG.warning("Execution failed due to configuration error: Unable to base64 decode the body.")
            raise InternalServerError("Internal server error", status_code=500) from error

    replace(aws.RestApiAwsProxyIntegration, "_parse_body", staticmethod(parse_body))


def _encode_binary_requests() -> None:
    @patch(aws.RestApiAwsProxyIntegration.create_lambda_input_event)
    def create_lambda_input_event(
        original: Original, self: aws.RestApiAwsProxyIntegration, context: Any
    ) -> Any:
        event = original(self, context)
        body: bytes = context.integration_request["body"]
        if body:
            content_type = context.invocation_request["headers"].get("Content-Type", DEFAULT_CONTENT_TYPE)
            types = context.deployment.rest_api.rest_api.get("binaryMediaTypes") or []
            binary = is_binary(content_type, types)
            text = base64.b64encode(body).decode() if binary else body.decode(errors="replace")
            event.update(body=text, isBase64Encoded=binary)
        return event
