import time
import unittest
from typing import Any
from unittest import mock

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from moto.cognitoidp.models import cognitoidp_backends

from localstack_harness.support.http import json_web_tokens
from localstack_harness.support.http.json_web_tokens import InvalidTokenError, user_pool, verify

ISSUER = "https://issuer.test/"


class VerifyTest(unittest.TestCase):
    key: RSAKey

    @classmethod
    def setUpClass(cls) -> None:
        cls.key = RSAKey.generate_key(2048, {"kid": "one"})

    def setUp(self) -> None:
        self.requested: list[str] = []
        self.enterContext(mock.patch.object(json_web_tokens, "_get", self._get))
        self.enterContext(mock.patch.object(json_web_tokens, "_fetched", {}))

    def _get(self, url: str) -> Any:
        self.requested.append(url)
        if url.endswith("openid-configuration"):
            return {"jwks_uri": "https://issuer.test/keys"}
        return KeySet([self.key]).as_dict(private=False)

    def token(self, key: Any = None, algorithm: str = "RS256", **claims: object) -> str:
        given = {"iss": ISSUER, "exp": time.time() + 60, **claims}
        header = {"alg": algorithm, "kid": "one"}
        return jwt.encode(header, given, key or self.key, algorithms=[algorithm])

    def test_a_token_of_the_issuer(self) -> None:
        self.assertEqual(verify(self.token(sub="ann"), ISSUER)["sub"], "ann")
        verify(self.token(), ISSUER)
        keys = ["https://issuer.test/.well-known/openid-configuration", "https://issuer.test/keys"]
        self.assertEqual(self.requested, keys)

    def test_other_tokens_are_refused_with_the_reason(self) -> None:
        other = RSAKey.generate_key(2048, {"kid": "one"})
        cases = {
            "expired": self.token(exp=time.time() - 1),
            "has expired": self.token(exp=None),
            "not valid yet: its nbf": self.token(nbf=time.time() + 60),
            "invalid issuer": self.token(iss="https://other.test"),
            "signature": self.token(key=other),
            "signature cannot": self.token(key=OctKey.generate_key(256), algorithm="HS256"),
            "not a JSON web token": "nonsense",
            "cannot be verified": "a.b.c",
        }
        for reason, token in cases.items():
            with self.subTest(reason), self.assertRaisesRegex(InvalidTokenError, reason):
                verify(token, ISSUER)

    def test_a_user_pool_needs_no_request(self) -> None:
        backend = cognitoidp_backends["000000000000"]["eu-west-1"]
        pool = backend.create_user_pool("pets", {})
        self.addCleanup(backend.delete_user_pool, pool.id)
        client = backend.create_user_pool_client(pool.id, False, {})
        backend.admin_create_user(pool.id, "ann", "", "Secret-1", [])
        token, _ = pool.create_access_token(client.id, "ann", "jti")
        issuer = f"https://cognito-idp.eu-west-1.amazonaws.com/{pool.id}"
        self.assertEqual(verify(token, issuer)["client_id"], client.id)
        self.assertEqual(self.requested, [])
        self.assertIs(user_pool(issuer), pool)
        with self.assertRaisesRegex(InvalidTokenError, "no user pool"):
            verify(token, f"{issuer}x")


if __name__ == "__main__":
    unittest.main()
