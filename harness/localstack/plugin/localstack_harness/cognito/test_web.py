import base64
import unittest
from typing import Any

from joserfc import jwt

from localstack_harness.cognito.pool_for_tests import PoolForTests
from localstack_harness.cognito.web import OAuthError, _grant

MACHINE = {
    "GenerateSecret": True,
    "AllowedOAuthFlows": ["client_credentials"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthScopes": ["pets/read", "pets/write"],
}


class GrantTest(unittest.TestCase):
    def setUp(self) -> None:
        self.given = PoolForTests(self, MACHINE)
        client = self.given.client
        self.basic = f"Basic {base64.b64encode(f'{client.id}:{client.secret}'.encode()).decode()}"

    def grant(self, authorization: str | None = None, **form: str) -> Any:
        given = {"grant_type": "client_credentials", **form}
        return _grant(given, self.basic if authorization is None else authorization)

    def test_a_client_gets_the_scopes_that_it_asks_for(self) -> None:
        granted = self.grant(scope="pets/read")
        claims = jwt.decode(granted["access_token"], self.given.pool.json_web_key).claims
        self.assertEqual((claims["scope"], claims["sub"]), ("pets/read", self.given.client.id))
        self.assertEqual((granted["token_type"], granted["expires_in"]), ("Bearer", 3_600))
        everything = jwt.decode(self.grant()["access_token"], self.given.pool.json_web_key).claims
        self.assertEqual(everything["scope"], "pets/read pets/write")

    def test_the_credentials_may_be_in_the_form(self) -> None:
        client = self.given.client
        self.assertIn("access_token", self.grant("", client_id=client.id, client_secret=client.secret))

    def test_a_refresh_token_gives_new_tokens(self) -> None:
        token, _ = self.given.pool.create_refresh_token(self.given.client.id, "ann")
        self.assertIn("id_token", self.grant(grant_type="refresh_token", refresh_token=token))

    def test_others_are_refused(self) -> None:
        cases: list[tuple[str, dict[str, str]]] = [
            ("invalid_client", {"authorization": "Basic eDp5"}),
            ("invalid_client", {"authorization": "Basic !"}),
            ("invalid_client", {"authorization": "", "client_id": self.given.client.id}),
            ("invalid_scope", {"scope": "pets/read pets/feed"}),
            ("unsupported_grant_type", {"grant_type": "authorization_code"}),
            ("invalid_grant", {"grant_type": "refresh_token", "refresh_token": "x"}),
        ]
        for reason, given in cases:
            with self.subTest(reason), self.assertRaisesRegex(OAuthError, reason):
                self.grant(**given)
        self.given.client.extended_config["AllowedOAuthFlows"] = ["code"]
        with self.assertRaisesRegex(OAuthError, "unauthorized_client"):
            self.grant()


if __name__ == "__main__":
    unittest.main()
