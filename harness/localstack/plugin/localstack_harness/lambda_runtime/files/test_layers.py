import tempfile
import unittest
from pathlib import Path
from typing import override
from unittest import mock

from localstack_harness.lambda_runtime.files.layers import Layer, LayerFolders


class LayerFoldersTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.enterContext(mock.patch.object(tempfile, "tempdir", folder.name))
        self.folders = LayerFolders()

    def layer(self, name: str, files: dict[str, str]) -> Layer:
        for path, text in files.items():
            file = self.folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return Layer(name, self.folder / name)

    def files(self, folder: Path) -> dict[str, str]:
        return {
            str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()
        }

    def test_a_single_layer_is_its_own_folder(self) -> None:
        layer = self.layer("one", {"bin/tool": "1"})
        self.assertEqual(self.folders.of("fn", [layer]), layer.folder)

    def test_a_later_layer_replaces_files_of_an_earlier_one(self) -> None:
        one = self.layer("one", {"bin/tool": "1", "python/a.py": "1", "was/folder": "1", "was_file": "1"})
        two = self.layer("two", {"bin/tool": "2", "python/b.py": "2", "was": "2", "was_file/x": "2"})
        merged = {"bin/tool": "2", "python/a.py": "1", "python/b.py": "2", "was": "2", "was_file/x": "2"}
        self.assertEqual(self.files(self.folders.of("fn", [one, two])), merged)
        self.assertEqual(self.files(self.folders.of("fn", [two, one]))["bin/tool"], "1")
        self.assertEqual((one.folder / "bin" / "tool").read_text(), "1")

    def test_keeps_links(self) -> None:
        one, two = self.layer("one", {"lib/x.so.1": "1"}), self.layer("two", {"lib/y": "2"})
        (one.folder / "lib" / "x.so").symlink_to("x.so.1")
        (two.folder / "lib" / "x.so").symlink_to("y")
        link = self.folders.of("fn", [one, two]) / "lib" / "x.so"
        self.assertEqual((link.is_symlink(), link.read_text()), (True, "2"))

    def test_functions_with_the_same_layers_share_a_folder_until_the_last_one_ends(self) -> None:
        layers = [self.layer("one", {"a": "1"}), self.layer("two", {"b": "2"})]
        folder = self.folders.of("first", layers)
        self.assertEqual(self.folders.of("second", layers), folder)
        self.folders.release("first")
        self.assertTrue(folder.exists())
        self.folders.release("second")
        self.assertFalse(folder.exists())
        self.assertEqual(self.folders.of("third", layers), folder)
        self.assertTrue(folder.exists())

    def test_a_failed_merge_leaves_nothing(self) -> None:
        layers = [self.layer("one", {"a": "1"}), Layer("gone", self.folder / "gone")]
        self.assertRaises(FileNotFoundError, self.folders.of, "fn", layers)
        self.assertEqual(list((self.folder / "lambda" / "layers").iterdir()), [])


if __name__ == "__main__":
    unittest.main()
