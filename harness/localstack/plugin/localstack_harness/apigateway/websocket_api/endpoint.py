"""Takes the connections to WebSocket APIs, and requests to their API `@connections`."""

import re
from typing import Any

from localstack import config
from localstack.runtime.current import get_current_runtime
from moto.apigatewayv2.models import Api
from rolo.request import Request
from rolo.response import Response
from rolo.websocket.request import WebSocketRequest

from localstack_harness.apigateway.http_api.answers import Answer, message
from localstack_harness.apigateway.http_api.deployed import BY_PATH, find_api
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.websocket_api.connections import manage
from localstack_harness.apigateway.websocket_api.messages import Peer
from localstack_harness.apigateway.websocket_api.session import Session

_BY_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.", re.IGNORECASE)


def install() -> None:
    """Requests in progress keep the handlers that they have begun with."""
    gateway = get_current_runtime().components.gateway
    gateway.request_handlers = [
        *gateway.request_handlers[:1],
        accept_connection,
        *gateway.request_handlers[1:],
    ]


def accept_connection(chain: Any, context: Any, response: Any) -> None:
    """A handler of LocalStack's gateway. It returns when the connection has ended."""
    request = context.request
    if not isinstance(request, WebSocketRequest):
        return
    found = _BY_HOST.match(request.host) or BY_PATH.match(request.path)
    api = find_api(found[1].lower()) if found else None
    if api is None or api[2].protocol_type != "WEBSOCKET":
        return
    _serve(request, *api)
    chain.terminate()


def _serve(request: WebSocketRequest, account: str, region: str, api: Api) -> None:
    name, path = split_stage(BY_PATH.sub("", request.path, count=1))
    stage = api.stages.get(name)
    if stage is None or path != "/":
        request.reject(Response(message(403, "Forbidden").body, 403, content_type="application/json"))
        return
    peer = Peer(
        account=account,
        region=region,
        api_id=api.api_id,
        domain=f"{api.api_id}.execute-api.{config.LOCALSTACK_HOST.host_and_port()}",
        handshake=_incoming(request, "GET", name),
        stage_variables=stage.stage_variables or {},
    )
    Session(api, stage, peer).serve(request)


def manage_connection(request: Request, api: Api, raw_path: str) -> Answer:
    stage, path = split_stage(raw_path)
    incoming = _incoming(request, request.method, stage, request.get_data())
    if not incoming.is_signed:
        return message(403, "Missing Authentication Token", ("x-amzn-errortype", "ForbiddenException"))
    return manage(incoming.method, path, incoming.body, api.api_id, stage)


def _incoming(request: Any, method: str, stage: str, body: bytes = b"") -> Incoming:
    return Incoming(
        method=method,
        raw_path="/",
        raw_query=request.query_string.decode("latin-1"),
        headers=tuple(request.headers.items()),
        body=body,
        source_ip=request.remote_addr or "127.0.0.1",
        stage=stage,
    )


def split_stage(path: str) -> tuple[str, str]:
    """The stage in an address, and the path below it."""
    stage, _, rest = path.removeprefix("/").partition("/")
    return stage, f"/{rest}"
