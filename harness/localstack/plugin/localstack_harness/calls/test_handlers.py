import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api.lambda_ import InvocationType
from localstack.services.lambda_.invocation.event_manager import SQSInvocation
from localstack.services.lambda_.invocation.lambda_models import Invocation
from localstack.utils.xray.trace_header import TraceHeader

from localstack_harness.calls import handlers

HARNESS = "aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js app/harness-observer"
TEST = "aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js app/harness"


class RecordCallTest(unittest.TestCase):
    def test_leaves_out_what_the_harness_reads_and_only_that(self) -> None:
        recorded: list[str] = []

        def record(_context: Any, _service: str, operation: str, _response: Any) -> None:
            recorded.append(operation)

        response: Any = SimpleNamespace()
        with mock.patch.object(handlers, "_record", record):
            for operation, agent in [
                ("GetExecutionHistory", HARNESS),
                ("StartExecution", HARNESS),
                ("GetItem", TEST),
                ("ListObjectsV2", None),
            ]:
                context: Any = SimpleNamespace(
                    service=SimpleNamespace(service_name="any"),
                    operation=SimpleNamespace(name=operation),
                    request=SimpleNamespace(headers={"User-Agent": agent} if agent else {}),
                )
                handlers.record_call(None, context, response)
        self.assertEqual(recorded, ["StartExecution", "GetItem", "ListObjectsV2"])

    def test_knows_the_trace_of_an_asynchronous_invocation(self) -> None:
        trace: Any = {"aws_trace_header": TraceHeader(root="1-2-3")}
        invocation = Invocation(b"{}", "arn", None, InvocationType.Event, datetime.now(UTC), "id", trace)
        SQSInvocation(invocation).encode()
        context: Any = SimpleNamespace(trace_context=trace)
        self.assertEqual(handlers._trace(context), "1-2-3")
