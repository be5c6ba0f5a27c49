"""LocalStack listens on every IPv4 interface, whatever host GATEWAY_LISTEN names: the machine's whole network could use it."""

import ipaddress
from types import SimpleNamespace
from typing import Any

from localstack.runtime.server import twisted
from localstack.utils.patch import patch
from twisted.internet.endpoints import TCP4ServerEndpoint, TCP6ServerEndpoint


def listen_where_told() -> None:
    @patch(twisted.TwistedRuntimeServer.register)
    def register(original: Any, self: Any, gateway: Any, listen: Any, *args: Any) -> None:
        hosts = {at.port: interface(at.host) for at in listen}

        def tcp4(reactor: Any, port: int) -> TCP4ServerEndpoint:
            return TCP4ServerEndpoint(reactor, port, interface=hosts[port])

        endpoints = twisted.endpoints
        twisted.endpoints = SimpleNamespace(TCP4ServerEndpoint=tcp4, TCP6ServerEndpoint=TCP6ServerEndpoint)
        try:
            original(self, gateway, listen, *args)
        finally:
            twisted.endpoints = endpoints


def interface(host: str) -> str:
    """What Twisted binds to: an address as it is, and the loopback for the name of this machine to itself."""
    if host == "localhost":
        return "127.0.0.1"
    return str(ipaddress.ip_address(host))
