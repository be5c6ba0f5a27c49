import os
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from localstack import config

from localstack_harness.process import private_files


class PrivateFilesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(os.umask, os.umask(0o022))

    def modes(self) -> tuple[int, int]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "file").touch()
            Path(folder, "inner").mkdir()
            return (Path(folder, "file").stat().st_mode & 0o777, Path(folder, "inner").stat().st_mode & 0o777)

    def test_only_the_owner_reads_what_is_written(self) -> None:
        with patch.object(config, "is_in_docker", False):
            private_files.make_files_private()
        self.assertEqual(self.modes(), (0o600, 0o700))

    def test_in_a_container_others_may_read(self) -> None:
        with patch.object(config, "is_in_docker", True):
            private_files.make_files_private()
        self.assertEqual(self.modes(), (0o644, 0o755))


if __name__ == "__main__":
    unittest.main()
