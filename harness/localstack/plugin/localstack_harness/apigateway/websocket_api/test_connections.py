import json
import unittest
from urllib.parse import quote

from localstack_harness.apigateway.websocket_api.connections import (
    CONNECTIONS,
    LONGEST_BYTES,
    Connection,
    manage,
)
from localstack_harness.apigateway.websocket_api.messages import Message
from localstack_harness.apigateway.websocket_api.test_messages import peer


class Socket:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.code: int | None = None

    def send(self, text_or_bytes: Message) -> None:
        self.sent.append(text_or_bytes)

    def close(self, code: int = 0, reason: str | None = None) -> None:  # noqa: ARG002 of rolo's WebSocket
        self.code = code


class TestManage(unittest.TestCase):
    def setUp(self) -> None:
        self.socket = Socket()
        self.connection = Connection(peer(), self.socket)
        CONNECTIONS.add(self.connection)
        self.addCleanup(CONNECTIONS.remove, self.connection)

    def ask(self, method: str, body: bytes = b"", stage: str = "test", connection_id: str = "") -> int:
        path = f"/@connections/{quote(connection_id or self.connection.peer.connection_id, safe='')}"
        self.answer = manage(method, path, body, "abc", stage)
        return self.answer.status

    def test_what_is_posted_is_sent_as_text_if_it_is_text(self) -> None:
        self.assertEqual(self.ask("POST", "grüß".encode()), 200)
        self.assertEqual(self.ask("POST", b"\xff"), 200)
        self.assertEqual(self.socket.sent, ["grüß", b"\xff"])

    def test_a_message_above_128_kb_is_too_large(self) -> None:
        self.assertEqual(self.ask("POST", b"x" * (LONGEST_BYTES + 1)), 413)
        self.assertEqual(self.socket.sent, [])

    def test_a_connection_is_described(self) -> None:
        self.assertEqual(self.ask("GET"), 200)
        described = json.loads(self.answer.body)
        self.assertEqual(described["identity"], {"sourceIp": "127.0.0.1", "userAgent": "test"})
        self.assertEqual(set(described), {"connectedAt", "identity", "lastActiveAt"})

    def test_a_deleted_connection_is_closed_and_gone(self) -> None:
        self.assertEqual(self.ask("DELETE"), 204)
        self.assertEqual(self.socket.code, 1000)
        self.assertEqual(self.ask("POST", b"x"), 410)
        self.assertIn(("x-amzn-errortype", "GoneException"), self.answer.headers)

    def test_a_connection_belongs_to_its_stage(self) -> None:
        self.assertEqual(self.ask("GET", stage="other"), 410)

    def test_an_id_that_no_connection_can_have_is_invalid(self) -> None:
        self.assertEqual(self.ask("GET", connection_id="not an id"), 400)


if __name__ == "__main__":
    unittest.main()
