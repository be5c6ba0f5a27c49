"""Function URLs: results that are no response of HTTP are answered with 502, as a function that fails is.

LocalStack answers 500, or breaks the connection. Mends services/lambda_/urlrouter.py.
"""

import logging
from http import HTTPStatus
from typing import Any

from localstack.http import Response
from localstack.services.lambda_ import urlrouter

from localstack_harness.support.http.response import STATUS_CODES, is_header_name, is_header_value
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)


def install() -> None:
    @patch(urlrouter.lambda_result_to_response)
    def lambda_result_to_response(original: Original, /, result: Any) -> Any:
        try:
            response = original(result)
            _check(response)
        except (TypeError, ValueError) as error:
            LOG.warning("the function's result is no response: %s", error)
            return Response("Internal Server Error", HTTPStatus.BAD_GATEWAY)
        return response


def _check(response: Response) -> None:
    if response.status_code not in STATUS_CODES:
        raise ValueError(f"the status {response.status_code}")
    for name, value in response.headers.items():
        if not (is_header_name(name) and is_header_value(value)):
            raise ValueError(f"the header {name!r}: {value!r}")
