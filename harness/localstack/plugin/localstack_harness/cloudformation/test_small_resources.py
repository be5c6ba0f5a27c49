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

from localstack_harness.cloudformation import default_names, small_resources, subscription_filters
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

    def test_resources_of_an_api_are_made_kept_and_removed(self) -> None:
        machine = "arn:aws:states:us-east-1:000000000000:stateMachine:walk"
        clients = self.clients
        clients.ec2.allocate_address.return_value = {"AllocationId": "eipalloc-1", "PublicIp": "1.2.3.4"}
        clients.route53.create_hosted_zone.return_value = {"HostedZone": {"Id": "/hostedzone/Z1"}}
        states = clients.stepfunctions
        states.publish_state_machine_version.return_value = {"stateMachineVersionArn": f"{machine}:1"}
        states.create_state_machine_alias.return_value = {"stateMachineAliasArn": f"{machine}:live"}
        route = [{"StateMachineVersionArn": f"{machine}:1", "Weight": "100"}]
        cases: list[tuple[Any, dict[str, Any], dict[str, Any], Any]] = [
            (
                small_resources.ElasticIpProvider(),
                {"Domain": "vpc"},
                {"AllocationId": "eipalloc-1", "PublicIp": "1.2.3.4"},
                clients.ec2.release_address,
            ),
            (
                small_resources.HostedZoneProvider(),
                {"Name": "pets.example"},
                {"Id": "Z1", "NameServers": []},
                clients.route53.delete_hosted_zone,
            ),
            (
                small_resources.StateMachineVersionProvider(),
                {"StateMachineArn": machine},
                {"Arn": f"{machine}:1"},
                states.delete_state_machine_version,
            ),
            (
                small_resources.StateMachineAliasProvider(),
                {"Name": "live", "RoutingConfiguration": route},
                {"Arn": f"{machine}:live"},
                states.delete_state_machine_alias,
            ),
        ]
        for provider, desired, attributes, removed in cases:
            with self.subTest(type(provider).__name__):
                model = provider.create(request(clients, desired)).resource_model
                self.assertEqual(model, {**desired, **attributes})
                after = provider.update(request(clients, {**desired, "Tags": []}, model)).resource_model
                self.assertEqual(after, {**model, "Tags": []})
                provider.delete(request(clients, desired))
                removed.assert_not_called()
                provider.delete(request(clients, model))
                removed.assert_called_once()
        self.assertEqual(
            states.update_state_machine_alias.call_args.kwargs["routingConfiguration"],
            [{"stateMachineVersionArn": f"{machine}:1", "weight": 100}],
        )

    def test_a_gradual_deployment_takes_its_version_at_once(self) -> None:
        preference = {"StateMachineVersionArn": "arn:walk:2", "Type": "LINEAR"}
        self.assertEqual(
            small_resources.routing({"DeploymentPreference": preference}),
            [{"stateMachineVersionArn": "arn:walk:2", "weight": 100}],
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
