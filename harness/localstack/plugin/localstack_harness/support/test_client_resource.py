import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from localstack.services.cloudformation.resource_provider import OperationStatus

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.resource_types import plugin_of


class WalkProvider(ClientResource):
    TYPE = "Test::Pets::Walk"
    SERVICE = "pets"
    NOUN = "walk"
    KEYS = ("PetId", "WalkId")
    MEMBER = "Walk"
    GENERATED = ("WalkId",)
    CREATE_ONLY = ("PetId",)
    DEFAULTS = {"Note": ""}  # noqa: RUF012
    REFUSED = {"Leash": "walk without one"}  # noqa: RUF012


class ClientResourceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.client = mock.Mock()
        self.client.create_walk.return_value = {"Walk": {"WalkId": "w2", "PetId": "rex"}}
        self.provider = WalkProvider()

    def _request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        factory = SimpleNamespace(get_client=lambda _service: self.client)
        return SimpleNamespace(desired_state=desired, previous_state=previous, aws_client_factory=factory)

    def test_a_creation_adds_what_is_generated(self) -> None:
        event = self.provider.create(self._request({"PetId": "rex", "Minutes": 5}))
        self.client.create_walk.assert_called_once_with(PetId="rex", Minutes=5)
        self.assertEqual(event.resource_model, {"PetId": "rex", "Minutes": 5, "WalkId": "w2"})

    def test_an_update_resets_what_was_removed(self) -> None:
        before = {"PetId": "rex", "WalkId": "w1", "Note": "rain", "Minutes": 5}
        event = self.provider.update(self._request({"PetId": "rex", "Minutes": 9}, before))
        self.client.update_walk.assert_called_once_with(PetId="rex", WalkId="w1", Note="", Minutes=9)
        self.assertEqual(event.resource_model, {"PetId": "rex", "Minutes": 9, "WalkId": "w1"})

    def test_another_value_of_some_properties_replaces_it(self) -> None:
        gone = ClientError({"Error": {"Code": "NotFoundException"}}, "DeleteWalk")
        for failure in (None, gone):
            with self.subTest(failure=failure):
                self.client.delete_walk.side_effect = failure
                event = self.provider.update(
                    self._request({"PetId": "tom"}, {"PetId": "rex", "WalkId": "w1"})
                )
                self.client.create_walk.assert_called_with(PetId="tom")
                self.client.delete_walk.assert_called_with(PetId="rex", WalkId="w1")
                self.client.update_walk.assert_not_called()
                self.assertEqual(event.resource_model, {"PetId": "tom", "WalkId": "w2"})

    def test_a_replaced_one_that_cannot_be_deleted_is_an_error(self) -> None:
        self.client.delete_walk.side_effect = ClientError({"Error": {"Code": "InUse"}}, "DeleteWalk")
        with self.assertRaises(ClientError):
            self.provider.update(self._request({"PetId": "tom"}, {"PetId": "rex", "WalkId": "w1"}))

    def test_a_deletion_names_the_resource(self) -> None:
        event = self.provider.delete(self._request({"PetId": "rex", "WalkId": "w1", "Minutes": 5}))
        self.client.delete_walk.assert_called_once_with(PetId="rex", WalkId="w1")
        self.assertIs(event.status, OperationStatus.SUCCESS)

    def test_nothing_is_deleted_whose_creation_failed(self) -> None:
        self.provider.delete(self._request({"PetId": "rex"}))
        self.client.delete_walk.assert_not_called()

    def test_a_property_that_is_not_supported_is_named(self) -> None:
        request = self._request({"PetId": "rex", "Leash": True}, {"PetId": "rex", "WalkId": "w1"})
        for attempt in (self.provider.create, self.provider.update):
            with self.assertRaisesRegex(ValueError, "Leash of Test::Pets::Walk .*: walk without one"):
                attempt(request)

    def test_its_plugin_leads_to_it(self) -> None:
        spec = plugin_of(WalkProvider)
        self.assertEqual(
            (spec.namespace, spec.name), ("localstack.cloudformation.resource_providers", "Test::Pets::Walk")
        )
        plugin: Any = spec.factory()
        self.assertIsInstance(plugin.factory(), WalkProvider)


if __name__ == "__main__":
    unittest.main()
