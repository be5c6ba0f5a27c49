import unittest
from types import SimpleNamespace
from unittest import mock

from localstack.http import Response

from localstack_harness.lambda_.function_url_cors import apply, configuration_of
from localstack_harness.support.http import function_urls

PAGE = "https://pets.example"
CONFIGURATION = {
    "allowOrigins": [PAGE],
    "allowMethods": ["GET", "POST"],
    "allowHeaders": ["x-pet"],
    "exposeHeaders": ["x-seen"],
    "maxAge": 60,
}


class FunctionUrlCorsTest(unittest.TestCase):
    def test_a_preflight_is_answered_by_the_configuration(self) -> None:
        headers = apply(CONFIGURATION, PAGE, Response(), preflight=True).headers
        self.assertEqual(headers["access-control-allow-origin"], PAGE)
        self.assertEqual(headers["access-control-allow-methods"], "GET,POST")
        self.assertEqual(headers["access-control-allow-headers"], "x-pet")
        self.assertEqual(headers["access-control-max-age"], "60")

    def test_the_configuration_replaces_the_functions_headers(self) -> None:
        response = Response(headers={"Access-Control-Allow-Origin": "*", "x-pet": "Rex"})
        headers = apply(CONFIGURATION, PAGE, response, preflight=False).headers
        self.assertEqual(headers.getlist("access-control-allow-origin"), [PAGE])
        self.assertEqual(headers["access-control-expose-headers"], "x-seen")
        self.assertEqual(headers["x-pet"], "Rex")

    def test_another_origin_is_not_allowed(self) -> None:
        headers = apply(CONFIGURATION, "https://other.example", Response(), preflight=True).headers
        self.assertNotIn("access-control-allow-origin", headers)

    def test_the_configuration_is_that_of_the_url(self) -> None:
        def function(url_id: str, cors: object) -> SimpleNamespace:
            return SimpleNamespace(
                function_url_configs={"$LATEST": SimpleNamespace(url_id=url_id, cors=cors)}
            )

        functions = {"a": function("AbC", {"AllowOrigins": ["*"]}), "b": function("plain", None)}
        stores = {"000000000000": {"us-east-1": SimpleNamespace(functions=functions)}}
        with mock.patch.object(function_urls, "lambda_stores", stores):
            self.assertEqual(configuration_of("abc", "us-east-1"), {"allowOrigins": ["*"]})
            self.assertIsNone(configuration_of("plain", "us-east-1"))
            self.assertIsNone(configuration_of("other", "us-east-1"))


if __name__ == "__main__":
    unittest.main()
