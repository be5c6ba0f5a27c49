"""
Users of this machine who may connect to a server on loopback. Linux knows which user each end of a connection
belongs to: https://man7.org/linux/man-pages/man7/sock_diag.7.html
"""

import functools
import logging
import os
import pwd
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass

LOG = logging.getLogger(__name__)

type Address = tuple[str, int]

# <linux/netlink.h>, <linux/sock_diag.h>, <linux/inet_diag.h>
_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_NLM_F_REQUEST = 1
_NLMSG_ERROR = 2
_HEADER = struct.Struct("=IHHII")
_REQUEST = struct.Struct("=BBBxI2s2s16s16sI8s")
_ANSWER = struct.Struct("=BBBB48sIIIII")
_ALL_STATES = 0xFFFFFFFF
_NO_COOKIE = b"\xff" * 8
_TCP_ESTABLISHED = 1


@dataclass(frozen=True)
class End:
    """One end of a connection, in the network of this process."""

    state: int
    user: int
    is_held: bool
    """By a process; its user is known only then."""


def end_of(own: Address, other: Address) -> End | None:
    """The end with the first address; None if there is none here. Raises OSError where this cannot be asked."""
    if sys.platform != "linux":
        raise OSError("only Linux knows the users of connections")
    family = socket.AF_INET6 if ":" in own[0] else socket.AF_INET
    (source, source_port), (target, target_port) = (
        (socket.inet_pton(family, host), port.to_bytes(2)) for host, port in (own, other)
    )
    request = _REQUEST.pack(
        *(family, socket.IPPROTO_TCP, 0, _ALL_STATES),
        *(source_port, target_port, source, target, 0, _NO_COOKIE),
    )
    size = _HEADER.size + len(request)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _NETLINK_SOCK_DIAG) as diagnostics:
        diagnostics.send(_HEADER.pack(size, _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 0, 0) + request)
        answer = diagnostics.recv(4096)
    if _HEADER.unpack_from(answer)[1] == _NLMSG_ERROR:
        return None
    _, state, *_, user, inode = _ANSWER.unpack_from(answer, _HEADER.size)
    return End(state, user, inode != 0)


@dataclass(frozen=True)
class Users:
    allowed: frozenset[int] | None
    """By number; None for all."""

    @staticmethod
    def of(settings: Mapping[str, str]) -> "Users":
        """Root, the user of this process, and those in HARNESS_USERS. Raises ValueError for an unknown name."""
        named = [part.strip() for part in settings.get("HARNESS_USERS", "").split(",") if part.strip()]
        if "*" in named:
            return Users(None)
        if not _knows_users():
            LOG.warning("this machine does not say which user a connection is from: every user may connect")
            return Users(None)
        return Users(frozenset({0, os.geteuid(), *map(_number, named)}))

    def may_connect(self, client: Address, server: Address) -> bool:
        if self.allowed is None:
            return True
        end = end_of(client, server)
        if end:
            if end.is_held and end.user not in self.allowed:
                LOG.warning("refused a connection of the user with the number %s", end.user)
            # one that no process holds any more may be anyone's
            return end.is_held and end.user in self.allowed
        # from another network, such as that of a virtual machine's host, or reset
        own = end_of(server, client)
        return own is not None and own.state == _TCP_ESTABLISHED


def _knows_users() -> bool:
    """Tried with a connection of this process: a kernel may lack the module, or a container forbid the socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            try:
                end = end_of(client.getsockname(), address)
            except OSError:
                return False
    return end is not None and end.is_held and end.user == os.geteuid()


def _number(user: str) -> int:
    if user.isascii() and user.isdigit():
        return int(user)
    try:
        return pwd.getpwnam(user).pw_uid
    except KeyError:
        raise ValueError(
            f"HARNESS_USERS has a user whom this machine does not have: {user[:100]!r}"
        ) from None


@functools.cache
def users() -> Users:
    return Users.of(os.environ)
