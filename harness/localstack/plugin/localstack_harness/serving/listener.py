"""
Accepts connections to LocalStack's port, from its own users only, and serves those that speak HTTP/1.1. Twisted serves
TLS, HTTP/2 and WebSockets, and with HARNESS_PATCHES=compat all of them.
"""

import logging
import socket
import struct
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import h11

from localstack_harness.serving.connections import CHUNK, Address, HttpConnection

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from localstack_harness.serving.twisted_server import TwistedServer

LOG = logging.getLogger(__name__)

_TLS_HANDSHAKE = b"\x16"
_HTTP_2 = b"PRI * HTTP/2"
_IDLE_S = 60
_TIMEVAL = struct.Struct("ll")
_RETRY_S = 0.1
"""After a connection could not be accepted, for example because too many files are open."""
_FOREIGN = "this LocalStack belongs to another user of this machine; HARNESS_USERS lets further users connect"


@dataclass(frozen=True)
class Listener:
    server: socket.socket
    twisted: "TwistedServer"
    application: "WSGIApplication | None"
    """For HTTP/1.1. None: Twisted serves it."""
    may_connect: "Callable[[Address, Address], bool]"
    """Whether this client, the first address, may connect to this server."""

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True, name="accept").start()

    def _accept(self) -> None:
        address: Address = self.server.getsockname()[:2]
        while self.server.fileno() >= 0:
            try:
                connection, client = self.server.accept()
            except OSError as error:
                LOG.warning("cannot accept a connection: %s", error)
                time.sleep(_RETRY_S)
                continue
            threading.Thread(
                target=self._serve, args=(connection, client[:2], address), daemon=True, name="connection"
            ).start()

    def _serve(self, connection: socket.socket, client: Address, server: Address) -> None:
        try:
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                # and not settimeout, which also limits how long a client may take to receive a response
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _TIMEVAL.pack(_IDLE_S, 0))
                allowed = self.may_connect(client, server)
                # only now: a client does not read a response to what it has not sent yet
                if not (received := connection.recv(CHUNK)):
                    return
                http = HttpConnection(connection, client, server, received)
                if not allowed:
                    http.refuse(HTTPStatus.FORBIDDEN, _FOREIGN)
                elif self.application is None or received.startswith((_TLS_HANDSHAKE, _HTTP_2)):
                    self.twisted.serve(connection, received)
                else:
                    self._serve_http(connection, http, self.application)
        except (OSError, h11.LocalProtocolError) as error:
            LOG.debug("the connection of %s:%s ended: %r", *client, error)

    def _serve_http(
        self, connection: socket.socket, http: HttpConnection, application: "WSGIApplication"
    ) -> None:
        try:
            request = http.request()
            if request and any(name == b"upgrade" for name, _ in request.headers):
                self.twisted.serve(connection, bytes(http.received))
            else:
                http.serve(application, request)
        except h11.RemoteProtocolError as error:
            http.refuse(error.error_status_hint, str(error))
