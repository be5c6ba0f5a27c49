import unittest
from typing import Any

from localstack_harness.scheduler.targets import Call, UnsupportedTargetError, call_of

PREFIX = "us-east-1:000000000000"


class TemplatedTargetTest(unittest.TestCase):
    def test_each_kind_of_target_has_its_operation(self) -> None:
        cases: list[tuple[dict[str, Any], Call]] = [
            (
                {"Arn": f"arn:aws:lambda:{PREFIX}:function:f:live"},
                Call(
                    "lambda",
                    "Invoke",
                    {
                        "FunctionName": f"arn:aws:lambda:{PREFIX}:function:f:live",
                        "InvocationType": "Event",
                        "Payload": b'"\xc3\xbc"',
                    },
                ),
            ),
            (
                {"Arn": f"arn:aws:states:{PREFIX}:stateMachine:m"},
                Call(
                    "stepfunctions",
                    "StartExecution",
                    {"stateMachineArn": f"arn:aws:states:{PREFIX}:stateMachine:m", "input": '"ü"'},
                ),
            ),
            (
                {"Arn": f"arn:aws:sqs:{PREFIX}:q.fifo", "SqsParameters": {"MessageGroupId": "g"}},
                Call(
                    "sqs",
                    "SendMessage",
                    {"QueueUrl": f"arn:aws:sqs:{PREFIX}:q.fifo", "MessageBody": '"ü"', "MessageGroupId": "g"},
                ),
            ),
            (
                {"Arn": f"arn:aws:sns:{PREFIX}:t"},
                Call("sns", "Publish", {"TopicArn": f"arn:aws:sns:{PREFIX}:t", "Message": '"ü"'}),
            ),
            (
                {
                    "Arn": f"arn:aws:events:{PREFIX}:event-bus/b",
                    "EventBridgeParameters": {"Source": "s", "DetailType": "d"},
                },
                Call(
                    "events",
                    "PutEvents",
                    {
                        "Entries": [
                            {
                                "EventBusName": f"arn:aws:events:{PREFIX}:event-bus/b",
                                "Source": "s",
                                "DetailType": "d",
                                "Detail": '"ü"',
                            }
                        ]
                    },
                ),
            ),
            (
                {"Arn": f"arn:aws:kinesis:{PREFIX}:stream/s", "KinesisParameters": {"PartitionKey": "k"}},
                Call(
                    "kinesis",
                    "PutRecord",
                    {
                        "StreamARN": f"arn:aws:kinesis:{PREFIX}:stream/s",
                        "Data": b'"\xc3\xbc"',
                        "PartitionKey": "k",
                    },
                ),
            ),
            (
                {"Arn": f"arn:aws:firehose:{PREFIX}:deliverystream/s"},
                Call("firehose", "PutRecord", {"DeliveryStreamName": "s", "Record": {"Data": b'"\xc3\xbc"'}}),
            ),
            (
                {"Arn": f"arn:aws:codebuild:{PREFIX}:project/p"},
                Call("codebuild", "StartBuild", {"projectName": "p"}),
            ),
            (
                {"Arn": f"arn:aws:codepipeline:{PREFIX}:p"},
                Call("codepipeline", "StartPipelineExecution", {"name": "p"}),
            ),
        ]
        for target, call in cases:
            with self.subTest(target["Arn"]):
                self.assertEqual(call_of(target, '"ü"'), call)

    def test_other_targets_are_named(self) -> None:
        with self.assertRaisesRegex(UnsupportedTargetError, "arn:aws:ecs"):
            call_of({"Arn": f"arn:aws:ecs:{PREFIX}:cluster/c"}, "{}")


class UniversalTargetTest(unittest.TestCase):
    def universal(self, action: str, text: str) -> Call:
        return call_of({"Arn": f"arn:aws:scheduler:::aws-sdk:{action}"}, text)

    def test_parameters_have_the_case_of_the_sdk_for_java(self) -> None:
        self.assertEqual(
            self.universal("sfn:startExecution", '{"StateMachineArn": "m", "Input": "{\\"A\\": 1}"}'),
            Call("stepfunctions", "StartExecution", {"stateMachineArn": "m", "input": '{"A": 1}'}),
        )
        tags = '{"Cluster": "c", "Tags": [{"Key": "K", "Value": "V"}], "Unknown": 1}'
        self.assertEqual(
            self.universal("ecs:runTask", tags).parameters,
            {"cluster": "c", "tags": [{"key": "K", "value": "V"}]},
        )

    def test_keys_of_a_map_keep_their_case(self) -> None:
        item = '{"TableName": "t", "Item": {"Id": {"S": "x"}}}'
        self.assertEqual(
            self.universal("dynamodb:putItem", item).parameters,
            {"TableName": "t", "Item": {"Id": {"S": "x"}}},
        )

    def test_binary_parameters_are_text(self) -> None:
        payload = '{"FunctionName": "f", "Payload": "{}"}'
        self.assertEqual(
            self.universal("lambda:invoke", payload).parameters, {"FunctionName": "f", "Payload": b"{}"}
        )

    def test_an_operation_without_an_input(self) -> None:
        self.assertEqual(self.universal("s3:listBuckets", ""), Call("s3", "ListBuckets", {}))

    def test_an_unknown_operation_is_named(self) -> None:
        for action in ("sqs:fly", "nowhere:sendMessage", "sqs"):
            with self.subTest(action), self.assertRaisesRegex(UnsupportedTargetError, action):
                self.universal(action, "{}")
