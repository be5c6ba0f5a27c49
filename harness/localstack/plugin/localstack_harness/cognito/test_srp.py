import base64
import hashlib
import secrets
import unittest

from localstack_harness.cognito import srp
from localstack_harness.cognito.srp import Verification, derived_key, padded, sign

BLOCK = base64.b64encode(b"session").decode()
WHEN = "Thu Jan 1 00:00:00 UTC 2026"


class Client:
    """The client's side, as AWS's libraries compute it."""

    def __init__(self, username: str, password: str, pool: str = "pool") -> None:
        self.username, self.password, self.pool = username, password, pool
        self._private = secrets.randbits(1024)
        self.public = pow(srp._G, self._private, srp._N)

    def signature(self, salt: int, server_public: int, block: str = BLOCK) -> str:
        scramble = srp._hash(padded(self.public), padded(server_public))
        identity = hashlib.sha256(f"{self.pool}{self.username}:{self.password}".encode()).digest()
        x = srp._hash(padded(salt), identity)
        base = server_public - srp._K * pow(srp._G, x, srp._N)
        shared = pow(base, self._private + scramble * x, srp._N)
        return sign(derived_key(shared, scramble), self.pool, self.username, block, WHEN)


class VerificationTest(unittest.TestCase):
    def accepts(self, given: str, block: str = BLOCK) -> bool:
        client = Client("ann", given)
        server = Verification("pool", "ann", "Secret-1", client.public)
        return server.accepts(client.signature(server.salt, server.public), block, WHEN)

    def test_accepts_the_password(self) -> None:
        for _ in range(5):  # numbers with and without padding
            self.assertTrue(self.accepts("Secret-1"))

    def test_refuses_another_password_or_session(self) -> None:
        self.assertFalse(self.accepts("Secret-2"))
        self.assertFalse(self.accepts("Secret-1", base64.b64encode(b"other").decode()))

    def test_refuses_a_public_value_that_reveals_the_key(self) -> None:
        for public in (0, srp._N, 2 * srp._N):
            with self.assertRaises(ValueError):
                Verification("pool", "ann", "Secret-1", public)

    def test_pads_as_a_positive_number(self) -> None:
        self.assertEqual(padded(0x7F), b"\x7f")
        self.assertEqual(padded(0x80), b"\x00\x80")
        self.assertEqual(padded(0x1FF), b"\x01\xff")


if __name__ == "__main__":
    unittest.main()
