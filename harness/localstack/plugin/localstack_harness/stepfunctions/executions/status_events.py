"""LocalStack sends each change of an execution's status to EventBridge, also where no rule could match it."""

from localstack.services.stepfunctions.backend.execution import Execution

from localstack_harness.support.loading.loaded import loaded
from localstack_harness.support.patching import Original, patch

_BUS = "default"


def install() -> None:
    @patch(Execution.publish_execution_status_change_event)
    def publish(original: Original, self: Execution) -> None:
        if has_rules(self.account_id, self.region_name):
            original(self)


def has_rules(account: str, region: str) -> bool:
    """Whether the default bus has any. An archive has a rule, too."""
    if not loaded("localstack.services.events.models"):
        return False  # EventBridge has not been used yet
    from localstack.services.events.models import events_stores

    bus = events_stores[account][region].event_buses.get(_BUS)
    return bool(bus and bus.rules)
