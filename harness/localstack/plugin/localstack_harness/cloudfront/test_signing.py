import unittest

from localstack_harness.cloudfront.distribution import Distribution
from localstack_harness.cloudfront.signing import signed

DISTRIBUTION = Distribution("E1", "e1.cloudfront.localhost", {}, "000000000001", "eu-west-1")
URL = "http://abc.lambda-url.eu-west-1.localhost:4566/pets?name=Tom"
VIEWER = {"authorization": "Bearer x", "accept": "text/html"}


class SigningTest(unittest.TestCase):
    def test_a_signature_replaces_what_a_viewer_sent(self) -> None:
        headers = signed(DISTRIBUTION, "GET", URL, VIEWER, b"")
        self.assertRegex(
            headers["authorization"],
            r"^AWS4-HMAC-SHA256 Credential=000000000001/\d{8}/eu-west-1/lambda/aws4_request, SignedHeaders=host;",
        )
        self.assertEqual(headers["accept"], "text/html")
        self.assertIn("x-amz-date", headers)


if __name__ == "__main__":
    unittest.main()
