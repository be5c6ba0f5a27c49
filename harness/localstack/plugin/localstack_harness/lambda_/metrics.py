"""
Puts Lambda's metrics once a second. LocalStack starts a thread for each invocation, which opens the metrics
database: a tenth of its processor time.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation import version_manager
from localstack.utils.bootstrap import is_api_enabled

from localstack_harness.support.patching import replace

LOG = logging.getLogger(__name__)
_PERIOD_S = 1.0


class Metric(NamedTuple):
    account: str
    region: str
    function: str
    name: str


type Put = Callable[[str, str, list[dict[str, Any]]], None]
"""Called with an account, a region and data as PutMetricData takes them."""


class MetricCounter:
    """Counts, and calls `put` in the background. Counts that cannot be put are dropped with a warning."""

    def __init__(self, put: Put, period_s: float = _PERIOD_S) -> None:
        self._put = put
        self._period_s = period_s
        self._changed = threading.Condition()
        self._counts: Counter[Metric] = Counter()
        self._thread: threading.Thread | None = None

    def count(self, *metrics: Metric) -> None:
        with self._changed:
            self._counts.update(metrics)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="lambda-metrics")
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._counts)
            time.sleep(self._period_s)
            with self._changed:
                counts, self._counts = self._counts, Counter()
            for account, region in {(metric.account, metric.region) for metric in counts}:
                of_region = {m: n for m, n in counts.items() if (m.account, m.region) == (account, region)}
                try:
                    self._put(account, region, [_datum(metric, times) for metric, times in of_region.items()])
                except Exception as error:  # noqa: BLE001 - any failure must leave the thread running
                    LOG.warning("Metrics of %d functions are lost: %s", len(of_region), error)


def _datum(metric: Metric, times: int) -> dict[str, Any]:
    return {
        "MetricName": metric.name,
        "Dimensions": [{"Name": "FunctionName", "Value": metric.function}],
        "Timestamp": datetime.now(UTC),
        "Values": [1],
        "Counts": [times],
    }


def _put_to_cloudwatch(account: str, region: str, data: list[dict[str, Any]]) -> None:
    if is_api_enabled("cloudwatch"):
        client = connect_to(aws_access_key_id=account, region_name=region).cloudwatch
        client.put_metric_data(Namespace="AWS/Lambda", MetricData=data)


def install() -> None:
    counter = MetricCounter(_put_to_cloudwatch)

    def invoked(function_name: str, account_id: str, region_name: str) -> None:
        counter.count(Metric(account_id, region_name, function_name, "Invocations"))

    def failed(function_name: str, account_id: str, region_name: str) -> None:
        counter.count(
            Metric(account_id, region_name, function_name, "Invocations"),
            Metric(account_id, region_name, function_name, "Errors"),
        )

    replace(version_manager, "record_cw_metric_invocation", invoked)
    replace(version_manager, "record_cw_metric_error", failed)
    start_thread = version_manager.start_thread

    def start_unless_quick(method: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if str(options.get("name")).startswith("record-cloudwatch-metric"):
            return method()
        return start_thread(method, *args, **options)

    replace(version_manager, "start_thread", start_unless_quick)
