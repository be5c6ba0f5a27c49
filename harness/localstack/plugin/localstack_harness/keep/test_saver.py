import tempfile
import unittest
from pathlib import Path
from typing import override
from unittest import mock

from localstack_harness.keep import objects, saver, state
from localstack_harness.keep.folder import KeepFolder


class BodiesTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self.folder = KeepFolder(Path(self.enterContext(tempfile.TemporaryDirectory())))
        self.folder.objects.mkdir()
        for name in ("before", "now"):
            (self.folder.objects / name).touch()
        self.enterContext(mock.patch.object(objects, "write", return_value={"now"}))
        for name, value in (("loaded_services", ["s3"]), ("service_named", None), ("dump", b"")):
            self.enterContext(mock.patch.object(state, name, return_value=value))

    def bodies(self) -> set[str]:
        return {path.name for path in self.folder.objects.iterdir()}

    def test_those_of_before_stay_until_the_index_is_another(self) -> None:
        with mock.patch.object(KeepFolder, "write", side_effect=OSError), self.assertRaises(OSError):
            saver._write(self.folder, {"s3"})
        self.assertEqual(self.bodies(), {"before", "now"})

    def test_those_of_before_are_removed_then(self) -> None:
        saver._write(self.folder, {"s3"})
        self.assertEqual(self.bodies(), {"now"})

    def test_those_of_a_bucket_that_did_not_change_stay(self) -> None:
        saver._write(self.folder, {"sqs"})
        self.assertEqual(self.bodies(), {"before", "now"})
