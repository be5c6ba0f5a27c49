import unittest
from unittest.mock import MagicMock, patch

from localstack.config import HostAndPort
from localstack.runtime.server import twisted

from localstack_harness.process import loopback

loopback.bind_to_named_hosts()


class BindToNamedHostsTest(unittest.TestCase):
    def interfaces(self, *hosts: str) -> list[str]:
        listen = [HostAndPort(host, 4566 + at) for at, host in enumerate(hosts)]
        with patch.object(loopback, "TCP4ServerEndpoint") as endpoint:
            twisted.TwistedRuntimeServer().register(MagicMock(), listen)
        return [call.kwargs["interface"] for call in endpoint.call_args_list]

    def test_binds_only_to_the_named_addresses(self) -> None:
        self.assertEqual(self.interfaces("127.0.0.1"), ["127.0.0.1"])
        self.assertEqual(self.interfaces("192.0.2.1", "localhost"), ["192.0.2.1", "127.0.0.1"])

    def test_refuses_a_name_that_needs_dns(self) -> None:
        with self.assertRaises(ValueError):
            self.interfaces("example.com")


if __name__ == "__main__":
    unittest.main()
