import socket
import subprocess
import sys
import threading
import unittest
from pathlib import Path
from unittest.mock import MagicMock, patch

from localstack.config import HostAndPort
from rolo.gateway import Gateway, RequestContext
from rolo.response import Response

from localstack_harness.serving import server
from localstack_harness.serving.server import Server

_PLUGIN = str(Path(__file__).parents[2])
_LISTEN = """
import sys
from localstack.config import HostAndPort
from localstack_harness import plugin
from localstack_harness.serving.server import Server
Server(twisted_only=False).register(None, [HostAndPort("127.0.0.1", 0)])
print("twisted.internet" in sys.modules)
"""


class BoundTest(unittest.TestCase):
    def bound(self, *hosts: str) -> list[str]:
        """The addresses at which a server listens for them."""
        listen = [HostAndPort(host, 4566 + at) for at, host in enumerate(hosts)]
        with (
            patch.object(server, "Listener"),
            patch.object(server, "users"),
            patch.object(socket, "create_server") as create,
        ):
            Server(twisted_only=False).register(MagicMock(), listen)
        return [call.args[0][0] for call in create.call_args_list]

    def test_binds_only_to_the_named_addresses(self) -> None:
        self.assertEqual(self.bound("127.0.0.1"), ["127.0.0.1"])
        self.assertEqual(self.bound("192.0.2.1", "localhost", "::1"), ["192.0.2.1", "127.0.0.1", "::1"])

    def test_refuses_a_name_that_needs_dns(self) -> None:
        with self.assertRaises(ValueError):
            self.bound("example.com")


class ServerTest(unittest.TestCase):
    def test_runs_until_it_is_shut_down(self) -> None:
        running = Server(twisted_only=False)
        thread = threading.Thread(target=running.run)
        thread.start()
        self.assertTrue(thread.is_alive())
        running.shutdown()
        thread.join(10)
        self.assertFalse(thread.is_alive())

    def test_does_not_import_twisted_to_listen(self) -> None:
        listening = subprocess.run(
            [sys.executable, "-c", _LISTEN],
            env={"PYTHONPATH": _PLUGIN},
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(listening.stdout, "False\n")

    def test_serves_by_twisted_what_is_passed_to_it(self) -> None:
        def respond(chain: object, context: RequestContext, response: Response) -> None:
            response.set_data(f"to {context.request.path}")

        served = Server(twisted_only=True)
        self.addCleanup(served.shutdown)
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)
        with patch.object(server, "bound", return_value=listening):
            served.register(Gateway([respond]), [HostAndPort("127.0.0.1", 0)])
        for path in ("/one", "/two"):
            client = self.enterContext(socket.create_connection(listening.getsockname(), timeout=10))
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
            with client.makefile("rb") as stream:
                response = stream.read()
            self.assertTrue(response.startswith(b"HTTP/1.1 200 OK\r\n"), response)
            self.assertTrue(response.endswith(f"to {path}".encode()), response)


if __name__ == "__main__":
    unittest.main()
