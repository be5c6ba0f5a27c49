import threading
import unittest
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from rolo.serving.twisted import (
    HeaderPreservingHTTPChannel,
    TwistedRequestAdapter,
    TwistedWebSocketAdapter,
    WebSocketChannel,
    WebsocketResourceDecorator,
)
from rolo.websocket.adapter import BytesMessage, TextMessage
from rolo.websocket.errors import WebSocketDisconnectedError
from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web.server import Site
from werkzeug.datastructures import Headers
from wsproto import ConnectionType, WSConnection, events
from wsproto.utilities import LocalProtocolError

from localstack_harness.serving import websockets

UPGRADE = ("Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")


class ReactorThread:
    """Runs what other threads ask for in a thread named "reactor", as a running reactor does."""

    running = True

    def callFromThread(self, function: Callable[..., object], *args: object) -> None:  # noqa: N802 (Twisted's name)
        threading.Thread(target=function, args=args, name="reactor").start()


class Channel:
    """Notes in which thread it sends or refuses."""

    def __init__(self, *, closed: bool) -> None:
        self.closed = closed
        self.threads: list[str] = []

    def wsReject(self, *_args: object) -> None:  # noqa: N802 (rolo's name)
        self.threads.append(threading.current_thread().name)

    wsSend = wsClose = wsReject  # noqa: N815 (rolo's names)


def use(channel: Channel) -> None:
    adapter = TwistedWebSocketAdapter(cast("WebSocketChannel", channel))
    adapter.accept()
    adapter.reject(403, Headers(), [])
    adapter.close()


class TestWebSockets(unittest.TestCase):
    def setUp(self) -> None:
        for name in ("accept", "reject", "send", "close"):
            original = getattr(TwistedWebSocketAdapter, name)
            self.enterContext(mock.patch.object(TwistedWebSocketAdapter, name, original))
        self.enterContext(mock.patch.object(websockets, "reactor", ReactorThread()))

    def test_connections_are_written_to_in_the_thread_of_the_reactor(self) -> None:
        websockets.answer_in_reactor()
        use(channel := Channel(closed=False))
        self.assertEqual(channel.threads, ["reactor"] * 3)

    def test_a_connection_that_its_client_closed_is_not_written_to(self) -> None:
        websockets.answer_in_reactor()
        use(channel := Channel(closed=True))
        self.assertEqual(channel.threads, [])

    def test_localstack_writes_in_the_thread_of_the_request(self) -> None:
        use(channel := Channel(closed=False))
        self.assertEqual(channel.threads, [threading.current_thread().name] * 3)


class Transport:
    """Keeps what is written."""

    disconnecting = False
    written = b""
    protocol: Any = None

    def write(self, data: bytes) -> None:
        self.written += data

    def writeSequence(self, parts: Iterable[bytes]) -> None:  # noqa: N802 (Twisted's name)
        self.write(b"".join(parts))

    def loseConnection(self) -> None:  # noqa: N802
        self.disconnecting = True

    def getPeer(self) -> IPv4Address:  # noqa: N802
        return IPv4Address("TCP", "127.0.0.1", 1)

    def ignore(self, *_args: object) -> None: ...

    getHost = getPeer  # noqa: N815
    registerProducer = unregisterProducer = pauseProducing = resumeProducing = stopProducing = ignore  # noqa: N815
    setTcpNoDelay = setTcpKeepAlive = ignore  # noqa: N815


