import os
import socket
import struct
import sys
import unittest
from unittest.mock import patch

from localstack_harness.support.http import users
from localstack_harness.support.http.users import End, Users, end_of

OTHER = 4_000_000
ESTABLISHED, CLOSE_WAIT = 1, 8


@unittest.skipUnless(sys.platform == "linux", "only Linux knows the users of connections")
class ConnectionTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.server.close)
        self.client = socket.create_connection(self.server.getsockname())
        self.addCleanup(self.client.close)
        self.at = self.client.getsockname()

    def may_connect(self, *allowed: int) -> bool:
        return Users(frozenset(allowed)).may_connect(self.at, self.server.getsockname())

    def test_is_accepted_from_an_allowed_user_only(self) -> None:
        self.assertTrue(self.may_connect(os.getuid()))
        self.assertFalse(self.may_connect(OTHER))

    def test_that_its_client_has_closed_is_refused(self) -> None:
        # Linux gives these to root
        self.client.close()
        self.assertFalse(self.may_connect(0, os.getuid()))

    def test_that_its_client_has_reset_is_refused(self) -> None:
        self.client.send(b"GET / HTTP/1.1\r\n\r\n")
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()
        self.assertFalse(self.may_connect(0, os.getuid()))

    def test_has_two_ends_also_with_ipv6(self) -> None:
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
            address = server.getsockname()[:2]
            with socket.create_connection(address) as client:
                self.assertEqual(
                    end_of(client.getsockname()[:2], address), End(ESTABLISHED, os.getuid(), is_held=True)
                )


class UsersTest(unittest.TestCase):
    def test_are_root_the_own_one_and_those_in_a_variable(self) -> None:
        with patch.object(users, "_knows_users", return_value=True):
            self.assertEqual(Users.of({}).allowed, {0, os.geteuid()})
            self.assertEqual(Users.of({"HARNESS_USERS": "1234, root"}).allowed, {0, os.geteuid(), 1234})

    def test_are_all_where_the_variable_or_the_machine_makes_it_so(self) -> None:
        self.assertTrue(Users.of({"HARNESS_USERS": "*"}).may_connect(("127.0.0.1", 1), ("127.0.0.1", 2)))
        for answer in ({"side_effect": OSError("forbidden")}, {"return_value": None}):
            with patch.object(users, "end_of", **answer):
                self.assertIsNone(Users.of({}).allowed)

    def test_that_the_machine_does_not_have_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "HARNESS_USERS has .* 'no-such-user'"):
            Users.of({"HARNESS_USERS": "no-such-user"})

    def test_of_another_network_are_accepted_while_they_are_connected(self) -> None:
        for state, accepted in ((ESTABLISHED, True), (CLOSE_WAIT, False)):
            ends = [None, End(state, 0, is_held=False)]
            with patch.object(users, "end_of", side_effect=ends):
                answer = Users(frozenset({0})).may_connect(("127.0.0.1", 1), ("127.0.0.1", 2))
            self.assertEqual(answer, accepted)


if __name__ == "__main__":
    unittest.main()
