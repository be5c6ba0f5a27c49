import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import RequestContext
from localstack.services.logs import provider
from moto.logs.models import LogsBackend

from localstack_harness.logs import group_descriptions

REGION, ACCOUNT = "us-east-1", "000000000000"


class Uncopied(str):
    """A message of the log that must not be copied."""

    __slots__ = ()

    def __deepcopy__(self, memo: object) -> str:
        raise AssertionError("an event was copied")


class TestGroupDescriptions(unittest.TestCase):
    def setUp(self) -> None:
        self.enterContext(mock.patch.object(provider, "copy", provider.copy))
        group_descriptions.install()
        self.backend: Any = LogsBackend(REGION, ACCOUNT)
        self.backend.create_log_group("/walks", {})
        self.backend.create_log_stream("/walks", "one")
        self.backend.groups["/walks"].streams["one"].put_log_events(
            [{"timestamp": 1, "message": Uncopied("good dog")}]
        )
        self.enterContext(mock.patch.object(provider, "get_moto_logs_backend", return_value=self.backend))
        self.provider: Any = object.__new__(provider.LogsProvider)
        self.context = RequestContext(None)  # type: ignore[arg-type]
        self.context.account_id, self.context.region = ACCOUNT, REGION

    def test_groups_are_described_with_the_size_of_their_events(self) -> None:
        answer = self.provider.describe_log_groups(self.context, {})
        self.assertEqual(
            [(group["logGroupName"], group["storedBytes"] > 0) for group in answer["logGroups"]],
            [("/walks", True)],
        )

    def test_groups_are_listed(self) -> None:
        answer = self.provider.list_log_groups(self.context, {})
        self.assertEqual([group["logGroupName"] for group in answer["logGroups"]], ["/walks"])


if __name__ == "__main__":
    unittest.main()
