import threading
import unittest
from collections.abc import Callable
from typing import cast
from unittest import mock

from rolo.serving.twisted import TwistedWebSocketAdapter, WebSocketChannel
from werkzeug.datastructures import Headers

from localstack_harness.gateway import websockets


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


if __name__ == "__main__":
    unittest.main()
