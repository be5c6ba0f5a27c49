import unittest
from typing import Any

from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.websocket_api.messages import (
    Peer,
    authorizer_event,
    connect_event,
    disconnect_event,
    message_event,
    route_key,
)


def peer(**more: Any) -> Peer:
    handshake = Incoming(
        method="GET",
        raw_path="/",
        raw_query="name=rex&tag=a&tag=b",
        headers=(("Host", "abc.execute-api.localhost"), ("User-Agent", "test")),
        body=b"",
        source_ip="127.0.0.1",
        stage="test",
    )
    return Peer(
        account="000000000000",
        region="us-east-1",
        api_id="abc",
        domain="abc.execute-api.localhost",
        handshake=handshake,
        stage_variables=more.pop("stage_variables", {}),
        **more,
    )


class TestRouteKey(unittest.TestCase):
    def test_an_expression_selects_a_value_of_the_body(self) -> None:
        message = '{"action": "say", "to": {"kind": "all"}, "version": 2}'
        for expression, key in (
            ("$request.body.action", "say"),
            ("${request.body.action}", "say"),
            ("$request.body.to.kind", "all"),
            ("$request.body.version", "2"),
            ("${request.body.action}-${request.body.to.kind}", "say-all"),
        ):
            with self.subTest(expression):
                self.assertEqual(route_key(expression, message), key)

    def test_a_message_without_the_value_has_no_key(self) -> None:
        for message in (
            "{}",
            "no JSON",
            "[]",
            '"action"',
            '{"action": null}',
            '{"action": {"a": 1}}',
            b"\xff",
        ):
            with self.subTest(message):
                self.assertIsNone(route_key("$request.body.action", message))


class TestEvents(unittest.TestCase):
    def test_the_handshake_is_in_the_event_of_connect(self) -> None:
        event = connect_event(peer())
        self.assertEqual(event["headers"]["User-Agent"], "test")
        self.assertEqual(event["queryStringParameters"], {"name": "rex", "tag": "b"})
        self.assertEqual(event["multiValueQueryStringParameters"], {"name": ["rex"], "tag": ["a", "b"]})
        context = event["requestContext"]
        self.assertEqual((context["routeKey"], context["eventType"]), ("$connect", "CONNECT"))
        self.assertNotIn("stageVariables", event)

    def test_an_authorizer_is_asked_for_connect(self) -> None:
        event = authorizer_event(peer())
        self.assertEqual(event["methodArn"], "arn:aws:execute-api:us-east-1:000000000000:abc/test/$connect")
        self.assertEqual(event["type"], "REQUEST")

    def test_a_message_has_the_connection_and_what_the_authorizer_granted(self) -> None:
        caller = peer(authorizer={"principalId": "rex"}, stage_variables={"color": "blue"})
        event = message_event(caller, "say", '{"action":"say"}')
        self.assertEqual((event["body"], event["isBase64Encoded"]), ('{"action":"say"}', False))
        self.assertEqual(event["stageVariables"], {"color": "blue"})
        context = event["requestContext"]
        self.assertEqual(context["connectionId"], caller.connection_id)
        self.assertEqual(context["authorizer"], {"principalId": "rex"})
        self.assertIn("messageId", context)

    def test_a_binary_message_is_in_base64(self) -> None:
        event = message_event(peer(), "$default", b"\xff")
        self.assertEqual((event["body"], event["isBase64Encoded"]), ("/w==", True))

    def test_the_end_of_a_connection_has_its_code(self) -> None:
        closed = disconnect_event(peer(), 1000)["requestContext"]
        self.assertEqual((closed["eventType"], closed["disconnectStatusCode"]), ("DISCONNECT", 1000))
        lost = disconnect_event(peer(), None)["requestContext"]
        self.assertEqual(lost["disconnectReason"], "Client-side close frame status not set")


if __name__ == "__main__":
    unittest.main()
