"""
Takes requests to HTTP APIs where LocalStack takes those to REST APIs (next_gen/execute_api/router.py).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from localstack import config
from localstack.http import Request, Response
from localstack.http.request import get_raw_path
from localstack.services.apigateway.next_gen.execute_api.helpers import generate_trace_id
from localstack.services.apigateway.next_gen.execute_api.router import ApiGatewayEndpoint
from moto.apigatewayv2.models import Api, Stage

from localstack_harness.apigateway.http_api import access_log
from localstack_harness.apigateway.http_api.answers import Answer, message
from localstack_harness.apigateway.http_api.deployed import BY_PATH, find_api, served_by
from localstack_harness.apigateway.http_api.gateway import Exchange, serve
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import Circumstances
from localstack_harness.apigateway.http_api.routes import DEFAULT
from localstack_harness.apigateway.http_api.throttles import THROTTLES, limits_of
from localstack_harness.apigateway.websocket_api.endpoint import manage_connection
from localstack_harness.support.patching import Original, patch

_NOT_FOUND = message(404, "Not Found")


def install() -> None:
    @patch(ApiGatewayEndpoint.__call__)
    def call(original: Original, /, self: ApiGatewayEndpoint, request: Request, **kwargs: Any) -> Any:
        found = find_api((kwargs.get("api_id") or "").lower())
        if found is None:
            return original(self, request, **kwargs)
        account, region, api = found
        return _response(_serve(request, account, region, api))


def split_stage(api: Api, path: str) -> tuple[Stage | None, str]:
    """The stage in the address, and the path below it; the stage `$default` has no name in the address."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first in api.stages and first != DEFAULT:
        return api.stages[first], f"/{rest}"
    return api.stages.get(DEFAULT), path


def _serve(request: Request, account: str, region: str, api: Api) -> Answer:
    raw_path = BY_PATH.sub("", get_raw_path(request), count=1) or "/"
    if api.protocol_type == "WEBSOCKET":
        return manage_connection(request, api, raw_path)
    stage, path = split_stage(api, raw_path)
    deployed = served_by(api, stage) if stage else None
    if stage is None or deployed is None or api.disable_execute_api_endpoint is True:
        return _NOT_FOUND
    incoming = Incoming(
        method=request.environ.get("REQUEST_METHOD", request.method),
        raw_path=path,
        raw_query=request.query_string.decode("latin-1"),
        headers=tuple(request.headers.items()),
        body=request.get_data(),
        source_ip=request.remote_addr or "127.0.0.1",
        stage=stage.name,
    )
    given = Circumstances(
        account=account,
        region=region,
        api_id=api.api_id,
        domain=f"{api.api_id}.execute-api.{config.LOCALSTACK_HOST.host_and_port()}",
        request_id=uuid.uuid4().hex[:15] + "=",
        trace_id=request.headers.get("X-Amzn-Trace-Id") or f"Root={generate_trace_id()}",
        time=datetime.now(UTC),
        route_key="",
        path_parameters={},
        stage_variables=stage.stage_variables or {},
    )
    exchange = Exchange(
        incoming,
        given,
        api,
        deployed,
        lambda route_key: THROTTLES.admit((api.api_id, stage.name, route_key), limits_of(stage, route_key)),
    )
    answer = serve(exchange)
    access_log.write(exchange, stage, answer)
    return answer


def _response(answer: Answer) -> Response:
    response = Response(answer.body, status=answer.status)
    response.headers.clear()
    for name, value in answer.headers:
        response.headers.add(name, value)
    response.headers["content-length"] = str(len(answer.body))
    return response
