import json
import unittest
from typing import Any

from localstack_harness.apigateway.authorizers.answers import (
    AuthorizerAnswerError,
    UnauthorizedCallerError,
    effects,
    identify,
    read_answer,
    read_grant,
)
from localstack_harness.apigateway.authorizers.resource import arguments, changes

ARN = "arn:aws:execute-api:us-east-1:000000000000:api/stage"
SOURCES: dict[str, dict[str, Any]] = {
    "method.request.header": {"Authorization": "Bearer good", "X-Tenant": "t"},
    "method.request.querystring": {"q": "1", "empty": ""},
    "stageVariables": {"colour": "red"},
    "context": {"identity": {"sourceIp": "127.0.0.1"}, "httpMethod": "GET"},
}
ALLOW = {"Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}]}


class IdentityTest(unittest.TestCase):
    def test_a_token_is_the_value_of_its_header(self) -> None:
        self.assertEqual(identify({"type": "TOKEN"}, SOURCES), ("Bearer good",))
        by_name = {"type": "TOKEN", "identitySource": "method.request.header.X-Tenant"}
        self.assertEqual(identify(by_name, SOURCES), ("t",))

    def test_a_token_has_to_match_its_pattern(self) -> None:
        pattern = {"type": "TOKEN", "identityValidationExpression": "Bearer .+"}
        self.assertEqual(identify(pattern, SOURCES), ("Bearer good",))
        with self.assertRaises(UnauthorizedCallerError):
            identify({**pattern, "identityValidationExpression": "Bearer"}, SOURCES)

    def test_a_request_has_many_sources(self) -> None:
        named = (
            "method.request.header.X-Tenant, method.request.querystring.q,"
            "stageVariables.colour, context.identity.sourceIp"
        )
        found = identify({"type": "REQUEST", "identitySource": named}, SOURCES)
        self.assertEqual(found, ("t", "1", "red", "127.0.0.1"))

    def test_a_request_may_have_none(self) -> None:
        self.assertEqual(identify({"type": "REQUEST"}, SOURCES), ())

    def test_each_source_has_to_be_there(self) -> None:
        for name in (
            "method.request.header.None",
            "method.request.querystring.empty",
            "context.identity.user",
            "nonsense.x",
        ):
            named = f"method.request.header.X-Tenant,{name}"
            with self.subTest(name=name), self.assertRaises(UnauthorizedCallerError):
                identify({"type": "REQUEST", "identitySource": named}, SOURCES)


class GrantTest(unittest.TestCase):
    def read(self, answer: object, failed: bool = False) -> Any:
        return read_grant(read_answer(json.dumps(answer).encode(), failed))

    def test_reads_all_of_an_answer(self) -> None:
        grant = self.read(
            {
                "principalId": "u",
                "policyDocument": ALLOW,
                "context": {"s": "x", "n": 1, "b": True},
                "usageIdentifierKey": "k",
            }
        )
        self.assertEqual((grant.principal_id, grant.policy, grant.usage_key), ("u", ALLOW, "k"))
        self.assertEqual(grant.context, {"s": "x", "n": "1", "b": "true"})

    def test_only_one_error_is_a_refusal(self) -> None:
        with self.assertRaises(UnauthorizedCallerError):
            self.read({"errorMessage": "Unauthorized", "errorType": "Error"}, failed=True)
        for message in ("unauthorized", "Error: Invalid token", None):
            with self.assertRaises(AuthorizerAnswerError):
                self.read({"errorMessage": message}, failed=True)

    def test_refuses_what_is_no_answer(self) -> None:
        good = {"principalId": "u", "policyDocument": ALLOW}
        for answer in (
            None,
            "Allow",
            {},
            {"policyDocument": ALLOW},
            {"principalId": 5, "policyDocument": ALLOW},
            {"principalId": "u"},
            {"principalId": "u", "policyDocument": {}},
            {"principalId": "u", "policyDocument": "{}"},
            {**good, "context": "x"},
            {**good, "context": {"nested": {"a": "b"}}},
            {**good, "context": {"list": ["a"]}},
        ):
            with self.subTest(answer=answer), self.assertRaises(AuthorizerAnswerError):
                self.read(answer)
        with self.assertRaises(AuthorizerAnswerError):
            read_answer(b"", False)


class PolicyTest(unittest.TestCase):
    def effects(self, **statement: object) -> set[str]:
        given = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*", **statement}
        return effects({"Statement": [given]}, f"{ARN}/GET/pets/1")

    def test_resources(self) -> None:
        for resource, covered in (
            ("*", True),
            (f"{ARN}/GET/pets/1", True),
            (f"{ARN}/*/pets/*", True),
            (f"{ARN}/GET/pets/?", True),
            ([f"{ARN}/POST/*", f"{ARN}/GET/*"], True),
            (f"{ARN}/POST/*", False),
            (f"{ARN}/GET/pets", False),
            ([], False),
        ):
            with self.subTest(resource=resource):
                self.assertEqual(self.effects(Resource=resource), {"Allow"} if covered else set())

    def test_actions(self) -> None:
        for action, covered in (
            ("execute-api:*", True),
            ("*", True),
            (["execute-api:ManageConnections", "Execute-Api:invoke"], True),
            ("execute-api:ManageConnections", False),
        ):
            self.assertEqual(self.effects(Action=action), {"Allow"} if covered else set())

    def test_exclusions(self) -> None:
        excluded = {"Effect": "Deny", "Action": "*", "NotResource": f"{ARN}/GET/pets/*"}
        self.assertEqual(effects({"Statement": excluded}, f"{ARN}/GET/pets/1"), set())
        self.assertEqual(effects({"Statement": excluded}, f"{ARN}/GET/cats"), {"Deny"})

    def test_several_statements(self) -> None:
        statements = [
            {"Action": "*", "Effect": "Allow", "Resource": "*"},
            {"Action": "*", "Effect": "Deny", "Resource": f"{ARN}/DELETE/*"},
        ]
        self.assertEqual(effects({"Statement": statements}, f"{ARN}/DELETE/pets"), {"Allow", "Deny"})
        self.assertEqual(effects({"Statement": statements}, f"{ARN}/GET/pets"), {"Allow"})


class ResourceTest(unittest.TestCase):
    def test_arguments_of_a_call(self) -> None:
        model = {"RestApiId": "a", "Name": "n", "AuthorizerResultTtlInSeconds": "0", "ProviderARNs": ["p"]}
        self.assertEqual(
            arguments(model), {"name": "n", "authorizerResultTtlInSeconds": 0, "providerARNs": ["p"]}
        )

    def test_changes_lead_from_one_state_to_the_other(self) -> None:
        before = {"Name": "n", "IdentitySource": "x", "AuthorizerResultTtlInSeconds": 300}
        after = {"Name": "n", "AuthorizerResultTtlInSeconds": 0, "AuthorizerUri": "u"}
        self.assertEqual(
            changes(before, after),
            [
                {"op": "replace", "path": "/authorizerUri", "value": "u"},
                {"op": "replace", "path": "/authorizerResultTtlInSeconds", "value": "0"},
                {"op": "remove", "path": "/identitySource"},
            ],
        )
        self.assertEqual(changes(before, dict(before)), [])


if __name__ == "__main__":
    unittest.main()
