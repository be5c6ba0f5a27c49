"""
Binds LocalStack to the hosts that GATEWAY_LISTEN names. LocalStack itself listens on every IPv4 interface, so
that the whole network could use it. On loopback it also refuses the machine's other users.
"""

import ipaddress
from types import SimpleNamespace
from typing import Any

from localstack import config
from localstack.config import HostAndPort
from localstack.runtime.server import twisted
from localstack.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway import Gateway
from twisted.internet.endpoints import TCP4ServerEndpoint, TCP6ServerEndpoint

from localstack_harness.process.refusals import OwnConnections
from localstack_harness.support.http.users import users
from localstack_harness.support.patching import Original, patch, replace

BACKLOG = 1024
"""Connections that wait to be accepted. With Twisted's 50, bursts of more than that time out before a response."""


def bind_to_named_hosts() -> None:
    @patch(TwistedRuntimeServer.register)
    def register(
        original: Original,
        self: TwistedRuntimeServer,
        gateway: Gateway,
        listen: list[HostAndPort],
        ssl_creds: tuple[str, str] | None = None,
    ) -> None:
        interfaces = {at.port: interface(at.host) for at in listen}

        def tcp4(reactor: object, port: int) -> Any:
            host = interfaces[port]
            return _guarded(TCP4ServerEndpoint(reactor, port, backlog=BACKLOG, interface=host), host, port)

        def tcp6(reactor: object, port: int, interface: str) -> Any:
            endpoint = TCP6ServerEndpoint(reactor, port, backlog=BACKLOG, interface=interface)
            return _guarded(endpoint, interface, port)

        endpoints = SimpleNamespace(TCP4ServerEndpoint=tcp4, TCP6ServerEndpoint=tcp6)
        previous = twisted.endpoints
        replace(twisted, "endpoints", endpoints)
        try:
            original(self, gateway, listen, ssl_creds)
        finally:
            replace(twisted, "endpoints", previous)


def interface(host: str) -> str:
    """What Twisted binds to: an address as it is, and the loopback address for "localhost"."""
    return "127.0.0.1" if host == "localhost" else str(ipaddress.ip_address(host))


def _guarded(endpoint: Any, host: str, port: int) -> Any:
    """In a container, users of other containers have the same numbers; from the network, they have none."""
    if config.is_in_docker or not ipaddress.ip_address(host).is_loopback:
        return endpoint
    users()  # a wrong setting ends the start
    return SimpleNamespace(listen=lambda factory: endpoint.listen(OwnConnections(factory, (host, port))))
