import base64
import hashlib
import hmac
import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from moto.cognitoidp.models import UserStatus

from localstack_harness.cognito import sign_in, triggers
from localstack_harness.cognito.pool_for_tests import PASSWORD, PoolForTests
from localstack_harness.cognito.test_srp import WHEN, Client

BY_PASSWORD = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]}
SIGNED_IN = {"AuthenticationResult": {"AccessToken": "a"}}


class SignInTest(unittest.TestCase):
    def setUp(self) -> None:
        self.given = PoolForTests(self, BY_PASSWORD)
        self.moto = self.enterContext(mock.patch.object(sign_in, "call_moto", return_value=SIGNED_IN))
        self.ask = self.enterContext(mock.patch.object(triggers, "ask", return_value=None))

    def initiate(self, flow: str = "USER_PASSWORD_AUTH", **parameters: str) -> Any:
        given = {"USERNAME": "ann", "PASSWORD": PASSWORD, **parameters}
        request = {"ClientId": self.given.client.id, "AuthFlow": flow, "AuthParameters": given}
        return sign_in.initiate_auth(mock.Mock(), request)

    def assert_refused(
        self, code: str, message: str, flow: str = "USER_PASSWORD_AUTH", **parameters: str
    ) -> None:
        with self.assertRaises(CommonServiceException) as caught:
            self.initiate(flow, **parameters)
        self.assertEqual((caught.exception.code, caught.exception.message), (code, message))
        self.moto.assert_not_called()

    def test_the_right_password_asks_the_triggers_around_it(self) -> None:
        self.assertEqual(self.initiate(), SIGNED_IN)
        sources = [call.args[1].source for call in self.ask.call_args_list]
        self.assertEqual(sources, ["PreAuthentication_Authentication", "PostAuthentication_Authentication"])

    def test_others_are_refused(self) -> None:
        self.assert_refused("NotAuthorizedException", "Incorrect username or password.", PASSWORD="wrong")  # noqa: S106
        self.assert_refused("UserNotFoundException", "User does not exist.", USERNAME="tom")
        self.given.client.extended_config["PreventUserExistenceErrors"] = "ENABLED"
        self.assert_refused("NotAuthorizedException", "Incorrect username or password.", USERNAME="tom")
        self.given.ann.enabled = False
        self.assert_refused("NotAuthorizedException", "User is disabled.")

    def test_a_user_has_to_be_confirmed(self) -> None:
        self.given.ann.status = UserStatus.UNCONFIRMED
        self.assert_refused("UserNotConfirmedException", "User is not confirmed.")

    def test_a_flow_has_to_be_enabled(self) -> None:
        flow = "ADMIN_USER_PASSWORD_AUTH"
        self.assert_refused("InvalidParameterException", f"{flow} flow not enabled for this client", flow)
        del self.given.client.extended_config["ExplicitAuthFlows"]
        reason = "USER_PASSWORD_AUTH flow not enabled for this client"
        self.assert_refused("InvalidParameterException", reason)
        reason = "the flow CUSTOM_AUTH is not supported here: use a flow with a password"
        self.assert_refused("InvalidParameterException", reason, "CUSTOM_AUTH")

    def test_a_client_with_a_secret_has_to_prove_it(self) -> None:
        self.given = PoolForTests(self, {**BY_PASSWORD, "GenerateSecret": True})
        client = self.given.client
        missing = f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        self.assert_refused("NotAuthorizedException", missing)
        wrong = f"SecretHash does not match for the client: {client.id}"
        self.assert_refused("NotAuthorizedException", wrong, SECRET_HASH="x")  # noqa: S106
        right = hmac.digest(client.secret.encode(), f"ann{client.id}".encode(), hashlib.sha256)
        self.assertEqual(self.initiate(SECRET_HASH=base64.b64encode(right).decode()), SIGNED_IN)

    def test_a_refresh_token_is_of_one_client(self) -> None:
        token, _ = self.given.pool.create_refresh_token(self.given.client.id, "ann")
        self.assertEqual(self.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token), SIGNED_IN)
        self.moto.reset_mock()
        self.assert_refused(
            "NotAuthorizedException", "Invalid Refresh Token", "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=""
        )


class SrpTest(unittest.TestCase):
    def setUp(self) -> None:
        self.given = PoolForTests(self, BY_PASSWORD)
        challenge = {"ChallengeName": "PASSWORD_VERIFIER", "Session": "moto-session"}
        self.enterContext(mock.patch.object(sign_in, "call_moto", return_value=challenge))
        self.moto = self.enterContext(
            mock.patch.object(sign_in, "call_moto_with_request", return_value=SIGNED_IN)
        )

    def sign_in(self, password: str) -> Any:
        client = Client("ann", password, self.given.pool.id.partition("_")[2])
        parameters = {"USERNAME": "ann", "SRP_A": f"{client.public:x}"}
        request = {
            "ClientId": self.given.client.id,
            "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": parameters,
        }
        given = sign_in.initiate_auth(mock.Mock(), request)["ChallengeParameters"]
        block = given["SECRET_BLOCK"]
        signature = client.signature(int(given["SALT"], 16), int(given["SRP_B"], 16), block)
        responses = {
            "USERNAME": given["USER_ID_FOR_SRP"],
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": signature,
            "TIMESTAMP": WHEN,
        }
        answer = {
            "ClientId": self.given.client.id,
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeResponses": responses,
        }
        return sign_in.respond_to_auth_challenge(mock.Mock(), answer)

    def test_the_password_is_verified_before_moto_is_asked(self) -> None:
        self.assertEqual(self.sign_in(PASSWORD), SIGNED_IN)
        passed_on = self.moto.call_args.args[1]["ChallengeResponses"]
        self.assertEqual(passed_on["PASSWORD_CLAIM_SECRET_BLOCK"], "moto-session")

    def test_another_password_is_refused(self) -> None:
        with self.assertRaisesRegex(CommonServiceException, "Incorrect username or password"):
            self.sign_in("wrong")
        self.moto.assert_not_called()

    def test_a_session_is_used_once(self) -> None:
        self.sign_in(PASSWORD)
        responses = {
            "USERNAME": "ann",
            "PASSWORD_CLAIM_SECRET_BLOCK": base64.b64encode(b"moto-session").decode(),
        }
        answer = {
            "ClientId": self.given.client.id,
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeResponses": responses,
        }
        with self.assertRaisesRegex(CommonServiceException, "Invalid session"):
            sign_in.respond_to_auth_challenge(mock.Mock(), answer)


if __name__ == "__main__":
    unittest.main()
