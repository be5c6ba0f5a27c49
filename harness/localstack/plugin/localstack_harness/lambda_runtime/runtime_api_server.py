"""HTTP for one sandbox's Runtime API, on a loopback port of its own."""

import logging
import re
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from localstack_harness.lambda_runtime.runtime_api import RuntimeApi

LOG = logging.getLogger(__name__)
_API = "/2018-06-01/runtime"
_ANSWER = re.compile(rf"{_API}/invocation/([^/]+)/(response|error)")


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
                # Unlike serve_forever it does not wake up to look: an idle sandbox costs nothing.
                self.handle_request()

    def close(self) -> None:
        self._closing = True
        try:
            wake = ("127.0.0.1", self.server_port)
            socket.create_connection(wake, timeout=1).close()
        except OSError:
            pass  # it has closed already

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            LOG.exception("a request to the runtime api of %s failed", self.address)
        # else the function's process went away in the middle of it: the sandbox knows


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    @property
    def _runtime_api(self) -> RuntimeApi:
        return cast("RuntimeApiServer", self.server).api

    def do_GET(self) -> None:
        if self.path != f"{_API}/invocation/next":
            return self._answer(404)
        request = self._runtime_api.next()
        if request is None:
            self.close_connection = True
            return
        self._answer(
            200,
            request.payload,
            {"Lambda-Runtime-Aws-Request-Id": request.request_id, **request.headers},
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == f"{_API}/init/error":
            return self._answer(self._runtime_api.fail_init(body), b'{"status":"OK"}\n')
        match = _ANSWER.fullmatch(self.path)
        if not match:
            return self._answer(404)
        settle = self._runtime_api.respond if match.group(2) == "response" else self._runtime_api.fail
        self._answer(settle(match.group(1), body), b'{"status":"OK"}\n')

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
