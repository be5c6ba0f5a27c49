"""
Serves the requests of an HTTP/1.1 connection in one thread. Twisted, which LocalStack uses, receives in one thread, passes
each request to another and its response back: for most requests that is more work than the response.
"""

import io
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

import h11
from twisted import copyright as release

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

type Address = tuple[str, int]
type Headers = list[tuple[str, str]]


CHUNK = 65_536
"""Bytes that are received at once."""
_MAX_HEAD = 16_384
"""Bytes of a request's line and headers, as with Twisted."""
_LINGER_S = 1
_SERVER = f"TwistedWeb/{release.version}".encode()
"""As Twisted names itself."""
_MAX_IN_MEMORY = 1_048_576
_BODYLESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class HttpConnection:
    def __init__(self, connection: socket.socket, client: Address, server: Address, received: bytes) -> None:
        """`received` is what the caller has received."""
        self.received = bytearray(received)
        """All of it, until requests are served."""
        self._socket = connection
        self._client = client
        self._server = server
        self._http = h11.Connection(h11.SERVER, _MAX_HEAD)
        self._http.receive_data(received)

    def request(self) -> h11.Request | None:
        """The next one; None at the end of the connection. Raises h11.RemoteProtocolError and OSError."""
        event = self._event()
        return event if isinstance(event, h11.Request) else None

    def serve(self, application: "WSGIApplication", request: h11.Request | None) -> None:
        """This request and those that follow. Raises like `request`, and h11.LocalProtocolError."""
        while request:
            self.received.clear()
            with SpooledTemporaryFile(_MAX_IN_MEMORY) as body:
                while isinstance(event := self._event(), h11.Data):
                    body.write(event.data)
                body.seek(0)
                self._respond(application, request, body)
            if self._http.our_state is not h11.DONE:
                return
            self._http.start_next_cycle()
            request = self.request()

    def refuse(self, status: int, reason: str) -> None:
        """The last response, to what cannot be served."""
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        body = json.dumps({"error": reason}).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ]
        phrase = HTTPStatus(status).phrase.encode()
        response = h11.Response(status_code=status, reason=phrase, headers=headers)
        self._send(response, h11.Data(body), h11.EndOfMessage())
        # to close a connection with unread data would discard the response
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(_LINGER_S)
        with suppress(TimeoutError):
            while self._socket.recv(CHUNK):
                pass

    def _event(self) -> Any:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                self._send(h11.InformationalResponse(status_code=HTTPStatus.CONTINUE, headers=[]))
            data = self._socket.recv(CHUNK)
            if self._http.our_state is h11.IDLE:
                self.received += data
            self._http.receive_data(data)
        return event

    def _respond(self, application: "WSGIApplication", request: h11.Request, body: IO[bytes]) -> None:
        started: list[h11.Response] = []

        def start_response(status: str, headers: Headers, _error: object = None, /) -> Any:
            code, _, reason = status.partition(" ")
            started[:] = [
                h11.Response(
                    status_code=int(code), reason=reason.encode("latin-1"), headers=list(_encoded(headers))
                )
            ]

        environment = self._environment(request, body)
        parts = application(environment, start_response)
        try:
            content = filter(None, parts)
            first = next(content, b"")
            [response] = started
            if request.method == b"HEAD" or response.status_code in _BODYLESS:
                self._send(response, h11.EndOfMessage())
                return
            events: list[h11.Event] = [response, h11.Data(first)]
            if (b"content-length", str(len(first)).encode()) in response.headers:
                # the usual response has one part: it is sent at once
                self._send(*events, h11.EndOfMessage())
                return
            self._send(*events)
            for part in content:
                self._send(h11.Data(part))
            self._send(h11.EndOfMessage())
        finally:
            if close := getattr(parts, "close", None):
                close()
            # the request holds the environment: a cycle, which only the garbage collector would free
            environment.pop("werkzeug.request", None)

    def _send(self, *events: h11.Event) -> None:
        if data := b"".join(self._http.send(event) or b"" for event in events):
            self._socket.sendall(data)

    def _environment(self, request: h11.Request, body: IO[bytes]) -> "WSGIEnvironment":
        """The same as that of rolo and Twisted, which LocalStack's handlers are written for."""
        target = request.target.decode()
        path, _, query = target.partition("?")
        if not path.startswith("/"):
            path = urlsplit(path).path
        headers = request.headers.raw_items()
        joined: dict[str, str] = {}
        for name, value in headers:
            key, text = f"HTTP_{name.decode().upper().replace('-', '_')}", value.decode("latin-1")
            joined[key] = f"{joined[key]},{text}" if key in joined else text
        return {
            "REQUEST_METHOD": request.method.decode(),
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": target,
            "RAW_URI": target,
            "CONTENT_TYPE": joined.get("HTTP_CONTENT_TYPE", ""),
            "CONTENT_LENGTH": joined.get("HTTP_CONTENT_LENGTH", ""),
            "REMOTE_ADDR": self._client[0],
            "REMOTE_PORT": str(self._client[1]),
            "SERVER_NAME": joined.get("HTTP_HOST", self._server[0]).partition(":")[0],
            "SERVER_PORT": str(self._server[1]),
            "SERVER_PROTOCOL": f"HTTP/{request.http_version.decode()}",
            **joined,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.run_once": False,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.errors": io.StringIO(),
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "rolo.headers": headers,
        }


@lru_cache(maxsize=1)
def _date(seconds: int) -> bytes:
    return formatdate(seconds, usegmt=True).encode()


def _encoded(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    """The application does not name the server or the time, as with Twisted."""
    yield b"Server", _SERVER
    yield b"Date", _date(int(time.time()))
    for name, value in headers:
        if name.lower() not in ("server", "date"):
            yield name.encode("latin-1"), value.strip().encode("latin-1")