class TestRefused(unittest.TestCase):
    """With Twisted's HTTP and rolo's WebSockets; the connection is in memory."""

    def answer(self, *headers: str, served: bool = True) -> tuple[str, bool]:
        """And whether the connection is closed after it."""

        def refuse(environment: Any) -> None:
            adapter = environment["rolo.websocket"]
            if served:
                adapter.reject(403, Headers({"Content-Type": "text/plain"}), [b"no"])
            else:
                with suppress(LocalProtocolError):
                    adapter.close()

        original = SimpleNamespace(_threadpool=SimpleNamespace(callInThread=lambda call, *args: call(*args)))
        resource: Any = WebsocketResourceDecorator(cast("Any", original), cast("Any", refuse))
        site: Any = Site(resource, requestFactory=TwistedRequestAdapter)
        site.protocol = HeaderPreservingHTTPChannel.protocol_factory
        protocol: Any = site.buildProtocol(None)
        transport = Transport()
        protocol.makeConnection(transport)
        head = ["GET /x HTTP/1.1", "Host: localhost", "Upgrade: websocket", *headers]
        protocol.dataReceived("\r\n".join([*head, "", ""]).encode())
        self.addCleanup(protocol.connectionLost, Failure(ConnectionDone()))
        return transport.written.decode(), transport.disconnecting

    def setUp(self) -> None:
        for owner, name in (
            (WebSocketChannel, "wsReject"),
            (WebSocketChannel, "close"),
            (WebsocketResourceDecorator, "render"),
        ):
            self.enterContext(mock.patch.object(owner, name, getattr(owner, name)))
        websockets.end_refused()

    def test_the_connection_of_a_refused_websocket_is_closed(self) -> None:
        answer, closed = self.answer(*UPGRADE)
        self.assertTrue(answer.startswith("HTTP/1.1 403 "), answer)
        self.assertIn("Connection: close\r\n", answer)
        self.assertIn("no", answer)
        self.assertTrue(closed)

    def test_a_websocket_that_nothing_serves_is_not_found(self) -> None:
        answer, closed = self.answer(*UPGRADE, served=False)
        self.assertTrue(answer.startswith("HTTP/1.1 404 "), answer)
        self.assertTrue(closed)

    def test_a_malformed_upgrade_is_the_fault_of_the_client(self) -> None:
        key, version = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"
        for status, *headers in (
            ("400", "Connection: Upgrade"),
            ("400", "Connection: Upgrade", version),
            ("400", "Connection: Upgrade", key),
            ("426", "Connection: Upgrade", key, "Sec-WebSocket-Version: 8"),
            ("400", "Connection: keep-alive", key, version),
            ("400", key, version),
        ):
            with self.subTest(headers=headers):
                answer, closed = self.answer(*headers)
                self.assertTrue(answer.startswith(f"HTTP/1.1 {status} "), answer)
                self.assertTrue(closed)


class TestMessages(unittest.TestCase):
    """What a client sends, in parts and with control frames between them."""

    def setUp(self) -> None:
        original = WebSocketChannel.dataReceived
        self.enterContext(mock.patch.object(WebSocketChannel, "dataReceived", original))
        websockets.read_messages()
        self.client = WSConnection(ConnectionType.CLIENT)
        self.written: list[bytes] = []
        request = SimpleNamespace(
            finished=False,
            transport=SimpleNamespace(write=self.written.append),
            finish=lambda: None,
            code=101,
            channel=SimpleNamespace(),
            responseHeaders=SimpleNamespace(setRawHeaders=lambda *_: None),
        )
        self.channel = WebSocketChannel(cast("Any", request))
        handshake = events.Request(host="localhost", target="/")
        self.channel.wsproto.receive_data(self.client.send(handshake))
        list(self.channel.wsproto.events())
        self.channel.wsSend(events.AcceptConnection())
        self.answers()

    def receive(self, event: events.Event) -> None:
        self.channel.dataReceived(self.client.send(event))

    def answers(self) -> list[events.Event]:
        self.client.receive_data(b"".join(self.written))
        self.written.clear()
        return list(self.client.events())

    def message(self) -> object:
        return TwistedWebSocketAdapter(self.channel).receive(timeout=0.01)

    def test_the_parts_of_a_message_are_joined(self) -> None:
        self.receive(events.TextMessage("one ", message_finished=False))
        self.receive(events.Ping(b"!"))
        self.receive(events.TextMessage("two"))
        self.receive(events.Pong())
        self.receive(events.BytesMessage(b"three"))
        self.assertEqual(self.message(), TextMessage("one two"))
        self.assertEqual(self.message(), BytesMessage(b"three"))
        self.assertEqual(self.answers(), [events.Pong(b"!")])

    def test_the_end_of_a_connection_is_answered_and_has_its_code(self) -> None:
        self.receive(events.CloseConnection(3000))
        with self.assertRaises(WebSocketDisconnectedError) as ended:
            self.message()
        self.assertEqual(ended.exception.code, 3000)
        self.assertEqual([type(event) for event in self.answers()], [events.CloseConnection])

    def test_a_malformed_frame_ends_the_connection(self) -> None:
        self.channel.dataReceived(b"\xff\xff\xff")
        with self.assertRaises(WebSocketDisconnectedError):
            self.message()


if __name__ == "__main__":
    unittest.main()
