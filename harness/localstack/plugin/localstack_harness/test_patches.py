import importlib
import importlib.util
import unittest
from collections import Counter

from localstack_harness.patches import FASTER, PATCHES

ALL = [*PATCHES.items(), *FASTER.items()]


class PatchesTest(unittest.TestCase):
    def test_every_patch_can_be_applied(self) -> None:
        for patch in (each for _, patches in ALL for each in patches):
            module, _, function = patch.partition(":")
            found = importlib.import_module(f"localstack_harness.{module}")
            self.assertTrue(callable(getattr(found, function or "install", None)), patch)

    def test_localstack_has_every_module_that_is_changed(self) -> None:
        for module, _ in ALL:
            self.assertIsNotNone(importlib.util.find_spec(module), module)

    def test_every_patch_is_applied_once(self) -> None:
        listed = Counter(each for _, patches in ALL for each in patches)
        self.assertEqual({patch: count for patch, count in listed.items() if count > 1}, {})


if __name__ == "__main__":
    unittest.main()
