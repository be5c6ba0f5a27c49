import time
import unittest
from typing import Any
from unittest import mock

from localstack import config
from localstack.aws.api import CommonServiceException
from localstack.aws.forwarder import create_aws_request_context
from localstack.services.logs import provider
from localstack.services.logs.models import get_moto_logs_backend

from localstack_harness.logs import direct_events

ACCOUNT, REGION = "000000000000", "us-east-1"
DAY_MS = 86_400_000


class DirectEventsTest(unittest.TestCase):
    def setUp(self) -> None:
        # a message can be written without a running gateway
        in_memory = mock.patch.object(config, "IN_MEMORY_CLIENT", False)
        in_memory.start()
        self.addCleanup(in_memory.stop)

    def outcome(self, put: Any, **request: Any) -> Any:
        """What a call returns or raises, and what is stored."""
        backend = get_moto_logs_backend(ACCOUNT, REGION)
        self.addCleanup(backend.reset)
        backend.reset()
        backend.create_log_group("/g", {})
        backend.create_log_stream("/g", "s")
        given = {"logGroupName": "/g", "logStreamName": "s", **request}
        context: Any = create_aws_request_context("logs", "PutLogEvents", parameters=given, region=REGION)
        context.account_id, context.region = ACCOUNT, REGION
        context.request.headers["x-moto-account-id"] = ACCOUNT
        context.service_request = given
        answer: Any
        try:
            answer = put(context)
        except CommonServiceException as error:
            answer = (error.code, error.message, error.status_code, error.sender_fault)
        stream = backend.groups["/g"].streams["s"]
        events = [(event.timestamp, event.message) for event in stream.events]
        return answer, events, stream.stored_bytes, stream.upload_sequence_token

    def test_has_the_outcome_of_a_request_to_moto(self) -> None:
        now = int(time.time() * 1000)
        event = {"timestamp": now, "message": "ä"}
        for request in (
            {"logEvents": [event, {"timestamp": now + 1, "message": "b"}]},
            {"logEvents": [event, {"timestamp": now - 1, "message": "out of order"}]},
            {"logEvents": [{"timestamp": now - 20 * DAY_MS, "message": "old"}, event]},
            {"logEvents": [event, {"timestamp": now + DAY_MS, "message": "early"}]},
            {"logEvents": [event], "logGroupName": "/none"},
            {"logEvents": [event], "logStreamName": "none"},
        ):
            with self.subTest(request=request):
                by_moto = self.outcome(provider.call_moto, **request)
                self.assertEqual(self.outcome(direct_events.put_log_events, **request), by_moto)


if __name__ == "__main__":
    unittest.main()
