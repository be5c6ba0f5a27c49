"""A path keeps what follows a semicolon, `/cuddles;a=b` is not `/cuddles`; and a stage of an API has one spelling.

LocalStack drops the former as a parameter of the last segment, and answers with 404 for a stage that is not there.
Changes next_gen/execute_api/handlers/parse.py and router.py of its API Gateway.
"""

from typing import Any
from urllib.parse import urlsplit

from localstack.http import Response
from localstack.services.apigateway.next_gen.execute_api.handlers import parse

from localstack_harness.support.patching import Original, patch, replace


def install() -> None:
    replace(parse, "urlparse", urlsplit)


def refuse_unknown_stages() -> None:
    from localstack.services.apigateway.next_gen.execute_api.router import ApiGatewayEndpoint

    @patch(ApiGatewayEndpoint.__call__)
    def call(original: Original, self: ApiGatewayEndpoint, request: Any, **parameters: Any) -> Response:
        stages = self._global_store.active_deployments.get(parameters.get("api_id", "").lower())
        if not stages or parameters.get("stage") in stages:
            return original(self, request, **parameters)  # type: ignore[no-any-return]
        return Response(
            '{"message":"Forbidden"}',
            status=403,
            headers={"Content-Type": "application/json", "x-amzn-ErrorType": "ForbiddenException"},
        )
