import unittest
from typing import Any

from localstack_harness.apigateway.imports import faults_of

URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:f/invocations"
TOKEN = {"type": "token", "authorizerUri": URI}


def spec(integration: dict[str, Any], method: str = "get") -> dict[str, Any]:
    return {"paths": {"/pets": {method: {"x-amazon-apigateway-integration": integration}, "summary": "x"}}}


def scheme(**authorizer: Any) -> dict[str, Any]:
    return {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authorizer": authorizer,
    }


class IntegrationsTest(unittest.TestCase):
    def test_what_the_api_takes_is_taken(self) -> None:
        for integration in (
            {},
            {"timeoutInMillis": 50},
            {"timeoutInMillis": 29_000, "passthroughBehavior": "NEVER"},
            {"passthroughBehavior": "when_no_templates"},
        ):
            self.assertEqual(list(faults_of(spec(integration), 29_000)), [])
        self.assertEqual(list(faults_of(spec({"timeoutInMillis": 60_000}), 300_000)), [])
        empties: tuple[dict[str, Any], ...] = ({}, {"paths": None}, {"paths": {"/": None, "/a": {"get": {}}}})
        for empty in empties:
            self.assertEqual(list(faults_of(empty, 29_000)), [])

    def test_what_the_api_refuses_is_named_with_its_method(self) -> None:
        (fault,) = faults_of(spec({"timeoutInMillis": 29_001}), 29_000)
        self.assertEqual(
            fault,
            "Unable to put integration on 'GET' for resource at path '/pets': "
            "Timeout should be between 50 ms and 29000 ms",
        )
        (fault,) = faults_of(spec({"passthroughBehavior": "x"}, "x-amazon-apigateway-any-method"), 29_000)
        self.assertIn("on 'ANY'", fault)
        self.assertIn("passthroughBehavior", fault)


class AuthorizersTest(unittest.TestCase):
    def faults(self, **authorizer: Any) -> list[str]:
        gate = {"gate": scheme(**authorizer)}
        by_version = [
            list(faults_of(given, 29_000))
            for given in ({"components": {"securitySchemes": gate}}, {"securityDefinitions": gate})
        ]
        self.assertEqual(*by_version)
        return by_version[0]

    def test_what_the_api_takes_is_taken(self) -> None:
        self.assertEqual(self.faults(**TOKEN), [])
        self.assertEqual(self.faults(**{**TOKEN, "type": "request"}, authorizerResultTtlInSeconds=0), [])
        self.assertEqual(list(faults_of({"securityDefinitions": {"key": {"type": "apiKey"}}}, 29_000)), [])

    def test_what_the_api_refuses_is_named(self) -> None:
        for authorizer, message in (
            ({"type": "token"}, "Invalid Authorizer URI"),
            ({**TOKEN, "type": "request"}, "Identity source must be set"),
            ({**TOKEN, "authorizerResultTtlInSeconds": 3_601}, "Authorizer result TTL"),
            ({**TOKEN, "type": "request", "identitySource": "x"}, "Invalid mapping expression"),
        ):
            with self.subTest(authorizer=authorizer):
                (fault,) = self.faults(**authorizer)
                self.assertIn(f"Unable to create authorizer 'gate': {message}", fault)


if __name__ == "__main__":
    unittest.main()
