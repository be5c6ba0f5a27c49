import unittest
from typing import Any
from unittest import mock

from localstack import config
from localstack.aws.api import CommonServiceException
from localstack.aws.forwarder import create_aws_request_context
from localstack.services.ses import provider
from moto.ses import models

from localstack_harness.ses import direct_sending

ACCOUNT, REGION = "000000000000", "us-east-1"
MAIL: dict[str, Any] = {
    "Source": "me@send.example",
    "Destination": {
        "ToAddresses": ["a@inbox.example", "b@inbox.example"],
        "CcAddresses": ["c@inbox.example"],
    },
    "Message": {"Subject": {"Data": "Größe"}, "Body": {"Text": {"Data": "text & more"}}},
}
HTML = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}, "Html": {"Data": "<p>h</p>"}}}


class DirectSendingTest(unittest.TestCase):
    def setUp(self) -> None:
        # a message can be written without a running gateway
        in_memory = mock.patch.object(config, "IN_MEMORY_CLIENT", False)
        in_memory.start()
        self.addCleanup(in_memory.stop)

    def outcome(self, send: Any, request: dict[str, Any]) -> Any:
        """What a call returns or raises, and what is kept."""
        backend = models.ses_backends[ACCOUNT][REGION]
        self.addCleanup(backend.reset)
        backend.reset()
        backend.verify_email_identity("me@send.example")
        backend = models.ses_backends[ACCOUNT][REGION]
        context: Any = create_aws_request_context("ses", "SendEmail", parameters=request, region=REGION)
        context.account_id, context.region = ACCOUNT, REGION
        context.request.headers["x-moto-account-id"] = ACCOUNT
        context.service_request = request
        answer: Any
        with mock.patch.object(models, "get_random_message_id", return_value="id-1"):
            try:
                answer = send(context)
            except CommonServiceException as error:
                answer = (error.code, error.message, error.status_code, error.sender_fault)
        kept = [vars(message) for message in backend.sent_messages]
        return answer, kept, backend.sent_message_count, backend.rejected_messages_count

    def test_has_the_outcome_of_a_request_to_moto(self) -> None:
        for request in (
            MAIL,
            {**MAIL, "Message": HTML},
            {**MAIL, "Source": "other@send.example"},
            {**MAIL, "Destination": {"ToAddresses": ["nothing"]}},
            {**MAIL, "Destination": {"ToAddresses": [f"a{n}@inbox.example" for n in range(51)]}},
            {**MAIL, "Destination": {"BccAddresses": ["a@inbox.example"]}},
        ):
            with self.subTest(request=request):
                by_moto = self.outcome(provider.call_moto, request)
                self.assertEqual(self.outcome(direct_sending.send_email, request), by_moto)


if __name__ == "__main__":
    unittest.main()
