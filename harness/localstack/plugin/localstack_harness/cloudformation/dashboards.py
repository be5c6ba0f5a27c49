"""AWS::CloudWatch::Dashboard, which LocalStack reports as created and does not make, although its CloudWatch has dashboards."""

from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider

from localstack_harness.support.resource_types import default_name, done, plugin_of


class DashboardProvider(ResourceProvider[Any]):
    TYPE = "AWS::CloudWatch::Dashboard"
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/DashboardName"],
        "createOnlyProperties": ["/properties/DashboardName"],
        "required": ["DashboardBody"],
        "properties": {"DashboardName": {}, "DashboardBody": {}},
    }

    def create(self, request: Any) -> ProgressEvent[Any]:
        default = default_name(request)
        return _put({"DashboardName": default, **request.desired_state}, request)

    def update(self, request: Any) -> ProgressEvent[Any]:
        before = request.previous_state
        return _put({"DashboardName": before["DashboardName"], **request.desired_state}, request)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        name = request.desired_state["DashboardName"]
        request.aws_client_factory.cloudwatch.delete_dashboards(DashboardNames=[name])
        return done({})


dashboard = plugin_of(DashboardProvider)


def _put(model: dict[str, Any], request: Any) -> ProgressEvent[Any]:
    request.aws_client_factory.cloudwatch.put_dashboard(
        DashboardName=model["DashboardName"], DashboardBody=model["DashboardBody"]
    )
    return done(model)
