"""
The control API below /_harness, in JSON: 400 with {"error"} for an invalid request, 404 if something does not
exist.
"""

from collections.abc import Callable, Mapping

from localstack.http import Request, Response
from localstack.services.edge import ROUTER

from localstack_harness.calls.encoded import encode
from localstack_harness.control_api import controls, development, facts, records
from localstack_harness.control_api.requests import NotFoundError
from localstack_harness.control_api.routes import Endpoint
from localstack_harness.support.fields import BadInputError


def install() -> None:
    for part in (facts, controls, records, development):
        for (method, path), endpoint in part.ROUTES.items():
            ROUTER.add(f"/_harness{path}", _respond_with(endpoint), methods=[method])


def _respond_with(endpoint: Endpoint) -> Callable[..., Response]:
    def respond(request: Request, **path: str) -> Response:
        try:
            return _json(200, endpoint(request, **path))
        except BadInputError as error:
            return _json(400, {"error": str(error)})
        except NotFoundError as error:
            return _json(404, {"error": str(error)})

    return respond


def _json(status: int, document: Mapping[str, object]) -> Response:
    return Response(encode(document), status=status, content_type="application/json")
