import base64
import io
import json
import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from localstack.services.lambda_.event_source_mapping.event_processor import (
    BatchFailureError,
    PartialBatchFailureError,
)

from localstack_harness.pipes import processor, service, targets
from localstack_harness.pipes.inputs import transformed
from localstack_harness.pipes.pipe import Pipe
from localstack_harness.pipes.processor import PipeProcessor
from localstack_harness.pipes.resource import PipeProvider

PREFIX = "us-east-1:000000000000"
QUEUE = f"arn:aws:sqs:{PREFIX}:walks"
ROLE = "arn:aws:iam::000000000000:role/r"


def pipe(target: str, **given: Any) -> Pipe:
    return Pipe(
        "p", f"arn:aws:pipes:{PREFIX}:pipe/p", {"Source": QUEUE, "Target": target, "RoleArn": ROLE, **given}
    )


class InputTest(unittest.TestCase):
    def test_paths_go_into_the_json_of_bodies_and_records(self) -> None:
        data = base64.b64encode(b'{"n": 0}').decode()
        events = [{"body": '{"name": "Rex"}'}, {"data": data}, {"body": "plain"}]
        template = '{"name": <$.body.name>, "n": <$.data.n>, "all": <$.body>, "of": "<aws.pipes.pipe-name>"}'
        first, second, third = transformed(pipe(QUEUE), template, events)
        self.assertEqual(first, {"name": "Rex", "n": "", "all": {"name": "Rex"}, "of": "p"})
        self.assertEqual((second["n"], third["all"]), (0, "plain"))
        self.assertEqual(transformed(pipe(QUEUE), None, events), events)


class TargetTest(unittest.TestCase):
    def send(self, target: str, events: list[Any], **parameters: Any) -> Any:
        self.client: Any = mock.MagicMock()
        self.client.send_message_batch.return_value = {}
        self.client.publish_batch.return_value = {}
        self.client.put_events.return_value = {"Entries": [{}]}
        self.client.put_records.return_value = {"Records": [{}]}
        self.client.invoke.return_value = {"Payload": io.BytesIO(b'{"batchItemFailures": []}')}
        self.client.start_sync_execution.return_value = {"status": "SUCCEEDED", "output": "[]"}
        with mock.patch.object(targets, "sqs_queue_url_for_arn", side_effect=str):
            return targets.send(pipe(target, TargetParameters=parameters), self.client, events)

    def test_a_queue_gets_ten_messages_at_a_time_with_their_group(self) -> None:
        own = {"MessageGroupId": "$.kind", "MessageDeduplicationId": "fixed"}
        self.send(QUEUE, [{"kind": "dog", "n": at} for at in range(12)], SqsQueueParameters=own)
        first, second = self.client.send_message_batch.call_args_list
        self.assertEqual([len(call.kwargs["Entries"]) for call in (first, second)], [10, 2])
        entry = first.kwargs["Entries"][0]
        self.assertEqual((entry["MessageGroupId"], entry["MessageDeduplicationId"]), ("dog", "fixed"))
        self.assertEqual(json.loads(entry["MessageBody"]), {"kind": "dog", "n": 0})

    def test_a_bus_gets_events_with_names(self) -> None:
        bus = f"arn:aws:events:{PREFIX}:event-bus/b"
        self.send(bus, [{"n": 1}])
        (entry,) = self.client.put_events.call_args.kwargs["Entries"]
        self.assertEqual((entry["Source"], entry["DetailType"]), ("Pipe p", "Event from aws:sqs"))
        self.send(bus, [{"kind": "walk"}], EventBridgeEventBusParameters={"DetailType": "$.kind"})
        (entry,) = self.client.put_events.call_args.kwargs["Entries"]
        self.assertEqual(entry["DetailType"], "walk")

    def test_a_state_machine_is_started_or_waited_for(self) -> None:
        machine = f"arn:aws:states:{PREFIX}:stateMachine:m"
        self.send(machine, [{"n": 1}])
        self.assertEqual(self.client.start_execution.call_args.kwargs["input"], '[{"n": 1}]')
        own = {"InvocationType": "REQUEST_RESPONSE"}
        self.assertEqual(self.send(machine, [1], StepFunctionStateMachineParameters=own), [])

    def test_the_other_targets_get_texts(self) -> None:
        self.send(f"arn:aws:sns:{PREFIX}:t", ["Rex"])
        (entry,) = self.client.publish_batch.call_args.kwargs["PublishBatchRequestEntries"]
        self.assertEqual(entry["Message"], "Rex")
        self.send(
            f"arn:aws:kinesis:{PREFIX}:stream/s", [{"k": 1}], KinesisStreamParameters={"PartitionKey": "$.k"}
        )
        (record,) = self.client.put_records.call_args.kwargs["Records"]
        self.assertEqual(record, {"Data": b'{"k": 1}', "PartitionKey": "1"})
        self.send(f"arn:aws:firehose:{PREFIX}:deliverystream/d", ["Rex"])
        self.assertEqual(self.client.put_record_batch.call_args.kwargs["DeliveryStreamName"], "d")

    def test_what_a_target_does_not_take_is_an_error(self) -> None:
        client: Any = mock.MagicMock()
        client.send_message_batch.return_value = {"Failed": [{"Id": "0"}]}
        with (
            mock.patch.object(targets, "sqs_queue_url_for_arn", side_effect=str),
            self.assertRaisesRegex(targets.DeliveryError, "1 events"),
        ):
            targets.send(pipe(QUEUE), client, [{}])
        client.invoke.return_value = {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'"why"')}
        with self.assertRaisesRegex(targets.DeliveryError, "why"):
            targets.send(pipe(f"arn:aws:lambda:{PREFIX}:function:f"), client, [{}])


