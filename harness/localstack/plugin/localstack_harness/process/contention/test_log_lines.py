import errno
import io
import logging
import threading
import unittest
from typing import TextIO, override
from unittest import mock

from localstack_harness.process.contention.log_lines import LineHandler


class Output(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.flushed = threading.Event()

    @override
    def flush(self) -> None:
        self.flushed.set()


class LineHandlerTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self.output = Output()
        handler: logging.StreamHandler[TextIO] = logging.StreamHandler(self.output)
        handler.setLevel(logging.INFO)
        handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        handler.addFilter(lambda record: "secret" not in record.getMessage())
        self.handler = LineHandler(handler)
        self.logger = logging.getLogger(self.id())
        self.logger.propagate = False
        self.logger.setLevel(logging.DEBUG)
        self.logger.addHandler(self.handler)

    def test_lines_are_written_soon_in_their_order(self) -> None:
        for number in range(3):
            self.logger.info("line %d", number)
        self.assertTrue(self.output.flushed.wait(10))
        self.assertEqual(self.output.getvalue(), "INFO line 0\nINFO line 1\nINFO line 2\n")

    def test_a_warning_is_written_at_once_with_what_came_before(self) -> None:
        self.logger.info("before")
        self.logger.warning("now")
        self.assertEqual(self.output.getvalue(), "INFO before\nWARNING now\n")

    def test_what_is_left_is_written_at_the_end(self) -> None:
        self.logger.info("last")
        self.handler.flush()
        self.assertEqual(self.output.getvalue(), "INFO last\n")

    def test_a_full_disk_loses_lines_and_no_more(self) -> None:
        with mock.patch.object(self.output, "write", side_effect=OSError(errno.ENOSPC, "no space")):
            self.logger.warning("lost")
        self.logger.info("after")
        self.assertTrue(self.output.flushed.wait(10))
        self.assertEqual(self.output.getvalue(), "INFO after\n")

    def test_what_is_logged_while_lines_are_written_is_written_too(self) -> None:
        write = self.output.write

        def log_meanwhile(text: str) -> int:
            if "first" in text:
                self.logger.warning("meanwhile")
            return write(text)

        with mock.patch.object(self.output, "write", log_meanwhile):
            thread = threading.Thread(target=self.logger.warning, args=("first",), daemon=True)
            thread.start()
            thread.join(10)
        self.assertFalse(thread.is_alive())
        self.assertEqual(self.output.getvalue(), "WARNING meanwhile\nWARNING first\n")

    def test_level_format_and_filters_stay(self) -> None:
        self.logger.debug("low")
        self.logger.warning("a secret")
        self.logger.warning("high")
        self.assertEqual(self.output.getvalue(), "WARNING high\n")

    def test_a_copy_of_the_process_writes_only_its_lines(self) -> None:
        self.logger.info("of the original")
        with self.handler._writing:
            self.handler._forget()
        self.logger.warning("of the copy")
        self.assertEqual(self.output.getvalue(), "WARNING of the copy\n")
