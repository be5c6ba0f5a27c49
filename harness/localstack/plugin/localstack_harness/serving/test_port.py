import socket
import unittest
from unittest.mock import MagicMock, patch

from localstack.config import HostAndPort
from localstack.runtime.server import twisted

from localstack_harness.serving import port

port.bind_to_named_hosts(twisted_only=False)


class BindToNamedHostsTest(unittest.TestCase):
    def bound(self, *hosts: str) -> list[str]:
        """The addresses at which a server listens for them."""
        listen = [HostAndPort(host, 4566 + at) for at, host in enumerate(hosts)]
        with (
            patch.object(port, "Listener"),
            patch.object(port, "users"),
            patch.object(socket, "create_server") as create,
        ):
            twisted.TwistedRuntimeServer().register(MagicMock(), listen)
        return [call.args[0][0] for call in create.call_args_list]

    def test_binds_only_to_the_named_addresses(self) -> None:
        self.assertEqual(self.bound("127.0.0.1"), ["127.0.0.1"])
        self.assertEqual(self.bound("192.0.2.1", "localhost", "::1"), ["192.0.2.1", "127.0.0.1", "::1"])

    def test_refuses_a_name_that_needs_dns(self) -> None:
        with self.assertRaises(ValueError):
            self.bound("example.com")

    def test_ends_without_any_connection(self) -> None:
        with patch.object(twisted, "reactor"), patch.object(port, "reactor") as reactor:
            twisted.TwistedRuntimeServer().shutdown()
        reactor.wakeUp.assert_called_once_with()


if __name__ == "__main__":
    unittest.main()
