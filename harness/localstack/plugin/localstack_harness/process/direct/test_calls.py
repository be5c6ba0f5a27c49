import copy
import io
import unittest
from typing import Any
from unittest import mock

from botocore.client import BaseClient
from botocore.exceptions import ClientError, ParamValidationError
from localstack import config
from localstack.aws import handlers
from localstack.aws.api import CommonServiceException, RequestContext, ServiceRequest
from localstack.aws.app import LocalstackAwsGateway
from localstack.aws.client import GatewayShortCircuit, botocore_in_memory_endpoint_patch
from localstack.aws.connect import InternalClientFactory
from localstack.aws.skeleton import Skeleton
from localstack.aws.spec import load_service
from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header
from localstack.utils.xray.trace_header import TraceHeader

from localstack_harness.process.direct.calls import DIRECT, DirectClient

ROOT = "1-5759e988-bd862e3fe1be46a994272793"
EVENTS = {
    "logGroupName": "/group",
    "logStreamName": "a/[$LATEST]b",
    "logEvents": [{"timestamp": 1_700_000_000_000, "message": "Müsli 🐈\n\ttab"}],
}
MAIL = {
    "Source": "Mia <me@send.example>",
    "Destination": {"ToAddresses": ["a@inbox.example", "b+1@inbox.example"]},
    "Message": {
        "Subject": {"Data": "Größe & more=1"},
        "Body": {"Text": {"Data": "line\r\nnext"}, "Html": {"Data": "<p>%</p>"}},
    },
    "Tags": [{"Name": "kind", "Value": "reminder"}],
}
INVOKE = {"FunctionName": "arn:aws:lambda:eu-west-1:000000000000:function:greet", "Payload": '{"a": "ä"}'}


def continue_trace(chain: object, context: RequestContext, response: object) -> None:
    """Like the plugin's own: it is added to the gateway."""
    context.trace_context["aws_trace_header"] = TraceHeader(root=ROOT)


