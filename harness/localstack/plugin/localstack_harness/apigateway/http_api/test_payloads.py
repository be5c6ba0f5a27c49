import unittest
from dataclasses import replace
from datetime import UTC, datetime

from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import (
    Circumstances,
    authorizer_event_v1,
    authorizer_event_v2,
    event_v1,
    event_v2,
    integration_source,
)

REQUEST = Incoming(
    method="POST",
    raw_path="/pets/R%C3%A9x",
    raw_query="tag=a&tag=b&x=%20",
    headers=(
        ("Host", "h:4566"),
        ("X-A", "1"),
        ("x-a", "2"),
        ("Cookie", "c=1; d=2"),
        ("Content-Type", "text/plain"),
    ),
    body=b"hello",
    source_ip="127.0.0.1",
    stage="$default",
)
GIVEN = Circumstances(
    account="000000000000",
    region="us-east-1",
    api_id="api",
    domain="api.execute-api.localhost:4566",
    request_id="r",
    trace_id="Root=1",
    time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    route_key="POST /pets/{name}",
    path_parameters={"name": "Réx"},
    stage_variables={"colour": "red"},
)


class Version2Test(unittest.TestCase):
    def test_joins_what_has_many_values(self) -> None:
        event = event_v2(REQUEST, GIVEN)
        self.assertEqual(event["headers"]["x-a"], "1,2")
        self.assertEqual(event["queryStringParameters"], {"tag": "a,b", "x": " "})
        self.assertEqual(event["rawQueryString"], "tag=a&tag=b&x=%20")
        self.assertEqual(event["cookies"], ["c=1", "d=2"])
        self.assertEqual((event["rawPath"], event["pathParameters"]), ("/pets/Réx", {"name": "Réx"}))
        self.assertEqual((event["body"], event["isBase64Encoded"]), ("hello", False))
        self.assertEqual(event["requestContext"]["time"], "02/Jan/2026:03:04:05 +0000")
        self.assertNotIn("cookie", event["headers"])
        self.assertNotIn("authorizer", event["requestContext"])

    def test_leaves_out_what_is_empty(self) -> None:
        bare = replace(REQUEST, raw_query="", headers=(), body=b"")
        event = event_v2(bare, replace(GIVEN, path_parameters={}, stage_variables={}))
        for name in ("queryStringParameters", "cookies", "pathParameters", "stageVariables", "body"):
            self.assertNotIn(name, event)

    def test_the_path_begins_with_a_named_stage(self) -> None:
        event = event_v2(replace(REQUEST, stage="beta"), GIVEN)
        self.assertEqual(event["rawPath"], "/beta/pets/Réx")
        self.assertEqual(event["requestContext"]["http"]["path"], "/beta/pets/Réx")

    def test_a_body_is_text_by_its_type(self) -> None:
        for kind, body, binary in (
            ("application/json; charset=utf-8", b"{}", False),
            ("application/problem+json", b"{}", False),
            ("text/html", "ä".encode(), False),
            ("text/html", "ä".encode("latin-1"), True),
            ("application/x-www-form-urlencoded", b"a=1", True),
            ("image/png", b"x", True),
        ):
            with self.subTest(kind):
                request = replace(REQUEST, headers=(("content-type", kind),), body=body)
                self.assertEqual(event_v2(request, GIVEN)["isBase64Encoded"], binary)


class Version1Test(unittest.TestCase):
    def test_keeps_all_values(self) -> None:
        event = event_v1(REQUEST, replace(GIVEN, authorizer={"principalId": "ann"}))
        self.assertEqual(event["multiValueQueryStringParameters"], {"tag": ["a", "b"], "x": [" "]})
        self.assertEqual(event["queryStringParameters"], {"tag": "b", "x": " "})
        self.assertEqual((event["resource"], event["path"]), ("/pets/{name}", "/pets/Réx"))
        self.assertEqual(event["requestContext"]["authorizer"], {"principalId": "ann"})

    def test_what_is_empty_is_null(self) -> None:
        event = event_v1(replace(REQUEST, raw_query="", body=b""), GIVEN)
        self.assertIsNone(event["queryStringParameters"])
        self.assertIsNone(event["body"])


class AuthorizerEventTest(unittest.TestCase):
    def test_names_the_route_and_has_no_body(self) -> None:
        arn = "arn:aws:execute-api:us-east-1:000000000000:api/beta/POST/pets/Réx"
        request = replace(REQUEST, stage="beta")
        second = authorizer_event_v2(request, GIVEN, ["k", "l"])
        self.assertEqual((second["routeArn"], second["identitySource"]), (arn, ["k", "l"]))
        first = authorizer_event_v1(request, GIVEN, ["k", "l"])
        self.assertEqual((first["methodArn"], first["identitySource"]), (arn, "k,l"))
        for event in (first, second):
            self.assertEqual(event["type"], "REQUEST")
            self.assertNotIn("body", event)


class IntegrationSourceTest(unittest.TestCase):
    def test_has_the_path_of_the_route(self) -> None:
        api = "arn:aws:execute-api:us-east-1:000000000000:api"
        self.assertEqual(integration_source(REQUEST, GIVEN), f"{api}/$default/POST/pets/{{name}}")
        default = replace(GIVEN, route_key="$default")
        self.assertEqual(integration_source(replace(REQUEST, stage="beta"), default), f"{api}/beta/$default")


if __name__ == "__main__":
    unittest.main()
