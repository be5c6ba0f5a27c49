"""Serves one sandbox's Runtime API over HTTP, on a separate loopback port."""

import contextlib
import logging
import re
import socket
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast, override

from localstack_harness.lambda_runtime.runtime_api.state import RuntimeApi
from localstack_harness.support.http.sender import sender_of
from localstack_harness.support.http.users import Address, users

LOG = logging.getLogger(__name__)
_API = "/2018-06-01/runtime"
_RESULT = re.compile(rf"{_API}/invocation/([^/]+)/(response|error)")


class RuntimeApiServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api
        self._closing = False
        threading.Thread(target=self._serve, daemon=True, name="lambda-runtime-api").start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def _serve(self) -> None:
        with self:
            while not self._closing:
                # unlike serve_forever it does not poll: an idle sandbox uses no processor time
                self.handle_request()

    def close(self) -> None:
        self._closing = True
        with contextlib.suppress(OSError):  # closed already
            socket.create_connection(("127.0.0.1", self.server_port), timeout=1).close()

    @override
    def verify_request(self, request: object, client_address: object) -> bool:
        """False for a connection of another user of this machine, which is closed."""
        return users().may_connect(cast("Address", client_address), ("127.0.0.1", self.server_port))

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        if not isinstance(
            error, ConnectionError
        ):  # else the function's process ended, which the sandbox sees
            LOG.error("a request to the runtime api of %s failed", self.address, exc_info=error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    @property
    def _runtime_api(self) -> RuntimeApi:
        return cast("RuntimeApiServer", self.server).api

    @override
    def parse_request(self) -> bool:
        """Like the base class, returns False for a request that is answered already."""
        if not super().parse_request():
            return False
        if self._is_from_runtime():
            return True
        host = self.headers.get("Host")
        LOG.warning("refused a request from a web page to the runtime api: %s %s", self.command, host)
        self.close_connection = True
        self._respond(HTTPStatus.FORBIDDEN, headers={"Connection": "close"})
        self.wfile.flush()
        return False

    def _is_from_runtime(self) -> bool:
        """
        No web page may take an invocation from a function, or answer it. Browsers add headers that name the
        page; if the page's own host name points at this machine, the host differs.
        """
        sender = sender_of(self.headers)
        address = cast("RuntimeApiServer", self.server).address
        is_browser = sender.is_page or sender.looks_like_browser or sender.site or sender.origin
        return sender.host == address and not is_browser

    def do_GET(self) -> None:
        if self.path != f"{_API}/invocation/next":
            self._respond(HTTPStatus.NOT_FOUND)
        elif request := self._runtime_api.next():
            request_id = {"Lambda-Runtime-Aws-Request-Id": request.request_id}
            self._respond(HTTPStatus.OK, request.payload, {**request_id, **request.headers})
        else:
            self.close_connection = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == f"{_API}/init/error":
            status = self._runtime_api.fail_init(body)
        elif match := _RESULT.fullmatch(self.path):
            settle = self._runtime_api.respond if match[2] == "response" else self._runtime_api.fail
            status = settle(match[1], body)
        else:
            self._respond(HTTPStatus.NOT_FOUND)
            return
        self._respond(status, b'{"status":"OK"}\n')

    def _respond(self, status: HTTPStatus, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
