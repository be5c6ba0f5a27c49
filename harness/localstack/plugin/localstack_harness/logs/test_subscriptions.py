import base64
import gzip
import json
import unittest
from typing import Any
from unittest import mock

from localstack.aws.api.logs import InvalidParameterException
from moto.logs.models import LogsBackend

from localstack_harness.logs import metric_filters, subscriptions
from localstack_harness.logs.metric_filters import metrics
from localstack_harness.logs.resources import MetricFilterProvider, transformation

REGION, ACCOUNT = "us-east-1", "000000000000"
SUBSCRIBER = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:bark"
EVENTS = [
    {"timestamp": 1, "message": text} for text in ('{"level":"ERROR","ms":7}', '{"level":"INFO","ms":2}')
]


class SubscriptionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        subscriptions.install()
        metric_filters.install()

    def setUp(self) -> None:
        self.clients = mock.MagicMock()
        connect_to = self.enterContext(mock.patch.object(subscriptions, "connect_to"))
        connect_to.return_value = self.clients
        self.backend: Any = LogsBackend(REGION, ACCOUNT)
        self.backend.create_log_group("/walks", {})
        self.group = self.backend.groups["/walks"]
        self.backend.create_log_stream("/walks", "one")

    def sent(self) -> list[list[str]]:
        """The messages of each invocation of the subscriber."""
        invoke = self.clients.lambda_.request_metadata.return_value.invoke
        documents = [json.loads(call.kwargs["Payload"])["awslogs"]["data"] for call in invoke.call_args_list]
        batches = [json.loads(gzip.decompress(base64.b64decode(each))) for each in documents]
        return [[event["message"] for event in batch["logEvents"]] for batch in batches]

    def test_each_subscriber_receives_the_events_that_match(self) -> None:
        self.group.put_subscription_filter("errors", '{ $.level = "ERROR" }', SUBSCRIBER, "")
        self.group.put_subscription_filter("all", "", SUBSCRIBER, "")
        self.group.streams["one"].put_log_events(EVENTS)
        self.assertEqual(self.sent(), [[EVENTS[0]["message"]], [event["message"] for event in EVENTS]])

    def test_a_subscriber_is_not_invoked_without_an_event_and_not_waited_for(self) -> None:
        self.group.put_subscription_filter("none", "{ $.level = DEBUG }", SUBSCRIBER, "")
        self.group.streams["one"].put_log_events(EVENTS)
        self.assertEqual(self.sent(), [])
        self.group.put_subscription_filter("none", "", SUBSCRIBER, "")
        self.group.streams["one"].put_log_events(EVENTS)
        invoke = self.clients.lambda_.request_metadata.return_value.invoke
        self.assertEqual(invoke.call_args.kwargs["InvocationType"], "Event")

    def test_a_subscriber_that_is_gone_does_not_lose_events(self) -> None:
        self.clients.lambda_.request_metadata.return_value.invoke.side_effect = RuntimeError("gone")
        self.group.put_subscription_filter("all", "", SUBSCRIBER, "")
        with self.assertLogs(subscriptions.LOG, "WARNING"):
            self.group.streams["one"].put_log_events(EVENTS)
        self.assertEqual(len(self.group.streams["one"].events), 2)

    def test_what_is_no_pattern_is_refused(self) -> None:
        with self.assertRaises(InvalidParameterException):
            self.backend.put_subscription_filter("/walks", "all", "{ $.level = }", SUBSCRIBER, "")
        with self.assertRaises(InvalidParameterException):
            self.backend.put_metric_filter("all", "{ $.level = }", "/walks", [])


class MetricFiltersTest(unittest.TestCase):
    def data(self, pattern: str, **change: Any) -> list[Any]:
        transformations = [{"metricNamespace": "Walks", "metricName": "Bad", "metricValue": "1", **change}]
        made = metrics(
            {"filterPattern": pattern, "metricTransformations": transformations},
            [str(event["message"]) for event in EVENTS],
        )
        self.assertTrue(all(namespace == "Walks" for namespace, _ in made))
        return [datum for _, data in made for datum in data]

    def test_an_event_that_matches_is_a_datum(self) -> None:
        self.assertEqual(
            self.data("{ $.level = ERROR }"), [{"MetricName": "Bad", "Value": 1.0, "Unit": "None"}]
        )

    def test_the_value_and_dimensions_can_be_fields(self) -> None:
        data = self.data(
            "{ $.ms > 0 }", metricValue="$.ms", unit="Milliseconds", dimensions={"Level": "$.level"}
        )
        self.assertEqual([datum["Value"] for datum in data], [7.0, 2.0])
        self.assertEqual(data[0]["Dimensions"], [{"Name": "Level", "Value": "ERROR"}])
        self.assertEqual(data[0]["Unit"], "Milliseconds")

    def test_the_default_is_for_events_of_which_none_matches(self) -> None:
        self.assertEqual([each["Value"] for each in self.data("FATAL", defaultValue=0)], [0.0])
        self.assertEqual(self.data("FATAL"), [])

    def test_cloudformations_form_is_that_of_the_api(self) -> None:
        self.assertEqual(
            transformation(
                {
                    "MetricName": "Bad",
                    "MetricValue": 1,
                    "DefaultValue": "0",
                    "Dimensions": [{"Key": "a", "Value": "$.a"}],
                }
            ),
            {"metricName": "Bad", "metricValue": "1", "defaultValue": 0.0, "dimensions": {"a": "$.a"}},
        )

    def test_a_filter_is_put_and_moved_and_deleted(self) -> None:
        clients, provider = mock.MagicMock(), MetricFilterProvider()
        clients.logs.exceptions.ResourceNotFoundException = LookupError
        desired = {"LogGroupName": "/walks", "FilterPattern": "", "MetricTransformations": []}

        def request(desired: Any, previous: Any = None) -> Any:
            return mock.Mock(
                desired_state=desired,
                previous_state=previous,
                stack_name="Pets",
                logical_resource_id="Bad",
                aws_client_factory=clients,
            )

        model: Any = provider.create(request(desired)).resource_model
        name = model["FilterName"]
        self.assertTrue(name.startswith("Pets-Bad-"))
        moved: Any = provider.update(request({**desired, "LogGroupName": "/meals"}, model)).resource_model
        self.assertEqual(moved["FilterName"], name)
        clients.logs.delete_metric_filter.assert_called_once_with(logGroupName="/walks", filterName=name)
        provider.delete(request(moved))
        clients.logs.delete_metric_filter.assert_called_with(logGroupName="/meals", filterName=name)


if __name__ == "__main__":
    unittest.main()