class Services:
    """LocalStack's gateway, with providers that note what they receive."""

    def __init__(self) -> None:
        self.gateway = LocalstackAwsGateway(mock.MagicMock())
        read = self.gateway.request_handlers.index(handlers.parse_trace_context)
        self.gateway.request_handlers.insert(read + 1, continue_trace)
        self._factory = InternalClientFactory(endpoint="http://localhost:4566")
        self.received: list[Any] = []
        self.outcomes: list[Any] = []
        """What the providers return or raise; the last one for all further calls."""
        for service, operation in DIRECT:
            skeleton = Skeleton(load_service(service), {operation: self._provide})
            self.gateway.service_request_router.add_skeleton(skeleton)

    def client(self, service: str, direct: bool) -> BaseClient:
        client = self._factory.get_client(service, "eu-west-1", "111111111111", "secret")
        client.__dict__.pop("_make_api_call", None)
        if direct:
            client._make_api_call = DirectClient(client, self.gateway, [continue_trace]).make_api_call
        return client

    def _provide(self, context: RequestContext, request: ServiceRequest) -> Any:
        read = {name: value.read() if hasattr(value, "read") else value for name, value in request.items()}
        trace = context.trace_context["aws_trace_header"].root
        internal = dict(context.internal_request_params or {})
        facts = (context.account_id, context.region, context.partition, context.protocol, trace)
        assert context.service
        self.received.append((read, context.service.service_name, facts, internal))
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class DirectCallsTest(unittest.TestCase):
    maxDiff = None

    def setUp(self) -> None:
        botocore_in_memory_endpoint_patch.apply()
        self.addCleanup(botocore_in_memory_endpoint_patch.undo)
        self.services = services = Services()
        self.messages: list[str] = []
        self.calls: list[Any] = []

        def short_circuit(client: BaseClient, _gateway: object) -> None:
            send = GatewayShortCircuit(services.gateway)

            def count(event_name: str, **message: Any) -> Any:
                self.messages.append(event_name)
                return send(event_name, **message)

            client.meta.events.register_first("before-send.*.*", count)

        for patch in (
            mock.patch.object(config, "IN_MEMORY_CLIENT", True),
            mock.patch.object(config, "internal_service_url", lambda **_: "http://localhost:4566"),
            mock.patch.object(GatewayShortCircuit, "modify_client", staticmethod(short_circuit)),
            mock.patch("localstack.runtime.get_current_runtime"),
            mock.patch.object(handlers.run_custom_response_handlers, "handlers", [self.record]),
            mock.patch("time.sleep"),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def record(self, _chain: object, context: RequestContext, response: Any) -> None:
        """What the record of calls reads."""
        assert context.service and context.operation
        headers: Any = context.request.headers
        error = context.service_exception
        self.calls.append(
            {
                "operation": (context.service.service_name, context.operation.name),
                "key": extract_access_key_id_from_auth_header(headers),
                "region": (context.account_id, context.region),
                "internal": dict(context.internal_request_params or {}),
                "status": response.status_code,
                "error": error and (error.code, error.message),
                "id": context.request_id,
                "trace": context.trace_context["aws_trace_header"].root,
                "request": {k: v for k, v in (context.service_request or {}).items() if k != "Payload"},
                "message": (context.service_response or {}).get("MessageId"),
            }
        )

    def outcome(
        self, direct: bool, service: str, operation: str, params: dict[str, Any], *outcomes: Any
    ) -> dict[str, Any]:
        services = self.services
        services.received, services.outcomes = [], list(outcomes)
        self.calls.clear()
        self.messages.clear()
        client: Any = services.client(service, direct)
        try:
            answer = getattr(client, operation)(**copy.deepcopy(params))
        except ClientError as error:
            answer = {**error.response, "raised": type(error).__name__, "text": str(error)}
        except ParamValidationError as error:
            answer = {"raised": str(error), "ResponseMetadata": {}}
        if "Payload" in answer:
            answer["Payload"] = answer["Payload"].read()
        metadata = answer.pop("ResponseMetadata")
        return {
            "answer": answer,
            "status": (metadata.get("HTTPStatusCode"), metadata.get("RetryAttempts")),
            "has id": metadata.get("RequestId") == (self.calls[-1]["id"] if self.calls else None),
            "received": services.received,
            "recorded": [{**call, "id": None} for call in self.calls],
        }

    def assert_same(
        self, service: str, operation: str, params: dict[str, Any], *outcomes: Any, messages: int = 0
    ) -> dict[str, Any]:
        as_message = self.outcome(False, service, operation, params, *outcomes)
        direct = self.outcome(True, service, operation, params, *outcomes)
        self.assertEqual(direct, as_message)
        self.assertEqual(len(self.messages), messages)
        return direct

    def test_a_call_arrives_and_returns_as_by_a_message(self) -> None:
        rejected = {"tooOldLogEventEndIndex": 0}
        payload = {
            "StatusCode": 200,
            "Payload": b'{"b": 1}',
            "ExecutedVersion": "$LATEST",
            "LogResult": "YQ==",
        }
        for service, operation, params, result in (
            ("logs", "put_log_events", EVENTS, {"nextSequenceToken": "1"}),
            ("logs", "put_log_events", EVENTS, {"nextSequenceToken": "1", "rejectedLogEventsInfo": rejected}),
            ("ses", "send_email", MAIL, {"MessageId": "m-1"}),
            ("lambda", "invoke", INVOKE, payload),
            ("lambda", "invoke", {**INVOKE, "Qualifier": "live", "LogType": "Tail"}, payload),
            ("lambda", "invoke", {**INVOKE, "InvocationType": "Event"}, {"StatusCode": 202}),
            ("lambda", "invoke", INVOKE, {**payload, "FunctionError": "Unhandled", "Payload": "text"}),
        ):
            with self.subTest(operation=operation, params=params):
                same = self.assert_same(service, operation, params, result)
                self.assertTrue(same["has id"])
                self.assertEqual(len(same["recorded"]), 1)

    def test_on_whose_behalf_a_call_is_made_arrives(self) -> None:
        given = {"_SourceArn": "arn:aws:states:::x", "_ServicePrincipal": "states"}
        same = self.assert_same("ses", "send_email", {**MAIL, **given}, {"MessageId": "m-1"})
        expected = {"source_arn": "arn:aws:states:::x", "service_principal": "states"}
        self.assertEqual(same["recorded"][0]["internal"], expected)
        self.assertEqual(same["recorded"][0]["trace"], ROOT)

    def test_errors_arrive_as_by_a_message(self) -> None:
        for service, operation, params, error in (
            (
                "logs",
                "put_log_events",
                EVENTS,
                CommonServiceException("ResourceNotFoundException", "no ä", 400),
            ),
            ("ses", "send_email", MAIL, CommonServiceException("MessageRejected", "Email…", 400, True)),
            ("lambda", "invoke", INVOKE, CommonServiceException("AccessDeniedException", "no", 403)),
            ("lambda", "invoke", INVOKE, NotImplementedError("not this")),
            ("lambda", "invoke", INVOKE, ValueError("a fault of the provider")),
        ):
            with self.subTest(operation=operation, error=error):
                same = self.assert_same(service, operation, params, error)
                self.assertIn("raised", same["answer"])

    def test_a_throttled_call_is_repeated_as_a_message_is(self) -> None:
        throttled = CommonServiceException("ThrottlingException", "Rate exceeded", 400)
        same = self.assert_same("ses", "send_email", MAIL, throttled, throttled, {"MessageId": "m-1"})
        self.assertEqual(same["status"], (200, 2))
        same = self.assert_same("ses", "send_email", MAIL, throttled)
        self.assertEqual(len(same["received"]), 5)

    def test_an_unusual_call_is_a_message(self) -> None:
        events = EVENTS["logEvents"]
        for service, operation, params, messages in (
            ("logs", "put_log_events", {**EVENTS, "logEvents": [{"timestamp": 1.0, "message": "x"}]}, 0),
            ("logs", "put_log_events", {"logEvents": events}, 0),
            ("logs", "put_log_events", {**EVENTS, "unknown": 1}, 0),
            ("ses", "send_email", {**MAIL, "Tags": []}, 1),
            ("ses", "send_email", {**MAIL, "ReplyToAddresses": [""]}, 1),
            ("lambda", "invoke", {"FunctionName": "greet"}, 1),
            ("lambda", "invoke", {**INVOKE, "FunctionName": "a b"}, 1),
        ):
            with self.subTest(params=params):
                self.assert_same(service, operation, params, {}, messages=messages)

    def test_a_payload_that_is_a_stream_is_a_message(self) -> None:
        self.services.outcomes = [{"StatusCode": 200, "Payload": b"1"}]
        client: Any = self.services.client("lambda", direct=True)
        client.invoke(FunctionName="greet", Payload=io.BytesIO(b"{}"))
        self.assertEqual(self.services.received[-1][0]["Payload"], b"{}")
        self.assertEqual(len(self.messages), 1)

    def test_what_the_provider_keeps_is_not_the_callers(self) -> None:
        self.services.outcomes = [{"nextSequenceToken": "1"}]
        client: Any = self.services.client("logs", direct=True)
        params: Any = copy.deepcopy(EVENTS)
        client.put_log_events(**params)
        params["logEvents"][0]["message"] = "changed"
        self.assertEqual(self.services.received[-1][0]["logEvents"], EVENTS["logEvents"])


if __name__ == "__main__":
    unittest.main()
