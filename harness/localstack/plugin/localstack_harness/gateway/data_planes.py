"""The same rules for what LocalStack serves outside its chain of handlers for AWS's APIs."""

from http import HTTPStatus
from typing import Any

from localstack.http import Request, Response

from localstack_harness.gateway.doors import passed
from localstack_harness.gateway.rules import Refusal
from localstack_harness.gateway.s3_access import anyone_may, find_bucket
from localstack_harness.gateway.unsigned import (
    condition_keys,
    is_signed,
    missing_authentication,
    queue_allows,
)
from localstack_harness.support.patching import Original, patch

_FORBIDDEN_PAGE = """<html>
<head><title>403 Forbidden</title></head>
<body>
<h1>403 Forbidden</h1>
<ul>
<li>Code: AccessDenied</li>
<li>Message: Access Denied</li>
</ul>
<hr/>
</body>
</html>
"""


def guard_queues() -> None:
    """Queues are called by their URL, with the action in the query or in a form."""
    from localstack.services.sqs import query_api

    @patch(query_api.try_call_sqs)
    def try_call_sqs(original: Original, request: Request, region: str) -> Any:
        action = request.values.get("Action") or ""
        if passed(request) and not is_signed(request):
            conditions = condition_keys(request)
            if not queue_allows(request.base_url, action, conditions):
                raise missing_authentication("sqs", "query")
        return original(request, region)

    @patch(query_api.handle_request)
    def handle_request(original: Original, request: Request, region: str) -> Any:
        came = passed(request)
        if came and came.is_page:
            return _json(HTTPStatus.FORBIDDEN, {"error": Refusal.PAGE.value})
        return original(request, region)


def guard_websites() -> None:
    """On AWS a website shows what the bucket's policy lets everyone read."""
    from localstack.services.s3.website_hosting import S3WebsiteHostingHandler

    @patch(S3WebsiteHostingHandler._serve_object)
    def _serve_object(
        original: Original,
        self: S3WebsiteHostingHandler,
        request: Request,
        bucket_name: str,
        path: str | None = None,
    ) -> Any:
        bucket = find_bucket(bucket_name)
        website = bucket.website_configuration if bucket else None
        if website and not website.get("RedirectAllRequestsTo"):
            key = path or ""
            if not key or key.endswith("/"):
                key += website.get("IndexDocument", {}).get("Suffix", "")
            if not anyone_may("GetObject", bucket, key, condition_keys(request)):
                return Response(
                    _FORBIDDEN_PAGE, HTTPStatus.FORBIDDEN, content_type="text/html; charset=utf-8"
                )
        return original(self, request, bucket_name, path)


def guard_function_urls() -> None:
    """On AWS a function URL with the authorization type AWS_IAM takes signed requests only."""
    from localstack.services.lambda_.urlrouter import FunctionUrlRouter

    from localstack_harness.support.http.function_urls import url_configs

    def needs_signature(url_id: str, region: str) -> bool:
        return any(config.auth_type == "AWS_IAM" for config in url_configs(url_id, region))

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
        if needs_signature(api_id, region) and not is_signed(request):
            response = _json(HTTPStatus.FORBIDDEN, {"Message": "Forbidden"})
            response.headers["x-amzn-ErrorType"] = "AccessDeniedException"
            return response
        return original(self, request, api_id, region, **url_params)


def _json(status: HTTPStatus, document: dict[str, str]) -> Response:
    response = Response(status=status)
    response.set_json(document)
    return response
