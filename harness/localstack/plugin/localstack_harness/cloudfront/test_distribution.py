import unittest
from typing import Any

from localstack_harness.cloudfront.distribution import (
    Distribution,
    address_of,
    allows,
    bucket_of,
    has_pattern,
)
from localstack_harness.cloudfront.resource import check

SITE = {"Id": "site", "DomainName": "pages.s3.us-east-1.amazonaws.com"}
API = {"Id": "api", "DomainName": "abc.execute-api.us-east-1.amazonaws.com"}
SETTINGS: dict[str, Any] = {
    "Enabled": True,
    "DefaultRootObject": "index.html",
    "DefaultCacheBehavior": {"TargetOriginId": "site"},
    "CacheBehaviors": [
        {"PathPattern": "api/*", "TargetOriginId": "api", "AllowedMethods": ["GET", "HEAD", "POST"]},
        {"PathPattern": "/old/*", "TargetOriginId": "both"},
    ],
    "Origins": [API, SITE],
    "OriginGroups": {
        "Items": [{"Id": "both", "Members": {"Items": [{"OriginId": "api"}, {"OriginId": "site"}]}}]
    },
    "CustomErrorResponses": [
        {"ErrorCode": 403, "ResponseCode": 200, "ResponsePagePath": "/index.html"},
        {"ErrorCode": 500, "ErrorCachingMinTTL": 1},
    ],
}


class DistributionTest(unittest.TestCase):
    distribution = Distribution("E1", "e1.cloudfront.localhost:4566", SETTINGS, "000000000000", "us-east-1")

    def origin(self, path: str) -> Any:
        return self.distribution.origin(self.distribution.behaviour(path))

    def test_the_first_pattern_that_a_path_has_gives_its_origin(self) -> None:
        self.assertEqual(
            [self.origin(path) for path in ("/", "/api/pets", "/old/pets", "/API/pets")],
            [SITE, API, API, SITE],
        )

    def test_patterns_have_wildcards(self) -> None:
        cases = {
            ("/a/b.jpg", "*.jpg"): True,
            ("/a1", "a?"): True,
            ("/a.b", "/a?b"): True,
            ("/ab", "a"): False,
        }
        for (path, pattern), expected in cases.items():
            self.assertIs(has_pattern(path, pattern), expected, (path, pattern))

    def test_only_the_root_has_a_default_object(self) -> None:
        self.assertEqual([self.distribution.path(path) for path in ("/", "/a/")], ["/index.html", "/a/"])

    def test_without_a_list_a_behaviour_only_reads(self) -> None:
        self.assertEqual(
            [allows(self.distribution.behaviour(path), "POST") for path in ("/", "/api/pets")], [False, True]
        )

    def test_error_pages(self) -> None:
        self.assertEqual(
            [self.distribution.error_page(status) for status in (403, 500, 404)],
            [(200, "/index.html"), None, None],
        )

    def test_buckets_by_the_name_of_their_origin(self) -> None:
        cases = {
            "pages.s3.us-east-1.amazonaws.com": "pages",
            "my.pages.s3.amazonaws.com": "my.pages",
            "pages.s3.localhost:4566": "pages",
            "pages.s3.us-east-1.localhost.localstack.cloud:4566": "pages",
            "pages.s3-website-us-east-1.amazonaws.com": None,
            "pages.s3-website.localhost:4566": None,
            "pets.example": None,
        }
        self.assertEqual({domain: bucket_of(domain) for domain in cases}, cases)

    def test_addresses_of_aws_are_those_of_localstack(self) -> None:
        cases = {
            "abc.execute-api.us-east-1.amazonaws.com": "http://abc.execute-api.us-east-1.localhost:4566",
            "abc.lambda-url.us-east-1.on.aws": "http://abc.lambda-url.us-east-1.localhost:4566",
            "abc.execute-api.localhost:4566": "http://abc.execute-api.localhost:4566",
            "abc.execute-api.us-east-1.localhost": "http://abc.execute-api.us-east-1.localhost:4566",
            "pages.s3-website-us-east-1.amazonaws.com": "http://pages.s3-website-us-east-1.localhost:4566",
            "pets.example": "https://pets.example:443",
        }
        found = {domain: address_of({"DomainName": domain}, "localhost:4566") for domain in cases}
        self.assertEqual(found, cases)
        plain = {"DomainName": "pets.example", "CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}
        self.assertEqual(address_of(plain, "localhost:4566"), "http://pets.example:80")

    def test_functions_at_the_edge_are_refused(self) -> None:
        check(SETTINGS)
        with self.assertRaisesRegex(ValueError, "LambdaFunctionAssociations"):
            check({"DefaultCacheBehavior": {"LambdaFunctionAssociations": [{"EventType": "viewer-request"}]}})


if __name__ == "__main__":
    unittest.main()
