import base64
import json
import unittest

from localstack_harness.apigateway.http_api.answers import Answer, answer_v1, answer_v2, message
from localstack_harness.apigateway.proxy_response import MalformedResponseError

TEXT = ("content-type", "text/plain; charset=utf-8")
JSON = ("content-type", "application/json")


def payload(given: object) -> bytes:
    return json.dumps(given).encode()


class Version2Test(unittest.TestCase):
    def test_an_answer_without_a_status_is_the_body(self) -> None:
        for given in ({"body": "x"}, {}, [1], 5, None, True):
            with self.subTest(given=given):
                self.assertEqual(answer_v2(payload(given)), Answer(200, (JSON,), payload(given)))
        self.assertEqual(answer_v2(payload("größe")), Answer(200, (JSON,), "größe".encode()))

    def test_an_answer_with_a_status_has_headers_cookies_and_a_body(self) -> None:
        given = {
            "statusCode": "201",
            "headers": {"X-Flag": True, "Content-Length": "99", "Location": "/1"},
            "cookies": ["a=1", "b=2"],
            "body": base64.b64encode(b"\x00\xff").decode(),
            "isBase64Encoded": True,
            "other": "ignored",
        }
        headers = (("x-flag", "true"), ("location", "/1"), ("set-cookie", "a=1"), ("set-cookie", "b=2"), TEXT)
        self.assertEqual(answer_v2(payload(given)), Answer(201, headers, b"\x00\xff"))
        self.assertEqual(answer_v2(payload({"statusCode": 204})), Answer(204, (TEXT,), b""))

    def test_other_answers_are_malformed(self) -> None:
        for given in (
            {"statusCode": "fine"},
            {"statusCode": None},
            {"statusCode": 200, "body": {"not": "text"}},
            {"statusCode": 200, "headers": ["a"]},
            {"statusCode": 200, "headers": {"a": {}}},
            {"statusCode": 200, "cookies": "a=1"},
            {"statusCode": 200, "body": "%", "isBase64Encoded": True},
        ):
            with self.subTest(given=given), self.assertRaises(MalformedResponseError):
                answer_v2(payload(given))
        with self.assertRaises(MalformedResponseError):
            answer_v2(b"{")


class Version1Test(unittest.TestCase):
    def test_headers_may_have_many_values(self) -> None:
        given = {
            "statusCode": 200,
            "headers": {"a": "0", "Content-Type": "text/html"},
            "multiValueHeaders": {"A": ["1", "2"]},
            "body": "hello",
        }
        headers = (("content-type", "text/html"), ("a", "1"), ("a", "2"))
        self.assertEqual(answer_v1(payload(given)), Answer(200, headers, b"hello"))

    def test_a_status_is_mandatory(self) -> None:
        for given in ({"body": "x"}, {}, None, "text", [1]):
            with self.subTest(given=given), self.assertRaises(MalformedResponseError):
                answer_v1(payload(given))


class MessageTest(unittest.TestCase):
    def test_is_json(self) -> None:
        self.assertEqual(message(404, "Not Found").body, b'{"message":"Not Found"}')


if __name__ == "__main__":
    unittest.main()
