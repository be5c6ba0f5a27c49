import unittest
from types import SimpleNamespace
from unittest.mock import MagicMock, patch

from localstack.runtime.server import twisted

from localstack_harness.process import loopback

loopback.listen_where_told()


class ListenWhereToldTest(unittest.TestCase):
    def interfaces(self, *hosts: str) -> list[str]:
        listen = [SimpleNamespace(host=host, port=4566 + at) for at, host in enumerate(hosts)]
        with patch.object(loopback, "TCP4ServerEndpoint") as endpoint:
            twisted.TwistedRuntimeServer().register(MagicMock(), listen)
        return [call.kwargs["interface"] for call in endpoint.call_args_list]

    def test_only_the_addresses_that_were_named(self) -> None:
        self.assertEqual(self.interfaces("127.0.0.1"), ["127.0.0.1"])
        self.assertEqual(self.interfaces("0.0.0.0", "localhost"), ["0.0.0.0", "127.0.0.1"])

    def test_no_name_that_would_have_to_be_looked_up(self) -> None:
        with self.assertRaises(ValueError):
            self.interfaces("example.com")


if __name__ == "__main__":
    unittest.main()
