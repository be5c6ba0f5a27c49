import unittest
from typing import Any

from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import LogGroup

from localstack_harness.logs import log_streams


class LogStreamsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        import localstack.services.logs.provider  # noqa: F401 - what is patched patches moto itself

        log_streams.install()

    def setUp(self) -> None:
        make: Any = LogGroup
        self.group = make("000000000000", "us-east-1", "/walks")

    def test_a_group_with_a_subscription_gets_streams(self) -> None:
        self.group.put_subscription_filter(
            "all", "ERROR", "arn:aws:lambda:us-east-1:000000000000:function:f", ""
        )
        self.group.create_log_stream("one")
        self.assertEqual(list(self.group.streams), ["one"])

    def test_a_stream_exists_once(self) -> None:
        self.group.create_log_stream("one")
        with self.assertRaises(ResourceAlreadyExistsException):
            self.group.create_log_stream("one")


if __name__ == "__main__":
    unittest.main()
