import unittest
from typing import Any

from localstack.aws.api import CommonServiceException
from localstack.aws.api.apigateway import BadRequestException, ConflictException

from localstack_harness.apigateway.authorizers.limits import check_authorizer
from localstack_harness.apigateway.limits import (
    check_choices,
    check_stage_name,
    check_time_limit,
    replaced_by,
)

URI = (
    "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-central-1:000000000000:function:${stageVariables.gate}/invocations"
)
POOL = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc"
TOKEN = {"name": "a", "type": "TOKEN", "authorizerUri": URI, "identitySource": "method.request.header.Auth"}
REQUEST = {"name": "a", "type": "REQUEST", "authorizerUri": URI}
COGNITO = {
    "name": "a",
    "type": "COGNITO_USER_POOLS",
    "providerARNs": [POOL],
    "identitySource": "method.request.header.Auth",
}


class IntegrationTest(unittest.TestCase):
    def test_time_limits(self) -> None:
        for legal in (None, 50, 29_000, "50"):
            check_time_limit(legal, 29_000)
        for wrong in (0, 49, 29_001, -1, "", "abc", "5.5", "1e3"):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(BadRequestException, "50 ms and 29000 ms"):
                check_time_limit(wrong, 29_000)

    def test_choices(self) -> None:
        check_choices({"passthroughBehavior": "NEVER", "contentHandling": None, "type": "anything"})
        for name in ("passthroughBehavior", "contentHandling", "authorizationType"):
            with self.assertRaisesRegex(BadRequestException, name):
                check_choices({name: "SOMETIMES"})

    def test_stage_names(self) -> None:
        for legal in ("prod", "a-b_C9", "x" * 128):
            check_stage_name(legal)
        for wrong in ("a b", "", "x" * 129, "größe", "a/b", "$default"):
            with self.subTest(wrong=wrong), self.assertRaises(BadRequestException):
                check_stage_name(wrong)

    def test_what_an_update_changes(self) -> None:
        operations = [
            {"op": "replace", "path": "/timeoutInMillis", "value": "5"},
            {"op": "remove", "path": "/uri"},
        ]
        self.assertEqual(replaced_by({"patchOperations": operations}), {"timeoutInMillis": "5", "uri": None})
        self.assertEqual(replaced_by({}), {})


class AuthorizerTest(unittest.TestCase):
    def test_what_is_accepted(self) -> None:
        sources = (
            "method.request.header.A, method.request.querystring.b,stageVariables.c,context.identity.sourceIp"
        )
        for legal in (
            TOKEN,
            {**TOKEN, "authorizerResultTtlInSeconds": 0},
            {**TOKEN, "authorizerResultTtlInSeconds": "3600", "identityValidationExpression": "Bearer .+"},
            {**REQUEST, "authorizerResultTtlInSeconds": 0},
            {**REQUEST, "identitySource": sources},
            COGNITO,
        ):
            with self.subTest(legal=legal):
                check_authorizer(legal, ["b"])

    def test_what_is_refused(self) -> None:
        wrong: tuple[tuple[dict[str, Any], str], ...] = (
            ({**TOKEN, "authorizerResultTtlInSeconds": 3601}, "between 0 and 3600"),
            ({**TOKEN, "authorizerResultTtlInSeconds": -1}, "between 0 and 3600"),
            ({**TOKEN, "authorizerResultTtlInSeconds": "abc"}, "between 0 and 3600"),
            ({**TOKEN, "authorizerUri": None}, "Invalid Authorizer URI: null"),
            ({**TOKEN, "authorizerUri": ""}, "Invalid Authorizer URI"),
            (
                {**TOKEN, "authorizerUri": "arn:aws:lambda:us-east-1:000000000000:function:f"},
                "Authorizer URI",
            ),
            ({**TOKEN, "identitySource": None}, "Identity source must be set"),
            ({**TOKEN, "identitySource": "method.request.querystring.a"}, "Invalid mapping expression"),
            (
                {**TOKEN, "identitySource": "method.request.header.A,method.request.header.B"},
                "Invalid mapping expression",
            ),
            ({**TOKEN, "identityValidationExpression": "("}, "Invalid identity validation expression"),
            ({**TOKEN, "name": ""}, "name"),
            (REQUEST, "if authorizer caching is enabled"),
            ({**REQUEST, "identitySource": "nonsense"}, "Invalid mapping expression"),
            ({**COGNITO, "providerARNs": []}, "Invalid Cognito User Pool ARN"),
            ({**COGNITO, "providerARNs": ["x"]}, "Invalid Cognito User Pool ARN"),
        )
        for authorizer, message in wrong:
            with self.subTest(authorizer=authorizer), self.assertRaisesRegex(BadRequestException, message):
                check_authorizer(authorizer, ["b"])

    def test_a_type_that_does_not_exist(self) -> None:
        with self.assertRaises(CommonServiceException) as caught:
            check_authorizer({**TOKEN, "type": "X"}, [])
        self.assertEqual(caught.exception.code, "ValidationException")

    def test_a_name_that_is_taken(self) -> None:
        with self.assertRaises(ConflictException):
            check_authorizer(TOKEN, ["a"])


if __name__ == "__main__":
    unittest.main()
