"""Notes every packet on the loopback interface that is meant for another machine, one JSON object a line.

All addresses lead to this interface: see enter.sh. The file appears when nothing can pass unseen any more. On SIGTERM what
has passed by then is noted before this ends.
"""

import ctypes
import ipaddress
import json
import signal
import socket
import struct
import sys
from typing import Any

_PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
_DNS = 53
_ETHERNET_HEADER = 14
_IPV6_HEADER = 40
_TCP_FLAGS, _SYN, _ACK = 13, 0x02, 0x10
_UNREACHABLE = (1, 3)

# From <linux/if_ether.h>, <linux/if_packet.h> and <asm/socket.h>
_ETH_P_ALL = 0x0003
_SOL_PACKET, _PACKET_STATISTICS = 263, 6
_SO_ATTACH_FILTER = 26

# What the kernel hands over (BPF, <linux/filter.h>): packets that leave, and not to loopback. All else would fill up the
# buffer: everything that the commands say to LocalStack passes here.
_LOAD_WORD, _LOAD_HALF, _LOAD_BYTE, _IF_EQUAL, _RETURN = 0x20, 0x28, 0x30, 0x15, 0x06
_PACKET_TYPE = 0xFFFFF004
_FILTER = [
    (_LOAD_WORD, 0, 0, _PACKET_TYPE),
    (_IF_EQUAL, 0, 14, socket.PACKET_OUTGOING),
    (_LOAD_HALF, 0, 0, 12),
    (_IF_EQUAL, 0, 2, 0x0800),
    (_LOAD_BYTE, 0, 0, 30),
    (_IF_EQUAL, 10, 9, 127),
    (_IF_EQUAL, 0, 9, 0x86DD),
    # ::1, word by word
    (_LOAD_WORD, 0, 0, 38),
    (_IF_EQUAL, 0, 6, 0),
    (_LOAD_WORD, 0, 0, 42),
    (_IF_EQUAL, 0, 4, 0),
    (_LOAD_WORD, 0, 0, 46),
    (_IF_EQUAL, 0, 2, 0),
    (_LOAD_WORD, 0, 0, 50),
    (_IF_EQUAL, 1, 0, 1),
    (_RETURN, 0, 0, 0xFFFF),
    (_RETURN, 0, 0, 0),
]


def main(path: str) -> None:
    sniffer = socket.socket(
        socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL)
    )
    _attach_filter(sniffer)
    sniffer.bind(("lo", 0))
    signal.signal(signal.SIGTERM, lambda *_: sniffer.setblocking(False))
    with open(path, "w", buffering=1, encoding="utf-8") as notes:
        while True:
            try:
                note = _note(sniffer.recv(65_535)[_ETHERNET_HEADER:])
            except BlockingIOError:
                break
            if note:
                print(json.dumps(note), file=notes)
        _, lost = struct.unpack(
            "II", sniffer.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8)
        )
        if lost:
            print(json.dumps({"lost": lost}), file=notes)


def _attach_filter(sniffer: socket.socket) -> None:
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in _FILTER)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HP", len(_FILTER), ctypes.addressof(buffer))
    sniffer.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def _note(packet: bytes) -> dict[str, Any] | None:
    if packet[0] >> 4 == 4:
        header, protocol = (packet[0] & 0x0F) * 4, packet[9]
        target = ipaddress.ip_address(packet[16:20])
    else:
        header, protocol = _IPV6_HEADER, packet[6]
        target = ipaddress.ip_address(packet[24:40])
    body = packet[header:]
    name = _PROTOCOLS.get(protocol, str(protocol))
    if _is_answer(name, body):
        return None
    port = int.from_bytes(body[2:4]) if name in ("tcp", "udp") else None
    note = {"to": str(target), "protocol": name, "port": port}
    return {**note, "asks": _question(body[8:])} if port == _DNS else note


def _is_answer(protocol: str, body: bytes) -> bool:
    """Of this machine, in the name of the one that was asked: what it answers has been noted."""
    if protocol == "tcp":
        return body[_TCP_FLAGS] & (_SYN | _ACK) != _SYN
    return protocol in ("icmp", "icmpv6") and body[0] in _UNREACHABLE


def _question(message: bytes) -> str:
    """The name that a DNS message asks for (RFC 1035, 4.1.2)."""
    labels, at = [], 12
    while at < len(message) and message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].decode(errors="replace"))
        at += 1 + message[at]
    return ".".join(labels)


if __name__ == "__main__":
    main(sys.argv[1])
