import json
import unittest
from typing import Any

from localstack_harness.gateway.policies import allows_everyone

_READ = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}
_CONTEXT = {"aws:sourceip": "127.0.0.1", "aws:securetransport": "true"}


def allows(*statements: Any, action: str = "s3:GetObject", resource: str = "arn:aws:s3:::site/a/b") -> bool:
    return allows_everyone(json.dumps({"Statement": list(statements)}), action, resource, _CONTEXT)


class AllowsEveryoneTest(unittest.TestCase):
    def test_allows_what_a_statement_allows_to_everyone(self) -> None:
        self.assertTrue(allows(_READ))
        self.assertTrue(allows({**_READ, "Principal": {"AWS": "*"}}))
        self.assertTrue(allows({**_READ, "Principal": {"AWS": ["*"]}, "Action": ["s3:Get*"]}))
        self.assertTrue(allows({**_READ, "Action": "S3:getobject", "Resource": ["arn:aws:s3:::site/?/b"]}))

    def test_allows_nothing_else(self) -> None:
        for change in (
            {"Principal": {"AWS": "arn:aws:iam::000000000000:root"}},
            {"Principal": {"Service": "*"}},
            {"Action": "s3:PutObject"},
            {"Resource": "arn:aws:s3:::site"},
            {"Effect": "Deny"},
        ):
            self.assertFalse(allows({**_READ, **change}), change)
        self.assertFalse(allows())
        for policy in (None, "", "no json", "[]"):
            self.assertFalse(allows_everyone(policy, "s3:GetObject", "arn:aws:s3:::site/a", _CONTEXT))

    def test_a_denial_wins(self) -> None:
        self.assertFalse(allows(_READ, {**_READ, "Effect": "Deny", "Action": "s3:*"}))
        self.assertTrue(allows(_READ, {**_READ, "Effect": "Deny", "Resource": "arn:aws:s3:::site/secret/*"}))
        not_mine = {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::000000000000:root"}}
        self.assertFalse(allows(_READ, {**_READ, "Principal": None, **not_mine}))

    def test_reads_not_action_and_not_resource(self) -> None:
        rest = {"Effect": "Allow", "Principal": "*"}
        self.assertTrue(allows({**rest, "NotAction": "s3:PutObject", "Resource": "*"}))
        self.assertFalse(allows({**rest, "NotAction": "s3:Get*", "Resource": "*"}))
        self.assertTrue(allows({**rest, "Action": "s3:*", "NotResource": "arn:aws:s3:::site/secret/*"}))

    def test_evaluates_conditions(self) -> None:
        for condition, holds in (
            ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "127.0.0.0/8"]}}, True),
            ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
            ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
            ({"Bool": {"aws:SecureTransport": "true"}}, True),
            ({"Bool": {"aws:SecureTransport": False}}, False),
            ({"StringEquals": {"aws:SourceAccount": "000000000000"}}, False),
            ({"StringEqualsIfExists": {"aws:SourceAccount": "000000000000"}}, True),
            ({"StringNotEquals": {"aws:SourceAccount": "000000000000"}}, True),
            ({"Null": {"aws:PrincipalArn": "true"}}, True),
            ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}, False),
            ({"NumericLessThan": {"s3:max-keys": "5"}}, False),
        ):
            self.assertIs(allows({**_READ, "Condition": condition}), holds, condition)

    def test_a_condition_that_cannot_be_evaluated_denies(self) -> None:
        unknown = {"Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}}
        self.assertFalse(allows({**_READ, **unknown}))
        self.assertFalse(allows(_READ, {**_READ, "Effect": "Deny", **unknown}))
        insecure = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        self.assertTrue(allows(_READ, {**_READ, "Effect": "Deny", **insecure}))


if __name__ == "__main__":
    unittest.main()
