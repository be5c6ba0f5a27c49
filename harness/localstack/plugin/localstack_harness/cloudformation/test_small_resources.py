import json
import unittest
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import localstack.services
from localstack.services.events.resource_providers.aws_events_apidestination import (
    EventsApiDestinationProvider,
)
from localstack.services.events.resource_providers.aws_events_connection import EventsConnectionProvider
from localstack.services.logs.resource_providers.aws_logs_subscriptionfilter import (
    LogsSubscriptionFilterProvider,
)

from localstack_harness.cloudformation import default_names, subscription_filters
from localstack_harness.cloudformation.dashboards import DashboardProvider


def request(clients: Any, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
    return SimpleNamespace(
        desired_state=desired,
        previous_state=previous,
        stack_name="Pets",
        logical_resource_id="It",
        aws_client_factory=clients,
        custom_context={},
    )


class SmallResourcesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        subscription_filters.install()
        default_names.name_connections()
        default_names.name_api_destinations()

    def setUp(self) -> None:
        self.clients = mock.MagicMock()

    def test_a_subscription_filter_has_its_own_name_and_role(self) -> None:
        desired = {
            "LogGroupName": "/walks",
            "FilterPattern": "",
            "DestinationArn": "arn:function",
            "RoleArn": "arn:role",
        }
        provider, put = LogsSubscriptionFilterProvider(), self.clients.logs.put_subscription_filter
        model: Any = provider.create(request(self.clients, desired)).resource_model
        sent = put.call_args.kwargs
        self.assertTrue(sent["filterName"].startswith("Pets-It-"))
        self.assertEqual((sent["filterPattern"], sent["roleArn"]), ("", "arn:role"))

        provider.update(request(self.clients, {**desired, "FilterPattern": "ERROR"}, model))
        self.assertEqual(put.call_args.kwargs["filterName"], sent["filterName"])
        self.assertEqual(put.call_args.kwargs["filterPattern"], "ERROR")

        provider.delete(request(self.clients, model))
        self.clients.logs.delete_subscription_filter.assert_called_once_with(
            logGroupName="/walks", filterName=sent["filterName"]
        )

    def test_a_connection_and_an_api_destination_get_names(self) -> None:
        for provider in (EventsConnectionProvider(), EventsApiDestinationProvider()):
            model: Any = provider.create(request(self.clients, {})).resource_model
            self.assertTrue(model["Name"].startswith("Pets-It-"))
            named: Any = provider.create(request(self.clients, {"Name": "mine"})).resource_model
            self.assertEqual(named["Name"], "mine")

    def test_no_other_provider_of_localstack_lacks_a_default_for_a_name(self) -> None:
        lacking = set()
        for file in Path(localstack.services.__path__[0]).glob("*/resource_providers/*.schema.json"):
            schema = json.loads(file.read_text())
            settled = {
                *schema.get("readOnlyProperties", []),
                *(f"/properties/{name}" for name in schema.get("required", [])),
            }
            optional = [path for path in schema.get("primaryIdentifier", []) if path not in settled]
            source = file.with_name(file.name.replace(".schema.json", ".py")).read_text()
            if optional and not any(
                word in source for word in ("generate_default_name", "short_uid", "long_uid")
            ):
                lacking.add(schema["typeName"])
        # those of API Gateway have no default on AWS either
        self.assertEqual(
            {name for name in lacking if not name.startswith("AWS::ApiGateway::")},
            {"AWS::Events::Connection", "AWS::Events::ApiDestination", "AWS::Logs::SubscriptionFilter"},
        )

    def test_a_dashboard_is_put_and_deleted(self) -> None:
        provider, cloudwatch = DashboardProvider(), self.clients.cloudwatch
        model: Any = provider.create(request(self.clients, {"DashboardBody": "{}"})).resource_model
        name = model["DashboardName"]
        self.assertTrue(name.startswith("Pets-It-"))
        provider.update(request(self.clients, {"DashboardBody": "[]"}, model))
        cloudwatch.put_dashboard.assert_called_with(DashboardName=name, DashboardBody="[]")
        provider.delete(request(self.clients, model))
        cloudwatch.delete_dashboards.assert_called_once_with(DashboardNames=[name])


if __name__ == "__main__":
    unittest.main()
