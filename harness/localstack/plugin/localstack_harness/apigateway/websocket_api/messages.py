"""
The events that a WebSocket API passes to functions, and the route of a message. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

import base64
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from localstack_harness.apigateway.http_api.incoming import Incoming, grouped

type Event = dict[str, Any]
type Message = str | bytes

CONNECT, DISCONNECT, DEFAULT = "$connect", "$disconnect", "$default"
_NO_STATUS = 1005
"""The code of a connection that ended without one: https://www.rfc-editor.org/rfc/rfc6455#section-7.1.5"""
_OF_BODY = re.compile(r"\$\{request\.body\.([^}]+)\}|\$request\.body\.([\w.-]+)")


def _id() -> str:
    return base64.b64encode(secrets.token_bytes(11)).decode()


@dataclass(frozen=True)
class Peer:
    """A client of a WebSocket API, as events describe it."""

    account: str
    region: str
    api_id: str
    domain: str
    handshake: Incoming
    stage_variables: Mapping[str, str]
    authorizer: Mapping[str, Any] | None = None
    """What the authorizer of `$connect` grants."""
    connection_id: str = field(default_factory=_id)
    connected: datetime = field(default_factory=lambda: datetime.now(UTC))
    """In UTC."""

    @property
    def route_arns(self) -> str:
        """What the ARNs of its routes begin with."""
        api = f"arn:aws:execute-api:{self.region}:{self.account}:{self.api_id}"
        return f"{api}/{self.handshake.stage}/"


def route_key(expression: str, message: Message) -> str | None:
    """The key that an API's route selection expression finds in a message; None: the message has no such value."""
    try:
        body = json.loads(message)
    except ValueError:
        return None
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        selected: Any = body
        for name in (found[1] or found[2]).split("."):
            selected = selected.get(name) if isinstance(selected, dict) else None
        missing = missing or selected is None or isinstance(selected, dict | list)
        return selected if isinstance(selected, str) else json.dumps(selected)

    key = _OF_BODY.sub(value, expression)
    return None if missing else key


def connect_event(peer: Peer) -> Event:
    return {**_handshake(peer), **_common(peer, CONNECT, "CONNECT"), "isBase64Encoded": False}


def authorizer_event(peer: Peer) -> Event:
    return {
        "type": "REQUEST",
        "methodArn": f"{peer.route_arns}{CONNECT}",
        **_handshake(peer),
        **_common(peer, CONNECT, "CONNECT"),
    }


def message_event(peer: Peer, key: str, message: Message) -> Event:
    event = _common(peer, key, "MESSAGE")
    event["requestContext"]["messageId"] = _id()
    is_binary = isinstance(message, bytes)
    body = base64.b64encode(message).decode() if isinstance(message, bytes) else message
    return {**event, "body": body, "isBase64Encoded": is_binary}


def disconnect_event(peer: Peer, code: int | None) -> Event:
    event = _common(peer, DISCONNECT, "DISCONNECT")
    has_code = code not in (None, _NO_STATUS)
    event["requestContext"] |= {
        "disconnectStatusCode": code or _NO_STATUS,
        "disconnectReason": "" if has_code else "Client-side close frame status not set",
    }
    headers = {"Host": peer.domain, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
    multiple = {name: [value] for name, value in headers.items()}
    return {"headers": headers, "multiValueHeaders": multiple, **event, "isBase64Encoded": False}


def problem(peer: Peer, text: str) -> str:
    """What a client gets in place of an answer."""
    return json.dumps(
        {"message": text, "connectionId": peer.connection_id, "requestId": _id()}, separators=(",", ":")
    )


def _handshake(peer: Peer) -> Event:
    request = peer.handshake
    headers = grouped(request.headers)
    query = grouped(request.query)
    event: Event = {
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
    }
    if query:
        event["queryStringParameters"] = {name: values[-1] for name, values in query.items()}
        event["multiValueQueryStringParameters"] = query
    return event


def _common(peer: Peer, key: str, kind: str) -> Event:
    now = datetime.now(UTC)
    request_id = _id()
    context: Event = {
        "routeKey": key,
        "eventType": kind,
        "extendedRequestId": request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "messageDirection": "IN",
        "stage": peer.handshake.stage,
        "connectedAt": int(peer.connected.timestamp() * 1000),
        "requestTimeEpoch": int(now.timestamp() * 1000),
        "identity": {"userAgent": peer.handshake.header("user-agent"), "sourceIp": peer.handshake.source_ip},
        "requestId": request_id,
        "domainName": peer.domain,
        "connectionId": peer.connection_id,
        "apiId": peer.api_id,
    }
    if peer.authorizer is not None:
        context["authorizer"] = dict(peer.authorizer)
    event: Event = {"requestContext": context}
    if peer.stage_variables:
        event["stageVariables"] = dict(peer.stage_variables)
    return event
