import importlib
import sys
import tempfile
import unittest
from pathlib import Path

from localstack_harness.support.loading.late_patch import when_imported


class WhenImportedTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        sys.path.insert(0, folder.name)
        self.addCleanup(sys.path.remove, folder.name)
        self.addCleanup(sys.modules.pop, "late_patched", None)
        Path(folder.name, "late_patched.py").write_text("value = 1\n")
        importlib.invalidate_caches()

    def test_patches_once_after_the_import(self) -> None:
        patched: list[int] = []
        when_imported("late_patched", lambda: patched.append(sys.modules["late_patched"].value))
        self.assertEqual(patched, [])
        module = importlib.import_module("late_patched")
        self.assertEqual((module.value, patched), (1, [1]))
        importlib.import_module("late_patched")
        self.assertEqual(patched, [1])

    def test_patches_an_imported_module_immediately(self) -> None:
        importlib.import_module("late_patched")
        patched: list[str] = []
        when_imported("late_patched", lambda: patched.append("now"))
        self.assertEqual(patched, ["now"])

    def test_patches_in_order(self) -> None:
        patched: list[str] = []
        when_imported("late_patched", lambda: patched.append("first"))
        when_imported("late_patched", lambda: patched.append("second"))
        importlib.import_module("late_patched")
        self.assertEqual(patched, ["first", "second"])


if __name__ == "__main__":
    unittest.main()
