import io
import json
import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from localstack.aws.api import CommonServiceException

from localstack_harness.cognito import triggers
from localstack_harness.cognito.pool_for_tests import PoolForTests
from localstack_harness.cognito.triggers import Question, ask, check

ARN = "arn:aws:lambda:us-east-1:000000000000:function:f"
QUESTION = Question(
    "PreSignUp", "PreSignUp_SignUp", "ann", {"userAttributes": {}}, {"autoConfirmUser": False}
)


class AskTest(unittest.TestCase):
    def setUp(self) -> None:
        self.invoke = mock.Mock()
        client = SimpleNamespace(request_metadata=lambda **_: SimpleNamespace(invoke=self.invoke))
        clients = SimpleNamespace(lambda_=client)
        self.enterContext(mock.patch.object(triggers, "connect_to", lambda **_: clients))
        self.pool = PoolForTests(self, LambdaConfig={"PreSignUp": ARN}).pool

    def answer(self, document: Any, **more: str) -> None:
        self.invoke.return_value = {"Payload": io.BytesIO(json.dumps(document).encode()), **more}

    def test_the_function_answers_in_the_event(self) -> None:
        self.answer({"response": {"autoConfirmUser": True}})
        self.assertEqual(ask(self.pool, QUESTION), {"autoConfirmUser": True})
        event = json.loads(self.invoke.call_args.kwargs["Payload"])
        self.assertEqual((event["triggerSource"], event["userName"]), ("PreSignUp_SignUp", "ann"))
        self.assertEqual((event["userPoolId"], event["response"]), (self.pool.id, {"autoConfirmUser": False}))

    def test_a_pool_without_the_trigger_asks_nothing(self) -> None:
        self.assertIsNone(ask(self.pool, Question("PostConfirmation", "x", "ann", {})))
        self.invoke.assert_not_called()

    def test_failures_are_those_of_cognito(self) -> None:
        cases: list[tuple[Any, dict[str, str], str, str]] = [
            (
                {"errorMessage": "no"},
                {"FunctionError": "Unhandled"},
                "UserLambdaValidationException",
                "PreSignUp failed with error no.",
            ),
            (None, {}, "InvalidLambdaResponseException", "Unrecognizable lambda output"),
            ({"response": 1}, {}, "InvalidLambdaResponseException", "Unrecognizable lambda output"),
        ]
        for document, more, code, message in cases:
            with self.subTest(code):
                self.answer(document, **more)
                with self.assertRaises(CommonServiceException) as caught:
                    ask(self.pool, QUESTION)
                self.assertEqual((caught.exception.code, caught.exception.message), (code, message))
        self.invoke.side_effect = ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "Invoke")
        with self.assertRaises(CommonServiceException) as caught:
            ask(self.pool, QUESTION)
        self.assertEqual(caught.exception.code, "UnexpectedLambdaException")


class CheckTest(unittest.TestCase):
    def test_names_what_is_not_supported(self) -> None:
        check(None)
        check(dict.fromkeys(triggers.SUPPORTED, ARN))
        for name in ("UserMigration", "DefineAuthChallenge", "CustomEmailSender", "KMSKeyID"):
            with self.subTest(name), self.assertRaisesRegex(CommonServiceException, f"the trigger {name} is"):
                check({"PreSignUp": ARN, name: ARN})


if __name__ == "__main__":
    unittest.main()
