"""
The open connections of WebSocket APIs, and what the API `@connections` does with them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import json
import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import unquote

from localstack_harness.apigateway.http_api.answers import JSON, Answer, message
from localstack_harness.apigateway.websocket_api.messages import Message, Peer

LONGEST_BYTES = 128 * 1024
"""Of a message, in both directions."""
_PATH = re.compile(r"/@connections/([^/]+)/?")
_ID = re.compile(r"[A-Za-z0-9+/_-]{4,}={0,2}")


class Socket(Protocol):
    """The part of rolo's WebSocket that is used."""

    def send(self, text_or_bytes: Message) -> None: ...
    def close(self, code: int = ..., reason: str | None = ...) -> None: ...


@dataclass
class Connection:
    peer: Peer
    socket: Socket
    last_active: datetime = field(default_factory=lambda: datetime.now(UTC))


class Connections:
    def __init__(self) -> None:
        self._open: dict[str, Connection] = {}
        self._lock = threading.Lock()

    def add(self, connection: Connection) -> None:
        with self._lock:
            self._open[connection.peer.connection_id] = connection

    def remove(self, connection: Connection) -> None:
        with self._lock:
            self._open.pop(connection.peer.connection_id, None)

    def find(self, connection_id: str, api_id: str, stage: str) -> Connection | None:
        with self._lock:
            connection = self._open.get(connection_id)
        if connection is None:
            return None
        peer = connection.peer
        return connection if (peer.api_id, peer.handshake.stage) == (api_id, stage) else None


CONNECTIONS = Connections()


def manage(method: str, path: str, body: bytes, api_id: str, stage: str) -> Answer:
    """`path`: below the stage, percent-encoded."""
    found = _PATH.fullmatch(path)
    if not found or method not in ("GET", "POST", "DELETE"):
        return _error(403, "ForbiddenException", "Forbidden")
    connection_id = unquote(found[1])
    if not _ID.fullmatch(connection_id):
        return _error(400, "BadRequestException", f"Invalid connectionId: {connection_id}")
    connection = CONNECTIONS.find(connection_id, api_id, stage)
    if connection is None:
        return _error(410, "GoneException", "Gone")
    if method == "GET":
        return Answer(200, (("content-type", JSON),), json.dumps(_described(connection)).encode())
    if method == "POST":
        return _post(connection, body)
    CONNECTIONS.remove(connection)
    connection.socket.close(1000, "")
    return Answer(204, (), b"")


def _post(connection: Connection, body: bytes) -> Answer:
    if len(body) > LONGEST_BYTES:
        return _error(413, "PayloadTooLargeException", "Payload Too Large")
    try:
        connection.socket.send(body.decode())
    except UnicodeDecodeError:
        connection.socket.send(body)
    connection.last_active = datetime.now(UTC)
    return Answer(200, (), b"")


def _described(connection: Connection) -> dict[str, Any]:
    handshake = connection.peer.handshake
    return {
        "connectedAt": _text(connection.peer.connected),
        "identity": {"sourceIp": handshake.source_ip, "userAgent": handshake.header("user-agent")},
        "lastActiveAt": _text(connection.last_active),
    }


def _text(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(status: int, code: str, text: str) -> Answer:
    return message(status, text, ("x-amzn-errortype", code))
