import json
import unittest
from typing import Any
from unittest import mock

from localstack.aws.skeleton import create_dispatch_table
from localstack.aws.spec import load_service
from localstack.services.ses.provider import SesProvider
from moto.ses.exceptions import ConfigurationSetDoesNotExist, EventDestinationAlreadyExists
from moto.ses.models import SESBackend

from localstack_harness.ses import configuration_sets, events, sending
from localstack_harness.ses.configuration_sets import add_destination, destinations_of, remove_destination
from localstack_harness.ses.events import DELIVERY, RENDERING_FAILURE, SEND, SentMail
from localstack_harness.ses.templates import sending as templates

MAIL = SentMail(
    "m1",
    "000000000000",
    "us-east-1",
    "me@send.example",
    ["a@inbox.example"],
    "all",
    [{"Name": "pet", "Value": "Rex"}],
)


class EventsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.clients: Any = mock.MagicMock()
        self.enterContext(mock.patch.object(events, "_clients", return_value=self.clients))

    def publish(self, kind: str = SEND, mail: SentMail = MAIL, **destination: Any) -> None:
        given = {"Enabled": True, "MatchingEventTypes": [SEND, RENDERING_FAILURE], **destination}
        events.publish(mail, [given], kind, {"why": "x"})

    def test_a_topic_gets_the_event_as_aws_writes_it(self) -> None:
        self.publish(SNSDestination={"TopicARN": "topic"})
        (call,) = self.clients.sns.publish.call_args_list
        event = json.loads(call.kwargs["Message"])
        self.assertEqual(event["eventType"], "Send")
        self.assertEqual(event["send"], {"why": "x"})
        self.assertEqual(event["mail"]["tags"], {"pet": ["Rex"], "ses:configuration-set": ["all"]})
        self.assertEqual(event["mail"]["destination"], ["a@inbox.example"])

    def test_a_bus_gets_it_as_detail(self) -> None:
        self.publish(RENDERING_FAILURE, EventBridgeDestination={"EventBusArn": "bus"})
        (entry,) = self.clients.events.put_events.call_args.kwargs["Entries"]
        self.assertEqual((entry["Source"], entry["DetailType"]), ("aws.ses", "Email Rendering Failed"))
        self.assertEqual(json.loads(entry["Detail"])["failure"], {"why": "x"})

    def test_metrics_have_the_tags_as_dimensions(self) -> None:
        names = [
            {"DimensionName": "pet", "DefaultDimensionValue": "-"},
            {"DimensionName": "age", "DefaultDimensionValue": "1"},
        ]
        self.publish(CloudWatchDestination={"DimensionConfigurations": names})
        (datum,) = self.clients.cloudwatch.put_metric_data.call_args.kwargs["MetricData"]
        self.assertEqual(datum["MetricName"], "Send")
        self.assertEqual(
            datum["Dimensions"], [{"Name": "pet", "Value": "Rex"}, {"Name": "age", "Value": "1"}]
        )

    def test_a_delivery_stream_gets_a_line(self) -> None:
        arn = "arn:aws:firehose:us-east-1:000000000000:deliverystream/mails"
        self.publish(KinesisFirehoseDestination={"DeliveryStreamArn": arn})
        given = self.clients.firehose.put_record.call_args.kwargs
        self.assertEqual(given["DeliveryStreamName"], "mails")
        self.assertTrue(given["Record"]["Data"].endswith(b"}\n"))

    def test_only_enabled_destinations_of_the_kind_get_it(self) -> None:
        self.publish(DELIVERY, SNSDestination={"TopicARN": "topic"})
        self.publish(SNSDestination={"TopicARN": "topic"}, Enabled=False)
        self.clients.sns.publish.assert_not_called()

    def test_one_that_fails_does_not_stop_the_mail(self) -> None:
        self.clients.sns.publish.side_effect = OSError("gone")
        with self.assertLogs(events.LOG, "WARNING"):
            self.publish(SNSDestination={"TopicARN": "topic"})


class ServiceTest(unittest.TestCase):
    def test_v1_has_all_its_operations(self) -> None:
        for module in (configuration_sets, sending, templates):
            module.install()
        served = create_dispatch_table(SesProvider())
        self.assertEqual(set(served), set(load_service("ses").operation_names))


class DestinationsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.backend = SESBackend("us-east-1", "000000000000")
        self.backend.create_configuration_set("all")

    def test_a_set_keeps_several(self) -> None:
        for name in ("one", "two"):
            add_destination(self.backend, "all", {"Name": name})
        self.assertTrue(remove_destination(self.backend, "all", "one"))
        self.assertFalse(remove_destination(self.backend, "all", "one"))
        self.assertEqual(destinations_of(self.backend, "all"), [{"Name": "two"}])

    def test_a_name_is_there_once_and_only_in_a_set_that_exists(self) -> None:
        add_destination(self.backend, "all", {"Name": "one"})
        with self.assertRaises(EventDestinationAlreadyExists):
            add_destination(self.backend, "all", {"Name": "one"})
        with self.assertRaises(ConfigurationSetDoesNotExist):
            add_destination(self.backend, "other", {"Name": "one"})

    def test_no_set_has_none(self) -> None:
        self.assertEqual(destinations_of(self.backend, None), [])


if __name__ == "__main__":
    unittest.main()
