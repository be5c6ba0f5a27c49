import unittest
from typing import Any

from localstack.http import Request
from localstack.services.lambda_ import urlrouter
from localstack.services.lambda_.invocation.lambda_models import InvocationResult

from localstack_harness.lambda_ import function_url_responses


class FunctionUrlResponsesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        function_url_responses.install()

    def _response(self, payload: bytes) -> Any:
        return urlrouter.lambda_result_to_response(
            InvocationResult("1", payload, is_error=False, logs=None, executed_version=None)
        )

    def test_a_response_sets_its_cookies(self) -> None:
        response = self._response(b'{"statusCode": 201, "cookies": ["a=1; Secure", "b=2"], "body": "hi"}')
        self.assertEqual(response.headers.getlist("Set-Cookie"), ["a=1; Secure", "b=2"])
        self.assertEqual((response.status_code, response.get_data()), (201, b"hi"))

    def test_a_streamed_response_keeps_its_bytes(self) -> None:
        body = bytes([0xFF, 0xD8, 0x00, 0x80])
        prelude = b'{"statusCode": 202, "headers": {"content-type": "image/jpeg"}, "cookies": ["a=1"]}'
        response = self._response(prelude + bytes(8) + body)
        self.assertEqual((response.status_code, response.get_data()), (202, body))
        self.assertEqual(response.headers["Content-Type"], "image/jpeg")
        self.assertEqual(response.headers.getlist("Set-Cookie"), ["a=1"])

    def test_other_responses_stay_as_they_are(self) -> None:
        for payload, data in ((b'"text"', b"text"), (b"[1]", b"[1]"), (b'{"a": 1}', b'{"a":1}')):
            with self.subTest(payload):
                self.assertEqual(self._response(payload).get_data(), data)

    def test_an_event_has_the_cookies_of_its_request(self) -> None:
        request = Request("GET", "/", headers={"Cookie": "a=1; b=2", "Host": "x.lambda-url"})
        event = urlrouter.event_for_lambda_url("x", request)
        self.assertEqual(event["cookies"], ["a=1", "b=2"])
        self.assertNotIn("cookie", event["headers"])
        self.assertNotIn("cookies", urlrouter.event_for_lambda_url("x", Request("GET", "/")))


if __name__ == "__main__":
    unittest.main()
