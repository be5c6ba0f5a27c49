import io
import unittest
from typing import Any
from unittest import mock

from twisted.web.http import HTTPFactory

from localstack_harness.process import access_log


class AccessLogTest(unittest.TestCase):
    def log(self) -> str:
        """What twisted writes of a request."""
        factory: Any = HTTPFactory(reactor=mock.MagicMock())
        factory._logFile = io.StringIO()
        factory._logFormatter = lambda _time, request: f"line of {request}"
        factory.log("a request")
        return str(factory._logFile.getvalue())

    def test_twisted_writes_no_line(self) -> None:
        self.enterContext(mock.patch.object(HTTPFactory, "log", HTTPFactory.log))
        self.assertEqual(self.log(), "line of a request\n")
        access_log.install()
        self.assertEqual(self.log(), "")


if __name__ == "__main__":
    unittest.main()
