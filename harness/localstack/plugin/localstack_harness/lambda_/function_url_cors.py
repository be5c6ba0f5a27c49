"""
The CORS configuration of a function URL, which LocalStack keeps and does not apply: it answers preflights itself, and refuses
pages that its own configuration does not name (aws/handlers/cors.py). Changes services/lambda_/urlrouter.py.

https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
"""

from typing import Any

from localstack.http import Request, Response
from localstack.services.lambda_.urlrouter import FunctionUrlRouter

from localstack_harness.support.http import cors
from localstack_harness.support.http.function_urls import url_configs
from localstack_harness.support.patching import Original, patch


def install() -> None:
    cors.leave_cors_to(".lambda-url.")

    @patch(FunctionUrlRouter.handle_lambda_url_invocation)
    def handle_lambda_url_invocation(
        original: Original,
        /,
        self: FunctionUrlRouter,
        request: Request,
        api_id: str,
        region: str,
        **url_params: str,
    ) -> Any:
        configuration = configuration_of(api_id, region)
        if configuration is None:
            return original(self, request, api_id, region, **url_params)
        preflight = cors.is_preflight(request.method, request.headers.get)
        response = Response() if preflight else original(self, request, api_id, region, **url_params)
        return apply(configuration, request.headers.get("Origin"), response, preflight=preflight)


def configuration_of(url_id: str, region: str) -> cors.Configuration | None:
    config = next(url_configs(url_id, region), None)
    given = (config and config.cors) or {}
    return {f"{name[0].lower()}{name[1:]}": value for name, value in given.items()} or None


def apply(
    configuration: cors.Configuration, origin: str | None, response: Any, *, preflight: bool
) -> Response:
    """The function's own headers of CORS give way to those of the configuration."""
    kept = cors.without_cors(response.headers.items())
    response.headers.clear()
    for name, value in (*kept, *cors.cors_headers(configuration, origin, preflight=preflight)):
        response.headers.add(name, value)
    served: Response = response
    return served
