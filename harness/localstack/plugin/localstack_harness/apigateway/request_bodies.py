"""Bodies are for whoever a request is for: LocalStack must not stumble over one before API Gateway, or its function, sees it."""

from typing import Any

from localstack.aws.handlers.codec import ContentDecoder
from localstack.utils.patch import patch
from twisted.web.http import Request


def leave_to_services() -> None:
    _parse_no_forms()
    _unpack_nothing_for_apis()


def _parse_no_forms() -> None:
    """Twisted reads each POSTed form, and answers one that it cannot read by itself: 400, without a body."""

    @patch(Request.requestReceived)
    def requestReceived(original: Any, self: Any, *args: Any) -> Any:
        self._parsePOSTFormSubmission = False
        return original(self, *args)


def _unpack_nothing_for_apis() -> None:
    """What is said to be gzip and is not would be answered with 500; API Gateway does not look (AWS: only for APIs with
    minimumCompressionSize)."""

    @patch(ContentDecoder.__call__)
    def __call__(original: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
        if not context.request.path.startswith("/_aws/execute-api/"):
            original(self, chain, context, response)
