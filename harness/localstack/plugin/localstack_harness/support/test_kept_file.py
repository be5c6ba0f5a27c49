import os
import tempfile
import unittest
from pathlib import Path

from localstack_harness.support.kept_file import KeptFile


class KeptFileTest(unittest.TestCase):
    def test_is_read_from_any_place_and_closed_with_its_last_reference(self) -> None:
        path = Path(self.enterContext(tempfile.TemporaryDirectory()), "file")
        path.write_bytes(b"first")
        kept = KeptFile(path)
        self.assertEqual(kept.read(3, 1), b"irs")
        with path.open("ab") as file:
            file.write(b" second")
        self.assertEqual(kept.read(100, 6), b"second")
        self.assertEqual(kept.read(100, 100), b"")
        descriptor = kept._file
        os.fstat(descriptor)
        del kept
        with self.assertRaises(OSError):
            os.fstat(descriptor)

    def test_must_exist(self) -> None:
        with self.assertRaises(FileNotFoundError):
            KeptFile(Path("/does/not/exist"))
