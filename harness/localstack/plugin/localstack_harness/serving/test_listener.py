import gc
import queue
import socket
import unittest
import weakref
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from twisted.web.server import version
from werkzeug import Request

from localstack_harness.serving.listener import Listener

if TYPE_CHECKING:
    from localstack_harness.serving.twisted_server import TwistedServer


def echo(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Responds with the request's body, in as many parts as it has words."""
    body: bytes = environment["wsgi.input"].read()
    words = body.split()
    length = [("Content-Length", str(len(body)))] if len(words) < 2 else []
    start_response("200 OK", [("X-Mixed-Case", "kept"), *length])
    yield from words


class FakeTwisted:
    """Notes what is passed to it."""

    def __init__(self) -> None:
        self.received: queue.Queue[bytes] = queue.Queue()

    def serve(self, _connection: socket.socket, received: bytes) -> None:
        self.received.put(received)


class ListenerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.twisted = FakeTwisted()
        self.seen: list[WSGIEnvironment] = []

    def connect(self, application: WSGIApplication | None = echo, *, allowed: bool = True) -> socket.socket:
        server = self.enterContext(closing(socket.create_server(("127.0.0.1", 0))))

        def record(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            self.seen.append(environment)
            assert application
            return application(environment, start_response)

        used = record if application else None
        Listener(server, cast("TwistedServer", self.twisted), used, lambda _client, _server: allowed).start()
        return self.enterContext(socket.create_connection(server.getsockname(), timeout=10))

    def exchange(self, request: bytes, application: WSGIApplication = echo, *, allowed: bool = True) -> bytes:
        """All that the server sends to a client that sends nothing more."""
        connection = self.connect(application, allowed=allowed)
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))

    def test_responds_to_each_request_of_a_connection(self) -> None:
        request = b"POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\none"
        responses = self.exchange(request * 3)
        self.assertEqual(responses.count(b"HTTP/1.1 200 OK\r\n"), 3)
        self.assertEqual(responses.count(b"\r\n\r\none"), 3)
        self.assertIn(b"\r\nX-Mixed-Case: kept\r\n", responses)
        self.assertIn(b"Server: " + version, responses)

    def test_a_request_is_freed_without_the_garbage_collector(self) -> None:
        requests: list[weakref.ref[Request]] = []

        def application(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            requests.append(weakref.ref(Request(environment)))
            return echo(environment, start_response)

        gc.disable()
        self.addCleanup(gc.enable)
        self.exchange(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", application)
        self.assertEqual([request() for request in requests], [None])

    def test_sends_parts_of_unknown_length_in_chunks(self) -> None:
        body = b"Transfer-Encoding: chunked\r\n\r\n5\r\none t\r\n2\r\nwo\r\n0\r\n\r\n"
        responses = self.exchange(b"POST / HTTP/1.1\r\nHost: here\r\n" + body)
        self.assertTrue(responses.endswith(b"\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"), responses)

    def test_a_response_to_head_has_no_body(self) -> None:
        request = b"HEAD / HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\none"
        self.assertTrue(self.exchange(request).endswith(b"Content-Length: 3\r\n\r\n"))

    def test_asks_for_a_body_that_waits_to_be_asked_for(self) -> None:
        connection = self.connect()
        connection.sendall(
            b"PUT / HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
        )
        self.assertTrue(connection.recv(1_000).startswith(b"HTTP/1.1 100 "))
        connection.sendall(b"one")
        self.assertTrue(connection.recv(1_000).startswith(b"HTTP/1.1 200 OK"))

    def test_the_application_sees_what_was_sent(self) -> None:
        lines = b"pUt /a%20b//c?d=%20 HTTP/1.1\r\nHost: here:1\r\nx-CASE: 1\r\nX-Case: 2\r\n\r\n"
        self.exchange(lines)
        [environment] = self.seen
        self.assertEqual(environment["REQUEST_METHOD"], "pUt")
        self.assertEqual(environment["PATH_INFO"], "/a b//c")
        self.assertEqual(environment["RAW_URI"], "/a%20b//c?d=%20")
        self.assertEqual(environment["QUERY_STRING"], "d=%20")
        self.assertEqual(environment["HTTP_X_CASE"], "1,2")
        self.assertEqual(environment["SERVER_NAME"], "here")
        self.assertEqual(
            environment["rolo.headers"], [(b"Host", b"here:1"), (b"x-CASE", b"1"), (b"X-Case", b"2")]
        )

    def test_refuses_what_is_not_http(self) -> None:
        self.assertTrue(self.exchange(b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 Bad Request\r\n"))
        self.assertTrue(self.exchange(b"GET / HTTP/1.1\r\nA: " + b"a" * 20_000).startswith(b"HTTP/1.1 431 "))
        self.assertEqual(self.seen, [])

    def test_refuses_other_users(self) -> None:
        response = self.exchange(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", allowed=False)
        self.assertTrue(response.startswith(b"HTTP/1.1 403 Forbidden\r\n"))
        self.assertIn(b"HARNESS_USERS", response)
        self.assertEqual(self.seen, [])

    def test_passes_the_rest_to_twisted(self) -> None:
        websocket = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
        for sent in (b"\x16\x03\x01 TLS", b"PRI * HTTP/2.0\r\n\r\n", websocket):
            with self.subTest(sent):
                self.connect().sendall(sent)
                self.assertEqual(self.twisted.received.get(timeout=10), sent)
        self.connect(None).sendall(b"GET / HTTP/1.1\r\n")
        self.twisted.received.get(timeout=10)
        self.assertEqual(self.seen, [])


if __name__ == "__main__":
    unittest.main()
