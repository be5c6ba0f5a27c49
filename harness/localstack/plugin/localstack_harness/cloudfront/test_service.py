import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from localstack.services.edge import ROUTER
from localstack.services.plugins import SERVICE_PLUGINS

from localstack_harness.cloudfront import service
from localstack_harness.cloudfront.resource import DistributionProvider

SETTINGS = {"Enabled": True, "DefaultCacheBehavior": {"TargetOriginId": "site"}, "Origins": []}


def request(settings: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
    return SimpleNamespace(
        desired_state={"DistributionConfig": settings},
        previous_state=previous,
        account_id="000000000000",
        region_name="us-east-1",
    )


class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.enterContext(mock.patch.dict(service.DISTRIBUTIONS, clear=True))
        self.enterContext(mock.patch.object(SERVICE_PLUGINS, "require"))
        self.add = self.enterContext(mock.patch.object(ROUTER, "add"))
        self.provider = DistributionProvider()
        self.model: Any = self.provider.create(request(SETTINGS)).resource_model

    def test_a_distribution_is_served_at_its_domain(self) -> None:
        self.assertRegex(self.model["DomainName"], rf"^{self.model['Id'].lower()}\.cloudfront\.localhost")
        self.assertTrue(self.add.called)

    def test_an_update_keeps_the_address(self) -> None:
        changed = {**SETTINGS, "DefaultRootObject": "home.html"}
        after: Any = self.provider.update(request(changed, self.model)).resource_model
        self.assertEqual(after["DomainName"], self.model["DomainName"])
        self.assertEqual(service.DISTRIBUTIONS[self.model["Id"]].path("/"), "/home.html")

    def test_a_deleted_distribution_is_gone(self) -> None:
        gone = request(SETTINGS)
        gone.desired_state = self.model
        self.provider.delete(gone)
        self.assertEqual(service.DISTRIBUTIONS, {})

    def test_an_invalidation_is_complete_at_once(self) -> None:
        context: Any = None
        batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}
        wanted = {"DistributionId": self.model["Id"], "InvalidationBatch": batch}
        made = service._create_invalidation(context, wanted)["Invalidation"]
        self.assertEqual((made["Status"], made["InvalidationBatch"]), ("Completed", batch))
        seen = service._get_invalidation(context, {"DistributionId": self.model["Id"], "Id": made["Id"]})
        self.assertEqual(seen["Invalidation"]["Status"], "Completed")
        with self.assertRaises(CommonServiceException):
            service._create_invalidation(context, {**wanted, "DistributionId": "E0"})


if __name__ == "__main__":
    unittest.main()
