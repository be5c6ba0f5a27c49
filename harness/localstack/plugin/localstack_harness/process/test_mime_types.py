import unittest

from localstack.aws.protocol.serializer import (
    JSONResponseSerializer,
    QueryResponseSerializer,
    ResponseSerializer,
)
from localstack.http import Request

from localstack_harness.process import mime_types

WITHOUT = ResponseSerializer._get_mime_type
mime_types.install()


class MimeTypeTest(unittest.TestCase):
    def test_is_the_one_without_the_patch(self) -> None:
        for serializer in (JSONResponseSerializer(), QueryResponseSerializer()):
            for headers in (
                None,
                {},
                {"Accept": "*/*"},
                {"Accept": "", "Content-Type": "application/json"},
                {"Accept": "*/*", "Content-Type": "application/json"},
                {"Accept": "application/cbor"},
                {"accept": "application/json"},
                {"Accept": "text/html, application/json;q=0.5"},
                {"Content-Type": "application/x-amz-json-1.1"},
                {"Content-Type": ""},
            ):
                for given in (headers, headers and Request(headers=headers).headers):
                    expected = WITHOUT(serializer, given)
                    for _ in range(2):
                        self.assertEqual(serializer._get_mime_type(given), expected, (serializer, given))


if __name__ == "__main__":
    unittest.main()
