"""Passes request bodies through unread: only API Gateway and the function may interpret or reject them."""

from localstack.aws.api import RequestContext
from localstack.aws.handlers.codec import ContentDecoder
from twisted.web.http import Request

from localstack_harness.support.patching import Original, patch


def pass_bodies_through() -> None:
    _do_not_parse_forms()
    _do_not_decompress_for_apis()


def _do_not_parse_forms() -> None:
    """Twisted parses each posted form, and answers a malformed one itself: status 400 without a body."""

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
        if not context.request.path.startswith("/_aws/execute-api/"):
            original(self, chain, context, response)
