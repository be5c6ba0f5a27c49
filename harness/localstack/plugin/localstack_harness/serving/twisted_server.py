"""Twisted, with which LocalStack serves its port. It is imported for the first connection that needs it."""

import socket
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from localstack import config
from rolo.gateway import Gateway

if TYPE_CHECKING:
    from twisted.internet.posixbase import PosixReactorBase


class TwistedServer:
    def __init__(self, gateway: Gateway, certificate: tuple[str, str] | None) -> None:
        """`certificate`: the files of the certificate and its key."""
        self._gateway = gateway
        self._certificate = certificate
        self._lock = threading.Lock()
        self._factory: Any = None

    def serve(self, connection: socket.socket, received: bytes) -> None:
        """Serves a connection, of which the caller has received the beginning. The caller can close the socket."""
        factory = self._started()
        passed = connection.dup()
        protocols: list[Any] = []

        def build(address: object) -> object:
            protocols.append(factory.buildProtocol(address))
            return protocols[0]

        def adopt() -> None:
            with passed:
                _reactor().adoptStreamConnection(
                    passed.fileno(), passed.family, cast("Any", SimpleNamespace(buildProtocol=build))
                )
            protocols[0].dataReceived(received)

        _reactor().callFromThread(adopt)

    def stop(self) -> None:
        with self._lock:
            if self._factory:
                _reactor().callFromThread(_reactor().stop)

    def _started(self) -> Any:
        with self._lock:
            if not self._factory:
                self._factory = self._protocols()
                reactor = _reactor()
                reactor.suggestThreadPoolSize(config.GATEWAY_WORKER_COUNT)
                threading.Thread(target=reactor.run, args=(False,), daemon=True, name="reactor").start()
            return self._factory

    def _protocols(self) -> object:
        """As TwistedRuntimeServer of LocalStack makes them."""
        from localstack.aws.serving.twisted import TLSMultiplexerFactory
        from rolo.serving.twisted import TwistedGateway
        from twisted.internet import ssl

        site = TwistedGateway(self._gateway)
        if not self._certificate:
            return site
        certificate, key = self._certificate
        context = ssl.DefaultOpenSSLContextFactory(key, certificate)
        context.getContext().use_certificate_chain_file(certificate)
        return TLSMultiplexerFactory(context, False, site)


def _reactor() -> "PosixReactorBase":
    from twisted.internet import reactor

    return cast("PosixReactorBase", reactor)
