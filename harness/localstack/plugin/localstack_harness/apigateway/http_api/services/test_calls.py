import json
import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from localstack.aws.spec import load_service

from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import Circumstances
from localstack_harness.apigateway.http_api.services import calls
from localstack_harness.apigateway.http_api.services.mapping import value_of

REQUEST = Incoming(
    method="POST",
    raw_path="/pets/Rex",
    raw_query="size=big&size=huge",
    headers=(("X-Pet", "Rex"),),
    body=json.dumps({"name": "Rex", "walk": {"metres": 70}}).encode(),
    source_ip="127.0.0.1",
    stage="$default",
)
GIVEN = Circumstances(
    account="000000000000",
    region="us-east-1",
    api_id="abc",
    domain="abc.execute-api.localhost",
    request_id="r1",
    trace_id="Root=1",
    time=datetime(2026, 11, 26, tzinfo=UTC),
    route_key="POST /pets/{name}",
    path_parameters={"name": "Rex"},
    stage_variables={"bus": "pets"},
    authorizer={"jwt": {"claims": {"sub": "tom"}}},
)


class MappingTest(unittest.TestCase):
    def test_values_come_from_the_request_its_context_and_the_stage(self) -> None:
        cases = {
            "$request.body.name": "Rex",
            "$request.body.walk": '{"metres":70}',
            "$request.body.walk.metres": "70",
            "$request.body.missing": None,
            "$request.header.x-pet": "Rex",
            "$request.querystring.size": "big,huge",
            "$request.path.name": "Rex",
            "$request.path": "/pets/Rex",
            "$context.requestId": "r1",
            "$context.authorizer.jwt.claims.sub": "tom",
            "$stageVariables.bus": "pets",
            "walks": "walks",
            "${request.path.name} on ${stageVariables.bus}": "Rex on pets",
        }
        self.assertEqual({each: value_of(each, REQUEST, GIVEN) for each in cases}, cases)
        self.assertEqual(value_of("$request.body", REQUEST, GIVEN), REQUEST.body.decode())


class CallsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.clients = mock.MagicMock()
        self.enterContext(mock.patch.object(calls, "get_service_factory", return_value=self.clients))

    def call(self, subtype: str, parameters: dict[str, str]) -> Any:
        integration: Any = SimpleNamespace(
            integration_subtype=subtype, request_parameters=parameters, credentials_arn="arn:role"
        )
        return calls.call(integration, REQUEST, GIVEN)

    def client(self, name: str) -> Any:
        return getattr(self.clients, name).request_metadata.return_value

    def test_an_event_is_put(self) -> None:
        self.client("events").put_events.return_value = {
            "FailedEntryCount": 0,
            "Entries": [{"EventId": "e1"}],
        }
        answer = self.call(
            "EventBridge-PutEvents",
            {"Detail": "$request.body", "DetailType": "walk", "Source": "pets", "Resources": '["arn:a"]'},
        )
        self.assertEqual(json.loads(answer.body), {"FailedEntryCount": 0, "Entries": [{"EventId": "e1"}]})
        self.client("events").put_events.assert_called_once_with(
            Entries=[
                {
                    "Detail": REQUEST.body.decode(),
                    "DetailType": "walk",
                    "Source": "pets",
                    "Resources": ["arn:a"],
                }
            ]
        )

    def test_a_message_is_sent_and_answered_in_xml(self) -> None:
        sent = {"MessageId": "m1", "MD5OfMessageBody": "d"}
        self.client("sqs").send_message.return_value = sent
        answer = self.call(
            "SQS-SendMessage",
            {"QueueUrl": "http://q", "MessageBody": "$request.body.name", "DelaySeconds": "5"},
        )
        self.client("sqs").send_message.assert_called_once_with(
            QueueUrl="http://q", MessageBody="Rex", DelaySeconds=5
        )
        self.assertIn(b"<MessageId>m1</MessageId>", answer.body)

    def test_an_execution_is_started(self) -> None:
        started = {"executionArn": "arn:e", "startDate": datetime(2026, 11, 26, tzinfo=UTC)}
        self.client("stepfunctions").start_execution.return_value = started
        answer = self.call(
            "StepFunctions-StartExecution", {"StateMachineArn": "arn:m", "Input": "$request.body"}
        )
        self.client("stepfunctions").start_execution.assert_called_once_with(
            stateMachineArn="arn:m", input=REQUEST.body.decode()
        )
        self.assertEqual(json.loads(answer.body)["executionArn"], "arn:e")

    def test_data_of_a_record_is_decoded(self) -> None:
        self.client("kinesis").put_record.return_value = {"ShardId": "s", "SequenceNumber": "1"}
        self.call("Kinesis-PutRecord", {"StreamName": "walks", "Data": "UmV4", "PartitionKey": "a"})
        self.assertEqual(self.client("kinesis").put_record.call_args.kwargs["Data"], b"Rex")

    def test_the_services_error_is_the_answer(self) -> None:
        self.client("sqs").purge_queue.side_effect = ClientError(
            {"Error": {"Code": "X", "Message": "no queue"}, "ResponseMetadata": {"HTTPStatusCode": 400}},
            "PurgeQueue",
        )
        answer = self.call("SQS-PurgeQueue", {"QueueUrl": "http://q"})
        self.assertEqual((answer.status, json.loads(answer.body)), (400, {"message": "no queue"}))

    def test_every_subtype_is_an_operation(self) -> None:
        for client, _, operation in calls.SUBTYPES.values():
            self.assertIn(operation, load_service(client).operation_names)


if __name__ == "__main__":
    unittest.main()
