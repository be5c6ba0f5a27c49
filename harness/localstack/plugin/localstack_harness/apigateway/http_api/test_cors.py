import unittest

from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.cors import PREFLIGHT, apply, is_preflight
from localstack_harness.apigateway.http_api.incoming import Incoming


def request(method: str = "GET", **headers: str) -> Incoming:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Incoming(method, "/", "", named, b"", "127.0.0.1", "$default")


ASKING = request("OPTIONS", origin="https://a.test", access_control_request_method="PUT")


class CorsTest(unittest.TestCase):
    def test_a_preflight_names_an_origin_and_a_method(self) -> None:
        self.assertTrue(is_preflight(ASKING))
        self.assertFalse(is_preflight(request("OPTIONS", origin="https://a.test")))
        self.assertFalse(is_preflight(request("GET", origin="a", access_control_request_method="PUT")))

    def test_a_preflight_learns_what_is_allowed(self) -> None:
        configuration = {
            "allowOrigins": ["https://a.test"],
            "allowMethods": ["GET", "PUT"],
            "allowHeaders": ["x-key"],
            "exposeHeaders": ["x-count"],
            "maxAge": 0,
        }
        self.assertEqual(
            apply(configuration, ASKING, PREFLIGHT).headers,
            (
                ("access-control-allow-origin", "https://a.test"),
                ("access-control-allow-methods", "GET,PUT"),
                ("access-control-allow-headers", "x-key"),
                ("access-control-max-age", "0"),
            ),
        )

    def test_the_headers_of_an_integration_give_way(self) -> None:
        answer = Answer(200, (("a", "1"), ("access-control-allow-origin", "*")), b"")
        configuration = {"allowOrigins": ["https://a.test"], "exposeHeaders": ["x-count"]}
        self.assertEqual(apply(configuration, request(), answer).headers, (("a", "1"),))
        self.assertEqual(
            apply(configuration, request(origin="https://a.test"), answer).headers,
            (
                ("a", "1"),
                ("access-control-allow-origin", "https://a.test"),
                ("access-control-expose-headers", "x-count"),
            ),
        )

    def test_origins(self) -> None:
        cases: list[tuple[str, bool, str | None]] = [
            ("*", False, "*"),
            ("https://*", False, "https://a.test"),
            ("https://a.test", True, "https://a.test"),
            ("http://*", False, None),
            ("https://b.test", False, None),
        ]
        for pattern, credentials, allowed in cases:
            with self.subTest(pattern):
                configuration = {"allowOrigins": [pattern], "allowCredentials": credentials}
                headers = dict(apply(configuration, request(origin="https://a.test"), PREFLIGHT).headers)
                self.assertEqual(headers.get("access-control-allow-origin"), allowed)
                self.assertEqual("access-control-allow-credentials" in headers, credentials)


if __name__ == "__main__":
    unittest.main()
