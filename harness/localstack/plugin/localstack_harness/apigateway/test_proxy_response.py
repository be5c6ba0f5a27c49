import json
import unittest
from typing import Any

from localstack_harness.apigateway.proxy_response import MalformedResponseError, read_response


def read(answer: Any) -> dict[str, Any]:
    return read_response(json.dumps(answer).encode())


class ReadResponseTest(unittest.TestCase):
    def test_accepts_what_aws_accepts(self) -> None:
        for answer in (
            {"statusCode": 200},
            {"statusCode": "201"},
            {"statusCode": 200, "body": None, "headers": None, "multiValueHeaders": None},
            {"statusCode": 200, "body": "", "isBase64Encoded": False},
            {"statusCode": 404, "body": "text", "headers": {"a": "b"}, "multiValueHeaders": {"c": ["d"]}},
            {"body": "no status"},
            {},
        ):
            with self.subTest(answer=answer):
                self.assertEqual(read(answer).get("statusCode"), answer.get("statusCode"))

    def test_header_values_become_strings(self) -> None:
        answer = read(
            {"statusCode": 200, "headers": {"a": True, "b": 5}, "multiValueHeaders": {"c": [False]}}
        )
        self.assertEqual(answer["headers"], {"a": "true", "b": "5"})
        self.assertEqual(answer["multiValueHeaders"], {"c": ["false"]})

    def test_refuses_every_other_shape(self) -> None:
        ok = {"statusCode": 200}
        for answer in (
            None,
            "text",
            5,
            True,
            [ok],
            {"body": {"no": "status"}},
            {"statusCode": None},
            {"statusCode": "ok"},
            {"statusCode": 200.5},
            {"statusCode": True},
            {"statusCode": [200]},
            {"statusCode": "-200"},
            {"statusCode": 20},
            {"statusCode": 100},
            {"statusCode": 199},
            {"statusCode": 600},
            {**ok, "body": {"not": "a string"}},
            {**ok, "body": ["x"]},
            {**ok, "body": 5},
            {**ok, "body": True},
            {**ok, "headers": ["a"]},
            {**ok, "headers": "a: b"},
            {**ok, "headers": {"a": ["b"]}},
            {**ok, "headers": {"a": {"b": "c"}}},
            {**ok, "headers": {"a": None}},
            {**ok, "headers": {"a": "b\r\nset-cookie: c=d"}},
            {**ok, "headers": {"a": "5 €"}},
            {**ok, "headers": {"a b": "c"}},
            {**ok, "headers": {"": "c"}},
            {**ok, "multiValueHeaders": {"a": ["b", "c\n"]}},
            {**ok, "multiValueHeaders": {"a": "b"}},
            {**ok, "multiValueHeaders": {"a": [["b"]]}},
            {**ok, "multiValueHeaders": ["a"]},
            {**ok, "isBase64Encoded": "yes"},
            {**ok, "message": "unknown"},
            {"errorMessage": "failed", "errorType": "Error"},
        ):
            with self.subTest(answer=answer), self.assertRaises(MalformedResponseError):
                read(answer)

    def test_refuses_what_is_no_json(self) -> None:
        for payload in (b"", b"text", b"{"):
            with self.assertRaises(MalformedResponseError):
                read_response(payload)


if __name__ == "__main__":
    unittest.main()
