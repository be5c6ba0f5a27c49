"""
Binds LocalStack to the hosts that GATEWAY_LISTEN names. LocalStack itself listens on every IPv4 interface, so
that the whole network could use it. On loopback it also refuses the machine's other users.
"""

import ipaddress
import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from localstack import config
from localstack.config import HostAndPort
from localstack.runtime.server import twisted
from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway import Gateway
from rolo.gateway.wsgi import WsgiGateway
from twisted.internet import reactor

from localstack_harness.serving.connections import Address
from localstack_harness.serving.listener import Listener
from localstack_harness.support.http.users import users
from localstack_harness.support.patching import Original, patch, replace

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

_BACKLOG = 1024
"""Connections that wait to be accepted."""


def bind_to_named_hosts(*, twisted_only: bool) -> None:
    @patch(TwistedRuntimeServer.register)
    def register(
        original: Original,
        self: TwistedRuntimeServer,
        gateway: Gateway,
        listen: list[HostAndPort],
        ssl_creds: tuple[str, str] | None = None,
    ) -> None:
        application = None if twisted_only else WsgiGateway(gateway)
        hosts = {at.port: at.host for at in listen}

        def endpoint(_reactor: object, port: int, **_options: object) -> SimpleNamespace:
            def start(factory: object) -> None:
                host = hosts[port]
                Listener(bound(host, port), factory, application, _allowed(host)).start()

            return SimpleNamespace(listen=start)

        endpoints = SimpleNamespace(TCP4ServerEndpoint=endpoint, TCP6ServerEndpoint=endpoint)
        previous = twisted.endpoints
        replace(twisted, "endpoints", endpoints)
        try:
            original(self, gateway, listen, ssl_creds)
        finally:
            replace(twisted, "endpoints", previous)

    @patch(TwistedRuntimeServer.shutdown)
    def shutdown(original: Original, self: TwistedRuntimeServer) -> None:
        original(self)
        # stop() of another thread does not wake the reactor, and few of its connections do
        cast("ReactorBase", reactor).wakeUp()


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
