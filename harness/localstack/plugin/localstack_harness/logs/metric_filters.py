"""
Metric filters: a metric for the events of a log group that match.

LocalStack takes the events of every group, and 1 for a value that is in the event; it knows no default value, dimensions and
unit (services/logs/provider.py).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringPolicyExamples.html
"""

import logging
from typing import Any

from localstack.aws.connect import connect_to
from localstack.services.logs import provider
from localstack.services.logs.models import get_moto_logs_backend
from localstack.services.logs.provider import LogsProvider
from moto.logs.models import LogsBackend

from localstack_harness.logs.patterns.conditions import MISSING, number
from localstack_harness.logs.patterns.pattern import Pattern, pattern_of
from localstack_harness.logs.subscriptions import check
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)


def install() -> None:
    @patch(LogsProvider.put_log_events)
    def put_log_events(_: Original, /, self: LogsProvider, context: Any, *_given: Any, **_named: Any) -> Any:
        response = provider.call_moto(context)
        request = context.service_request
        backend: Any = get_moto_logs_backend(context.account_id, context.region)
        messages = [event["message"] for event in request["logEvents"]]
        for each in list(backend.filters.metric_filters):
            if each["logGroupName"] == request["logGroupName"]:
                for namespace, data in metrics(each, messages):
                    _publish(context, namespace, data)
        return response

    @patch(LogsBackend.put_metric_filter)
    def put_metric_filter(
        original: Original,
        self: LogsBackend,
        filter_name: str,
        filter_pattern: str,
        log_group_name: str,
        metric_transformations: Any,
    ) -> None:
        check(filter_pattern)
        self.delete_metric_filter(filter_name, log_group_name)  # moto would keep both
        original(self, filter_name, filter_pattern, log_group_name, metric_transformations)


def metrics(metric_filter: Any, messages: list[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The data that a metric filter makes of messages, with their namespaces."""
    pattern = pattern_of(metric_filter.get("filterPattern") or "")
    matching = [message for message in messages if pattern.matches(message)]
    found = []
    for change in metric_filter.get("metricTransformations") or ():
        data = [datum for message in matching if (datum := _datum(change, pattern, message)) is not None]
        default = number(change.get("defaultValue"))
        if not data and default is not None:
            data = [_described(change, default)]
        if data:
            found.append((change["metricNamespace"], data))
    return found


def _datum(change: Any, pattern: Pattern, message: str) -> dict[str, Any] | None:
    value = change["metricValue"]
    amount = number(pattern.value(value, message) if value.startswith("$") else value)
    if amount is None:
        return None
    dimensions = {
        name: pattern.value(reference, message)
        for name, reference in (change.get("dimensions") or {}).items()
    }
    if MISSING in dimensions.values():
        return None
    described = [{"Name": name, "Value": str(each)} for name, each in dimensions.items()]
    return {**_described(change, amount), **({"Dimensions": described} if described else {})}


def _described(change: Any, value: float) -> dict[str, Any]:
    return {"MetricName": change["metricName"], "Value": value, "Unit": change.get("unit") or "None"}


def _publish(context: Any, namespace: str, data: list[dict[str, Any]]) -> None:
    client = connect_to(aws_access_key_id=context.account_id, region_name=context.region).cloudwatch
    try:
        client.put_metric_data(Namespace=namespace, MetricData=data)
    except Exception:
        # the events are in the group all the same, as on AWS
        LOG.warning("no metric of a log group's filter reached %s", namespace, exc_info=True)
