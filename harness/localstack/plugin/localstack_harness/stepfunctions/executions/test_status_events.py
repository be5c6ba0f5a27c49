import unittest
import uuid
from types import SimpleNamespace

from localstack.services.events.models import events_stores

from localstack_harness.stepfunctions.executions.status_events import has_rules


class HasRulesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.account = f"{uuid.uuid4().int % 10**12:012}"
        self.buses = events_stores[self.account]["us-east-1"].event_buses
        self.addCleanup(events_stores.pop, self.account)

    def test_only_where_the_default_bus_has_one(self) -> None:
        self.assertFalse(has_rules(self.account, "us-east-1"))
        self.buses["default"] = SimpleNamespace(rules={})  # type: ignore[assignment]
        self.assertFalse(has_rules(self.account, "us-east-1"))
        self.buses["other"] = SimpleNamespace(rules={"r": object()})  # type: ignore[assignment]
        self.assertFalse(has_rules(self.account, "us-east-1"))
        self.buses["default"] = SimpleNamespace(rules={"r": object()})  # type: ignore[assignment]
        self.assertTrue(has_rules(self.account, "us-east-1"))
        self.assertFalse(has_rules(self.account, "eu-west-1"))


if __name__ == "__main__":
    unittest.main()
