import json
import unittest
from typing import Any

from localstack.services.lambda_ import urlrouter
from localstack.services.lambda_.invocation.lambda_models import InvocationResult

from localstack_harness.lambda_ import function_urls


def setUpModule() -> None:
    function_urls.install()


def respond(result: Any) -> Any:
    payload = json.dumps(result).encode()
    return urlrouter.lambda_result_to_response(InvocationResult("id", payload, False, None))


class FunctionUrlTest(unittest.TestCase):
    def test_a_response(self) -> None:
        response = respond({"statusCode": "201", "body": "made", "headers": {"x-pet": "Rex", "x-age": 3}})
        self.assertEqual((response.status_code, response.data), (201, b"made"))
        self.assertEqual((response.headers["x-pet"], response.headers["x-age"]), ("Rex", "3"))

    def test_other_results_are_its_body(self) -> None:
        for result, body in (("Rex", b"Rex"), ({"a": 1}, b'{"a":1}'), ([1], b"[1]")):
            response = respond(result)
            self.assertEqual((response.status_code, response.data), (200, body))

    def test_what_http_cannot_carry(self) -> None:
        for result in (
            {"statusCode": "fine"},
            {"statusCode": None},
            {"statusCode": 100},
            {"statusCode": 1000},
            {"statusCode": 200, "headers": {"a b": "c"}},
            {"statusCode": 200, "headers": {"a": "5 €"}},
            {"statusCode": 200, "headers": {"a": "b\r\nset-cookie: c=d"}},
            {"statusCode": 200, "body": "a", "isBase64Encoded": True},
        ):
            with self.subTest(result=result):
                self.assertEqual(respond(result).status_code, 502)
