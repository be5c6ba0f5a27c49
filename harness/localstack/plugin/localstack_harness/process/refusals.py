"""Refuses connections of other users of this machine, whatever they are about to send."""

import json
from typing import Any, override

from twisted.internet.interfaces import IProtocolFactory
from twisted.internet.protocol import Protocol
from twisted.protocols.policies import TimeoutMixin
from twisted.python.components import proxyForInterface

from localstack_harness.support.http.users import Address, users

_SECONDS = 10
_BODY = json.dumps(
    {
        "error": "this LocalStack belongs to another user of this machine; HARNESS_USERS lets further users connect"
    }
).encode()
_HEAD = (
    "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(_BODY)}\r\nConnection: close\r\n\r\n"
).encode()


class OwnConnections(proxyForInterface(IProtocolFactory)):  # type: ignore[misc]
    """The factory of a server's protocols, for connections that its users make."""

    def __init__(self, original: Any, server: Address) -> None:
        super().__init__(original)
        self._server = server

    @override
    def buildProtocol(self, address: Any) -> Any:
        if users().may_connect((address.host, address.port), self._server):
            return self.original.buildProtocol(address)
        return Refusal()


class Refusal(Protocol, TimeoutMixin):
    transport: Any

    @override
    def connectionMade(self) -> None:
        self.setTimeout(_SECONDS)  # type: ignore[no-untyped-call]

    @override
    def dataReceived(self, data: bytes) -> None:
        # only now: a client does not read a response to what it has not sent yet
        self.setTimeout(None)  # type: ignore[no-untyped-call]
        self.transport.write(_HEAD + _BODY)
        self.transport.loseConnection()
