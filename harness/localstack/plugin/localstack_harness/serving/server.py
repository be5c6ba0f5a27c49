"""
LocalStack's server, at the hosts that GATEWAY_LISTEN names. LocalStack's own listens on every IPv4 interface, so
that the whole network could use it. On loopback it also refuses the machine's other users.
"""

import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import override

from localstack import config
from localstack.config import HostAndPort
from localstack.runtime.server.core import RuntimeServer
from rolo.gateway import Gateway
from rolo.gateway.wsgi import WsgiGateway

from localstack_harness.serving.connections import Address
from localstack_harness.serving.listener import Listener
from localstack_harness.serving.twisted_server import TwistedServer
from localstack_harness.support.http.users import users

_BACKLOG = 1024
"""Connections that wait to be accepted."""


class Server(RuntimeServer):
    def __init__(self, *, twisted_only: bool) -> None:
        self._twisted_only = twisted_only
        self._twisted: list[TwistedServer] = []
        self._ends = threading.Event()

    @override
    def register(
        self, gateway: Gateway, listen: list[HostAndPort], ssl_creds: tuple[str, str] | None = None
    ) -> None:
        application = None if self._twisted_only else WsgiGateway(gateway)
        twisted = TwistedServer(gateway, ssl_creds)
        self._twisted.append(twisted)
        for at in listen:
            Listener(bound(at.host, at.port), twisted, application, _allowed(at.host)).start()

    @override
    def run(self) -> None:
        self._ends.wait()

    @override
    def shutdown(self) -> None:
        for twisted in self._twisted:
            twisted.stop()
        self._ends.set()


def bound(host: str, port: int) -> socket.socket:
    """Listens at an address, or at the loopback address for "localhost". Raises ValueError for another name."""
    address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    family = socket.AF_INET6 if isinstance(address, ipaddress.IPv6Address) else socket.AF_INET
    return socket.create_server((str(address), port), family=family, backlog=_BACKLOG)


def _allowed(host: str) -> Callable[[Address, Address], bool]:
    """In a container, users of other containers have the same numbers; from the network, they have none."""
    if config.is_in_docker or not (host == "localhost" or ipaddress.ip_address(host).is_loopback):
        return lambda _client, _server: True
    return users().may_connect
