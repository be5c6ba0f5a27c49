"""Passes request bodies through unread: only API Gateway and the function may interpret or reject them."""

from typing import Any

from localstack.aws.api import RequestContext
from localstack.aws.handlers.codec import ContentDecoder
from rolo.gateway import Gateway

from localstack_harness.support.http.app_requests import is_app_request
from localstack_harness.support.patching import Original, patch, replace


def pass_bodies_through(gateway: Gateway) -> None:
    gateway.request_handlers.insert(0, keep_body)
    _do_not_decompress_for_apis()


def keep_body(chain: object, context: RequestContext, response: object) -> None:
    """The first handler of LocalStack's gateway. A later one reads the fields of forms, which consumes the body."""
    if is_app_request(context.request):
        context.request.get_data()


def use_kept_bodies_in_apis() -> None:
    from localstack.services.apigateway.next_gen.execute_api.handlers import parse

    replace(parse, "restore_payload", _kept_body)


def use_kept_bodies_in_function_urls() -> None:
    from localstack.services.lambda_ import urlrouter

    replace(urlrouter, "restore_payload", _kept_body)


def _kept_body(request: Any) -> bytes:
    """LocalStack composes a form again from its fields: with other escapes, and without what is no field."""
    body: bytes = request.get_data()
    return body


def do_not_parse_forms() -> None:
    """Twisted parses each posted form, and answers a malformed one itself: status 400 without a body."""
    from twisted.web.http import Request

    @patch(Request.requestReceived)
    def request_received(
        original: Original, self: Request, command: bytes, path: bytes, version: bytes
    ) -> None:
        self._parsePOSTFormSubmission = False
        original(self, command, path, version)


def _do_not_decompress_for_apis() -> None:
    """
    LocalStack answers with 500 if a body declared as gzip is not gzip. API Gateway decompresses only for APIs
    with minimumCompressionSize.
    """

    @patch(ContentDecoder.__call__)
    def call(
        original: Original, self: ContentDecoder, chain: object, context: RequestContext, response: object
    ) -> None:
        if not is_app_request(context.request):
            original(self, chain, context, response)
