import contextlib
import http.client
import json
import os
import socket
import threading
import unittest

from localstack_harness.lambda_runtime.runtime_api import server
from localstack_harness.lambda_runtime.runtime_api.server import RuntimeApiServer
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeApi, RuntimeRequest

_API = "/2018-06-01/runtime"


class RuntimeApiServerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.api = RuntimeApi(max_payload=100)
        self.server = RuntimeApiServer(self.api)
        self.addCleanup(self.server.close)
        self.connection = http.client.HTTPConnection(self.server.address, timeout=10)
        self.addCleanup(self.connection.close)

    def call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes, dict[str, str]]:
        self.connection.request(method, _API + path, body)
        answer = self.connection.getresponse()
        return (answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})

    def test_passes_an_invocation_and_accepts_its_response(self) -> None:
        self.api.offer(RuntimeRequest("r1", b'{"a":1}', {"Lambda-Runtime-Deadline-Ms": "5"}))
        status, body, headers = self.call("GET", "/invocation/next")
        self.assertEqual((status, body), (200, b'{"a":1}'))
        self.assertEqual(
            (headers["lambda-runtime-aws-request-id"], headers["lambda-runtime-deadline-ms"]), ("r1", "5")
        )
        self.assertEqual(self.call("POST", "/invocation/r1/response", b'"done"')[0], 202)
        assert self.api.outcome
        self.assertEqual((self.api.outcome.payload, self.api.outcome.is_error), (b'"done"', False))
        self.assertFalse(self.api.idle)  # not over until it asks for the next one

    def test_accepts_an_error(self) -> None:
        self.api.offer(RuntimeRequest("r1", b"{}"))
        self.call("GET", "/invocation/next")
        self.assertEqual(self.call("POST", "/invocation/r1/error", b'{"errorType":"E"}')[0], 202)
        assert self.api.outcome
        self.assertTrue(self.api.outcome.is_error)

    def test_refuses_a_response_that_is_too_large(self) -> None:
        self.api.offer(RuntimeRequest("r1", b"{}"))
        self.call("GET", "/invocation/next")
        self.assertEqual(self.call("POST", "/invocation/r1/response", b"x" * 101)[0], 413)
        assert self.api.outcome
        self.assertEqual(json.loads(self.api.outcome.payload)["errorType"], "Function.ResponseSizeTooLarge")

    def test_refuses_a_response_to_another_invocation_and_a_second_one(self) -> None:
        self.api.offer(RuntimeRequest("r1", b"{}"))
        self.call("GET", "/invocation/next")
        self.assertEqual(self.call("POST", "/invocation/r0/response", b"1")[0], 400)
        self.assertEqual(self.call("POST", "/invocation/r1/response", b"1")[0], 202)
        self.assertEqual(self.call("POST", "/invocation/r1/response", b"2")[0], 400)

    @unittest.skipUnless(os.geteuid() == 0, "only root can connect as another user")
    def test_refuses_other_users(self) -> None:
        host, _, port = self.server.address.partition(":")
        os.seteuid(65534)
        try:
            other = socket.socket()
        finally:
            os.seteuid(0)
        with other:
            other.settimeout(10)
            other.connect((host, int(port)))
            with contextlib.suppress(ConnectionError):
                other.send(f"GET {_API}/invocation/next HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
                self.assertEqual(other.recv(100), b"")

    def test_accepts_an_error_of_the_initialization(self) -> None:
        self.assertEqual(
            self.call("POST", "/init/error", b'{"errorType":"Runtime.ImportModuleError"}')[0], 202
        )
        self.assertEqual(self.api.init_error_type, "Runtime.ImportModuleError")

    def test_refuses_other_paths(self) -> None:
        self.assertEqual(self.call("GET", "/else")[0], 404)
        self.assertEqual(self.call("POST", "/invocation/r1/else", b"")[0], 404)

    def test_refuses_web_pages(self) -> None:
        self.api.offer(RuntimeRequest("r1", b'{"message":"secret"}'))
        address = f"{self.connection.host}:{self.connection.port}"
        for headers in (
            {"Host": f"evil.example:{self.connection.port}"},
            {"Host": "localhost"},
            {"Host": address, "Origin": "http://evil.example"},
            {"Host": address, "Origin": f"http://{address}"},
            {"Host": address, "Sec-Fetch-Site": "cross-site"},
            {"Host": address, "Sec-Fetch-Site": "none"},
            {"Host": address, "User-Agent": "Mozilla/5.0"},
            {"Host": address, "Referer": "http://evil.example/"},
        ):
            for method, path in (("GET", "/invocation/next"), ("POST", "/invocation/r1/response")):
                with self.assertLogs(server.LOG, "WARNING"):
                    self.connection.request(method, _API + path, headers=headers)
                    answer = self.connection.getresponse()
                self.assertEqual((answer.status, answer.read()), (403, b""), headers)
        self.assertEqual(self.call("GET", "/invocation/next")[1], b'{"message":"secret"}')

    def test_ends_a_waiting_request_when_it_closes(self) -> None:
        gone = threading.Event()

        def wait() -> None:
            with self.assertRaises(http.client.RemoteDisconnected):
                self.call("GET", "/invocation/next")
            gone.set()

        thread = threading.Thread(target=wait)
        thread.start()
        self.assertTrue(self.api.wait(lambda: self.api.idle, 5))
        self.api.close()
        thread.join(5)
        self.assertTrue(gone.is_set())


if __name__ == "__main__":
    unittest.main()
