import tempfile
import unittest
from pathlib import Path

from localstack_harness.lambda_runtime.logs import log_file
from localstack_harness.lambda_runtime.logs.log_file import MAX_LINE_BYTES, LogFile


class LogFileTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = LogFile(Path(folder.name, "log"))

    def write(self, text: bytes) -> None:
        with self.log.open() as file:
            file.write(text)

    def test_returns_new_output_in_whole_lines(self) -> None:
        self.write(b"one\ntwo")
        self.assertEqual(self.log.take(), "one\ntwo\n")
        self.write(b"\n\nafter empty ones\n")
        self.assertEqual(self.log.take(), "\n\nafter empty ones\n")
        self.assertEqual(self.log.take(), "")
        self.write(b"three\r still three\n")
        self.assertEqual(self.log.take(), "three\r still three\n")

    def test_is_lost_where_it_cannot_be_created(self) -> None:
        log = LogFile(Path("/proc/no-such-folder/log"))
        with self.assertLogs(log_file.LOG, "WARNING"), log.open() as file:
            file.write(b"lost")
        self.assertEqual(log.take(), "")
        self.assertEqual(log.read_all(), "")

    def test_splits_a_long_line_between_characters(self) -> None:
        self.write(("é" * MAX_LINE_BYTES).encode())
        parts = self.log.take().splitlines()
        self.assertEqual("".join(parts), "é" * MAX_LINE_BYTES)
        self.assertTrue(all(len(part.encode()) <= MAX_LINE_BYTES for part in parts))

    def test_accepts_output_that_is_not_utf_8(self) -> None:
        self.write(b"\xff\xfe ok\n")
        self.assertIn(" ok", self.log.take())
        self.write(b"\x80" * (MAX_LINE_BYTES + 5))
        self.assertEqual(len("".join(self.log.take().split("\n"))), MAX_LINE_BYTES + 5)

    def test_can_be_read_again_as_a_whole(self) -> None:
        self.assertEqual(self.log.read_all(), "")
        self.write(b"one\n")
        self.log.take()
        self.assertEqual(self.log.read_all(), "one\n")


if __name__ == "__main__":
    unittest.main()
