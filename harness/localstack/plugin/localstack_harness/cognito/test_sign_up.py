import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from moto.cognitoidp.models import UserStatus

from localstack_harness.cognito import messages, sign_up, triggers
from localstack_harness.cognito.messages import Message
from localstack_harness.cognito.pool_for_tests import PASSWORD, PoolForTests
from localstack_harness.cognito.pools import attributes_of


class SignUpTest(unittest.TestCase):
    """moto is asked by its backend, and messages are kept."""

    def setUp(self) -> None:
        self.given = PoolForTests(self, AutoVerifiedAttributes=["email"])
        self.sent: list[Message] = []
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.enterContext(mock.patch.object(sign_up, "call_moto", self._moto))
        for module in (messages, sign_up):
            self.enterContext(mock.patch.object(module, "send", self._send))
        self.enterContext(mock.patch.object(triggers, "ask", self._ask))

    def _send(self, _pool: object, _user: object, message: Message) -> None:
        self.sent.append(message)

    def _ask(self, _pool: object, question: triggers.Question) -> Any:
        self.asked.append(question.source)
        return self.answers.get(question.source)

    def _moto(self, request: Any) -> Any:
        backend = self.given.pool.backend
        client, name = request["ClientId"], request["Username"]
        if "UserAttributes" in request:
            user, _ = backend.sign_up(client, name, request["Password"], request["UserAttributes"])
            return {"UserConfirmed": False, "UserSub": user.id}
        if "Password" in request:
            backend.confirm_forgot_password(client, name, request["Password"], request["ConfirmationCode"])
        else:
            backend.confirm_sign_up(client, name)
        return {}

    def sign_up(self, *attributes: tuple[str, str]) -> Any:
        given = [{"Name": name, "Value": value} for name, value in attributes]
        request = {"Username": "tom", "Password": PASSWORD, "UserAttributes": given}
        return self._call(sign_up.sign_up, request)

    def _call(self, operation: Any, request: dict[str, Any]) -> Any:
        request = {"ClientId": self.given.client.id, **request}
        return operation(request, request)

    def confirm(self, code: str) -> Any:
        return self._call(sign_up.confirm_sign_up, {"Username": "tom", "ConfirmationCode": code})

    def assert_refused(self, code: str, attempt: Any) -> None:
        with self.assertRaises(CommonServiceException) as caught:
            attempt()
        self.assertEqual(caught.exception.code, code)

    def test_a_code_confirms_once(self) -> None:
        details = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@p***"}
        self.assertEqual(self.sign_up(("email", "tom@pets.test"))["CodeDeliveryDetails"], details)
        (message,) = self.sent
        self.assertRegex(message.code, r"^\d{6}$")
        wrong = "000000" if message.code != "000000" else "000001"
        self.assert_refused("CodeMismatchException", lambda: self.confirm(wrong))
        self.confirm(message.code)
        tom = self.given.pool.users["tom"]
        self.assertIs(tom.status, UserStatus.CONFIRMED)
        self.assertEqual(attributes_of(tom)["email_verified"], "true")
        self.assert_refused("NotAuthorizedException", lambda: self.confirm(message.code))
        self.assertEqual(self.asked, ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"])

    def test_a_new_code_replaces_the_old_one(self) -> None:
        self.sign_up(("email", "tom@pets.test"))
        self._call(sign_up.resend_confirmation_code, {"Username": "tom"})
        old, new = (message.code for message in self.sent)
        if old != new:
            self.assert_refused("CodeMismatchException", lambda: self.confirm(old))
        self.confirm(new)

    def test_a_trigger_confirms_the_user(self) -> None:
        self.answers["PreSignUp_SignUp"] = {"autoConfirmUser": True, "autoVerifyEmail": True}
        self.assertTrue(self.sign_up(("email", "tom@pets.test"))["UserConfirmed"])
        self.assertEqual(attributes_of(self.given.pool.users["tom"])["email_verified"], "true")
        self.assertEqual(self.sent, [])

    def test_there_is_no_code_without_an_address(self) -> None:
        self.assertNotIn("CodeDeliveryDetails", self.sign_up())
        self.assert_refused("ExpiredCodeException", lambda: self.confirm("123456"))

    def test_users_may_be_for_administrators_to_make(self) -> None:
        self.given.pool.extended_config["AdminCreateUserConfig"] = {"AllowAdminCreateUserOnly": True}
        self.assert_refused("NotAuthorizedException", self.sign_up)

    def test_a_required_attribute_is_named(self) -> None:
        self.given.pool.schema_attributes["email"].required = True
        with self.assertRaisesRegex(CommonServiceException, "email: The attribute is required"):
            self.sign_up()

    def test_a_password_is_replaced_by_a_code(self) -> None:
        user = {"Username": "ann"}
        self._call(sign_up.forgot_password, user)
        (message,) = self.sent
        new = {**user, "Password": "Another4all!", "ConfirmationCode": message.code}
        self._call(sign_up.confirm_forgot_password, new)
        self.assertEqual(self.given.ann.password, "Another4all!")
        self.assert_refused("ExpiredCodeException", lambda: self._call(sign_up.confirm_forgot_password, new))


if __name__ == "__main__":
    unittest.main()
