import unittest
from typing import Any
from unittest import mock

from joserfc import jwt

from localstack_harness.cognito import tokens, triggers
from localstack_harness.cognito.pool_for_tests import PoolForTests
from localstack_harness.cognito.tokens import Use, create_jwt, generation, sign


def claims_of(given: PoolForTests, use: Use, **extra: Any) -> dict[str, Any]:
    token, _ = create_jwt(given.pool, given.client.id, "ann", use, extra_data=extra)
    return jwt.decode(token, given.pool.json_web_key).claims


class ClaimsTest(unittest.TestCase):
    def test_an_id_token_has_the_user_s_attributes(self) -> None:
        given = PoolForTests(self)
        claims = claims_of(given, "id", **{"cognito:groups": ["keepers"]})
        self.assertEqual((claims["aud"], claims["cognito:username"]), (given.client.id, "ann"))
        self.assertEqual((claims["email"], claims["email_verified"]), ("ann@pets.test", True))
        self.assertEqual((claims["sub"], claims["cognito:groups"]), (given.ann.id, ["keepers"]))
        self.assertEqual(claims["exp"] - claims["iat"], 3_600)
        self.assertEqual(claims["iss"], f"https://cognito-idp.us-east-1.amazonaws.com/{given.pool.id}")

    def test_a_client_may_read_some_attributes_only(self) -> None:
        claims = claims_of(PoolForTests(self, {"ReadAttributes": ["email"]}), "id")
        self.assertIn("email", claims)
        self.assertNotIn("email_verified", claims)

    def test_an_access_token_has_the_client_and_its_scopes(self) -> None:
        given = PoolForTests(self)
        claims = claims_of(given, "access", scope="aws.cognito.signin.user.admin")
        self.assertEqual((claims["client_id"], claims["username"]), (given.client.id, "ann"))
        self.assertEqual(claims["scope"], "aws.cognito.signin.user.admin")
        self.assertNotIn("email", claims)

    def test_the_client_says_how_long_a_token_is_valid(self) -> None:
        given = PoolForTests(
            self,
            {
                "AccessTokenValidity": 5,
                "IdTokenValidity": 1,
                "TokenValidityUnits": {"AccessToken": "minutes"},
            },
        )
        self.assertEqual(create_jwt(given.pool, given.client.id, "ann", "access")[1], 300)
        self.assertEqual(create_jwt(given.pool, given.client.id, "ann", "id")[1], 3_600)

    def test_another_key_signs_nothing_valid(self) -> None:
        given = PoolForTests(self)
        head, _, _ = sign(given.pool, {"sub": "ann"}).rpartition(".")
        with self.assertRaises(Exception) as caught:
            jwt.decode(f"{head}.AAAA", given.pool.json_web_key)
        self.assertIn("signature", str(caught.exception))


class PreTokenGenerationTest(unittest.TestCase):
    def asked(self, given: PoolForTests, answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        with mock.patch.object(triggers, "ask", return_value=answer) as ask:
            with generation("TokenGeneration_Authentication"):
                both = claims_of(given, "access", scope="one two"), claims_of(given, "id")
            claims_of(given, "id")
        self.assertEqual(ask.call_count, 1)
        self.question = ask.call_args.args[1]
        return both

    def test_the_first_version_changes_the_id_token_and_the_groups(self) -> None:
        given = PoolForTests(self)
        details = {
            "claimsToAddOrOverride": {"tenant": "t"},
            "claimsToSuppress": ["email"],
            "groupOverrideDetails": {"groupsToOverride": ["all"]},
        }
        access, identity = self.asked(given, {"claimsOverrideDetails": details})
        self.assertEqual((identity["tenant"], identity["cognito:groups"]), ("t", ["all"]))
        self.assertNotIn("email", identity)
        self.assertEqual(access["cognito:groups"], ["all"])
        self.assertNotIn("tenant", access)
        self.assertEqual(
            (self.question.source, self.question.version), ("TokenGeneration_Authentication", "1")
        )

    def test_the_second_version_changes_both_tokens(self) -> None:
        function = {"LambdaArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "LambdaVersion": "V2_0"}
        given = PoolForTests(self, LambdaConfig={"PreTokenGenerationConfig": function})
        details = {
            "accessTokenGeneration": {
                "claimsToAddOrOverride": {"tenant": {"id": 1}},
                "scopesToAdd": ["three"],
                "scopesToSuppress": ["one"],
            },
            "idTokenGeneration": None,
        }
        access, identity = self.asked(given, {"claimsAndScopeOverrideDetails": details})
        self.assertEqual((access["tenant"], access["scope"]), ({"id": 1}, "two three"))
        self.assertNotIn("tenant", identity)
        self.assertEqual((self.question.function, self.question.version), (function["LambdaArn"], "2"))

    def test_a_pool_without_the_trigger_changes_nothing(self) -> None:
        given = PoolForTests(self)
        with generation("TokenGeneration_Authentication"):
            self.assertEqual(claims_of(given, "id")["email"], "ann@pets.test")
        self.assertIsNone(tokens._generation.get())


if __name__ == "__main__":
    unittest.main()
