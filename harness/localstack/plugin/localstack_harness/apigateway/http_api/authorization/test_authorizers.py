import unittest
from typing import Any

from localstack_harness.apigateway.authorizers.answers import AuthorizerAnswerError
from localstack_harness.apigateway.http_api.authorization.authorizers import (
    ForbiddenError,
    check_audience,
    check_scopes,
    claims_as_strings,
    identity_of,
    policy_context,
    simple_context,
)
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.support.http.json_web_tokens import InvalidTokenError

ARN = "arn:aws:execute-api:us-east-1:000000000000:api/$default/GET/pets"


class IdentityTest(unittest.TestCase):
    def identity(self, *sources: str) -> list[str] | None:
        headers = (("Authorization", "Bearer x"),)
        request = Incoming("GET", "/", "key=k&empty=", headers, b"", "127.0.0.1", "$default")
        return identity_of(sources, request, {"colour": "red"}, {"identity": {"sourceIp": "127.0.0.1"}})

    def test_all_kinds_of_sources(self) -> None:
        found = self.identity(
            "$request.header.authorization",
            "$request.querystring.key",
            "$stageVariables.colour",
            "$context.identity.sourceIp",
        )
        self.assertEqual(found, ["Bearer x", "k", "red", "127.0.0.1"])

    def test_each_has_to_be_there(self) -> None:
        for source in ("$request.header.x", "$request.querystring.empty", "$context.user", "nonsense"):
            with self.subTest(source):
                self.assertIsNone(self.identity("$request.querystring.key", source))


class ClaimsTest(unittest.TestCase):
    def test_an_audience_is_aud_or_client_id(self) -> None:
        for claims in ({"aud": "a"}, {"aud": ["x", "a"]}, {"client_id": "a"}):
            check_audience(claims, ["a", "b"])
        for claims in ({"aud": "x", "client_id": "a"}, {"client_id": "x"}, {}):
            with self.subTest(claims=claims), self.assertRaises(InvalidTokenError):
                check_audience(claims, ["a"])

    def test_one_scope_of_the_route_is_enough(self) -> None:
        check_scopes({"scope": "read write"}, ["write", "admin"])
        check_scopes({"scp": ["write"]}, ["write"])
        check_scopes({}, [])
        with self.assertRaises(ForbiddenError):
            check_scopes({"scope": "read"}, ["write"])

    def test_are_passed_on_as_strings(self) -> None:
        claims = {"sub": "u", "exp": 5, "ok": True, "cognito:groups": ["a", "b"]}
        self.assertEqual(
            claims_as_strings(claims), {"sub": "u", "exp": "5", "ok": "true", "cognito:groups": "[a b]"}
        )


class AnswerTest(unittest.TestCase):
    def test_a_simple_answer(self) -> None:
        self.assertEqual(simple_context({"isAuthorized": True, "context": {"a": [1]}}), {"a": [1]})
        with self.assertRaises(ForbiddenError):
            simple_context({"isAuthorized": False})
        for answer in (None, {}, {"isAuthorized": "true"}, {"isAuthorized": True, "context": "x"}):
            with self.subTest(answer=answer), self.assertRaises(AuthorizerAnswerError):
                simple_context(answer)

    def test_a_policy(self) -> None:
        def answer(effect: str, resource: str = ARN) -> dict[str, Any]:
            statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
            return {"principalId": "u", "policyDocument": {"Statement": [statement]}, "context": {"n": 1}}

        self.assertEqual(policy_context(answer("Allow"), ARN, "1.0"), {"n": "1", "principalId": "u"})
        self.assertEqual(policy_context(answer("Allow"), ARN, "2.0"), {"n": 1})
        for refusing in (answer("Deny"), answer("Allow", f"{ARN}/other")):
            with self.assertRaises(ForbiddenError):
                policy_context(refusing, ARN, "2.0")
        with self.assertRaises(AuthorizerAnswerError):
            policy_context(None, ARN, "2.0")


if __name__ == "__main__":
    unittest.main()
