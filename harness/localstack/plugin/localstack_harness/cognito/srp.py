"""
The Secure Remote Password protocol as Cognito's clients speak it (USER_SRP_AUTH). Knows nothing of LocalStack.

https://datatracker.ietf.org/doc/html/rfc5054, and the source of amazon-cognito-identity-js
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

# the group of 3072 bits of RFC 3526
_N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
_G = 2
_INFO = b"Caldera Derived Key\x01"
_KEY_BYTES = 16


def padded(number: int) -> bytes:
    """As a positive number of two's complement."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest())


_K = _hash(padded(_N), padded(_G))


@dataclass
class Verification:
    """One sign-in, from the client's public value A to its signature."""

    pool_name: str
    """The part of the pool's id after its region."""
    username: str
    password: str
    client_public: int
    salt: int = field(default_factory=lambda: secrets.randbits(128))
    _private: int = field(default_factory=lambda: secrets.randbits(1024))

    def __post_init__(self) -> None:
        if self.client_public % _N == 0:
            raise ValueError("SRP_A is zero")
        self.public = (_K * self._verifier() + pow(_G, self._private, _N)) % _N

    def _verifier(self) -> int:
        identity = hashlib.sha256(f"{self.pool_name}{self.username}:{self.password}".encode()).digest()
        return pow(_G, _hash(padded(self.salt), identity), _N)

    def accepts(self, signature: str, secret_block: str, timestamp: str) -> bool:
        """Whether the client knows the password."""
        scramble = _hash(padded(self.client_public), padded(self.public))
        shared = pow(self.client_public * pow(self._verifier(), scramble, _N), self._private, _N)
        key = derived_key(shared, scramble)
        expected = sign(key, self.pool_name, self.username, secret_block, timestamp)
        return hmac.compare_digest(expected.encode(), signature.encode())


def derived_key(shared: int, scramble: int) -> bytes:
    pseudo_random = hmac.digest(padded(scramble), padded(shared), "sha256")
    return hmac.digest(pseudo_random, _INFO, "sha256")[:_KEY_BYTES]


def sign(key: bytes, pool_name: str, username: str, secret_block: str, timestamp: str) -> str:
    message = pool_name.encode() + username.encode() + base64.b64decode(secret_block) + timestamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()
