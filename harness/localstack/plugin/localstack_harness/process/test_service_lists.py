import os
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import override
from unittest import mock

from botocore.loaders import Loader
from botocore.session import Session

from localstack_harness.process import service_lists


class ServiceListsTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self._original = Loader.list_available_services
        self.addCleanup(setattr, Loader, "list_available_services", self._original)

    def services(self, type_name: str = "service-2") -> list[str]:
        """As a new session lists them."""
        listed: list[str] = Session().get_component("data_loader").list_available_services(type_name)
        return listed

    def test_sessions_share_one_list_of_each_type(self) -> None:
        before = [self.services(type_name) for type_name in ("service-2", "waiters-2")]
        service_lists.install()
        for _ in range(2):
            self.assertEqual([self.services(type_name) for type_name in ("service-2", "waiters-2")], before)
        with mock.patch.object(os, "listdir", side_effect=AssertionError):
            self.services()

    def test_another_search_path_has_its_own_list(self) -> None:
        service_lists.install()
        with TemporaryDirectory() as folder:
            model = Path(folder, "cuddles", "2026-11-28", "service-2.json")
            model.parent.mkdir(parents=True)
            model.write_text("{}")
            loader = Loader(extra_search_paths=[folder])
            self.assertEqual({*loader.list_available_services("service-2")}, {*self.services(), "cuddles"})


if __name__ == "__main__":
    unittest.main()
