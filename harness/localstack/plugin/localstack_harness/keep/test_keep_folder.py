import json
import tempfile
import unittest
from pathlib import Path
from typing import override

from localstack_harness.keep.folder import KeepFolder


class KeepFolderTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self.path = Path(self.enterContext(tempfile.TemporaryDirectory()), "kept")
        self.folder = KeepFolder(self.path)
        self.folder.create()

    def contents(self) -> dict[str, bytes]:
        index = self.folder.index()
        return {name: self.folder.read(file) for name, file in index["services"].items()} if index else {}

    def test_nothing_was_kept_at_first(self) -> None:
        self.assertIsNone(self.folder.index())

    def test_only_the_owner_reads_it(self) -> None:
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o700)

    def test_what_did_not_change_stays(self) -> None:
        self.folder.write({"s3": b"1", "sqs": b"1"}, {"s3", "sqs"})
        self.folder.write({"s3": b"2"}, {"s3", "sqs"})
        self.assertEqual(self.contents(), {"s3": b"2", "sqs": b"1"})

    def test_former_files_are_removed(self) -> None:
        for content in (b"1", b"2"):
            self.folder.write({"s3": content}, {"s3"})
        self.assertEqual(len(list(self.path.iterdir())), 2)

    def test_a_write_that_is_interrupted_changes_nothing(self) -> None:
        self.folder.write({"s3": b"1"}, {"s3"})
        (self.path / "s3-half").write_bytes(b"2")
        (self.path / "index.json.1").write_text("{")
        self.assertEqual(self.contents(), {"s3": b"1"})

    def test_what_another_version_kept_is_not_mixed_with_its_own(self) -> None:
        self.folder.write({"s3": b"1"}, {"s3"})
        index = self.folder.index()
        assert index
        (self.path / "index.json").write_text(json.dumps({**index, "release": "another"}))
        self.folder.write({"sqs": b"1"}, {"s3", "sqs"})
        self.assertEqual(self.contents(), {"sqs": b"1"})
