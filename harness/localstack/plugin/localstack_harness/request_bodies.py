"""Twisted reads the body of each POSTed form before LocalStack sees the request, and answers one that it cannot read by
itself: 400, without a body. AWS leaves bodies to whoever they are for."""

from typing import Any

from localstack.utils.patch import patch
from twisted.web.http import Request


def leave_to_services() -> None:
    @patch(Request.requestReceived)
    def requestReceived(original: Any, self: Any, *args: Any) -> Any:
        self._parsePOSTFormSubmission = False
        return original(self, *args)
