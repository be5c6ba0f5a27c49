import importlib.machinery
import sys
import unittest
from types import ModuleType
from unittest import mock

from localstack_harness.support.loading.loaded import loaded

NAME = "localstack_harness_test_module"


class TestLoaded(unittest.TestCase):
    def setUp(self) -> None:
        self.module = ModuleType(NAME)
        self.module.__spec__ = importlib.machinery.ModuleSpec(NAME, None)
        self.enterContext(mock.patch.dict(sys.modules, {NAME: self.module}))

    def test_gives_a_module_that_was_imported(self) -> None:
        self.assertIs(loaded(NAME), self.module)

    def test_gives_none_while_another_thread_imports_it(self) -> None:
        vars(self.module.__spec__)["_initializing"] = True
        self.assertIsNone(loaded(NAME))

    def test_gives_none_for_what_was_never_imported(self) -> None:
        self.assertIsNone(loaded("localstack_harness_never_imported"))


if __name__ == "__main__":
    unittest.main()