class ProcessorTest(unittest.TestCase):
    FUNCTION = f"arn:aws:lambda:{PREFIX}:function:f"

    def process(self, answer: Any, **given: Any) -> Any:
        sent: list[Any] = []

        def send(_pipe: Pipe, _client: Any, events: list[Any]) -> Any:
            sent.append(events)
            if isinstance(answer, Exception):
                raise answer
            return answer

        with (
            mock.patch.object(processor, "send", side_effect=send),
            mock.patch.object(processor, "get_internal_client"),
            mock.patch.object(processor, "call_function", side_effect=self.enrich),
        ):
            PipeProcessor(pipe(self.FUNCTION, **given)).process_events_batch([{"n": 1}, {"n": 2}])
        return sent

    def enrich(self, _client: Any, _arn: str, events: list[Any]) -> Any:
        self.enriched = events
        return self.enrichment

    def setUp(self) -> None:
        self.enrichment: Any = None

    def test_enrichment_replaces_the_events_or_ends_them(self) -> None:
        self.enrichment = [{"n": 3}]
        sent = self.process(
            None, Enrichment=self.FUNCTION, EnrichmentParameters={"InputTemplate": '{"m": <$.n>}'}
        )
        self.assertEqual((self.enriched, sent), ([{"m": 1}, {"m": 2}], [[{"n": 3}]]))
        self.enrichment = []
        self.assertEqual(self.process(None, Enrichment=self.FUNCTION), [])

    def test_failures_of_the_batch_and_of_a_part_of_it(self) -> None:
        with self.assertLogs(processor.LOG, "WARNING"), self.assertRaises(BatchFailureError):
            self.process(targets.DeliveryError("no"))
        with self.assertRaises(PartialBatchFailureError):
            self.process({"batchItemFailures": [{"itemIdentifier": "1"}]})
        self.process({"batchItemFailures": []})

    def test_the_dead_letter_of_a_stream_names_the_pipe(self) -> None:
        context = PipeProcessor(pipe(QUEUE)).generate_event_failure_context("RetryAttemptsExhausted")
        self.assertEqual(context["context"]["condition"], "RetryAttemptsExhausted")


class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.context: Any = SimpleNamespace(region="us-east-1", account_id="000000000000")
        self.workers = self.enterContext(mock.patch.object(service, "PipeWorker"))
        for kept in (service._pipes, service._workers):
            self.enterContext(mock.patch.dict(kept, clear=True))

    def create(self, **given: Any) -> Any:
        request = {"Name": "p", "Source": QUEUE, "Target": QUEUE, "RoleArn": ROLE, **given}
        return service._create(self.context, request)

    def test_a_pipe_lives_through_its_operations(self) -> None:
        stream = f"arn:aws:dynamodb:{PREFIX}:table/t/stream/1"
        own = {"StartingPosition": "LATEST", "BatchSize": 5}
        self.create(Source=stream, SourceParameters={"DynamoDBStreamParameters": own}, Tags={"a": "1"})
        named = {"Name": "p"}
        update = {**named, "Target": QUEUE, "RoleArn": ROLE, "DesiredState": "STOPPED"}
        service._update(
            self.context, {**update, "SourceParameters": {"DynamoDBStreamParameters": {"BatchSize": 7}}}
        )
        found = service._found(self.context, named)
        self.assertEqual((found.state, found.given["Source"]), ("STOPPED", stream))
        self.assertEqual(
            found.source_parameters["DynamoDBStreamParameters"],
            {"StartingPosition": "LATEST", "BatchSize": 7},
        )
        service._switch(self.context, named, "RUNNING")
        self.assertEqual(self.workers.return_value.start.call_count, 2)
        (listed,) = service._list(self.context, {"NamePrefix": "p", "SourcePrefix": "arn:aws:dynamodb"})[
            "Pipes"
        ]
        self.assertEqual(listed["CurrentState"], "RUNNING")
        service._delete(self.context, named)
        self.assertEqual(self.workers.return_value.stop.call_count, 2)
        with self.assertRaises(CommonServiceException):
            service._found(self.context, named)

    def test_what_is_not_supported_is_refused_by_name(self) -> None:
        for given in (
            {"Source": "arn:aws:kafka:us-east-1:000000000000:cluster/c"},
            {"Target": "arn:aws:batch:us-east-1:000000000000:job-queue/q"},
            {"Target": "arn:aws:events:us-east-1:000000000000:api-destination/d"},
            {"Enrichment": "arn:aws:events:us-east-1:000000000000:api-destination/d"},
        ):
            with self.subTest(given), self.assertRaisesRegex(CommonServiceException, "not supported"):
                self.create(**given)


class ResourceTest(unittest.TestCase):
    def test_has_a_generated_name_that_an_update_keeps(self) -> None:
        client = mock.MagicMock()
        client.create_pipe.return_value = {"Arn": "arn", "CurrentState": "RUNNING"}

        def request(desired: Any, previous: Any = None) -> Any:
            return SimpleNamespace(
                desired_state=desired,
                previous_state=previous,
                aws_client_factory=SimpleNamespace(get_client=lambda _: client),
                stack_name="Pets",
                logical_resource_id="Pipe",
            )

        made = PipeProvider().create(request({"Source": QUEUE})).resource_model
        assert made
        kept = PipeProvider().update(request({"Source": QUEUE, "Description": "x"}, made)).resource_model
        assert kept
        self.assertEqual((kept["Name"], kept["Arn"]), (made["Name"], "arn"))
        self.assertEqual(client.update_pipe.call_args.kwargs["Name"], made["Name"])
        client.delete_pipe.assert_not_called()


if __name__ == "__main__":
    unittest.main()
