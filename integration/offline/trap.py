"""Notes every packet on the loopback interface that is meant for another machine, one JSON object a line.

All addresses lead to this interface: see enter.sh. The file appears when nothing can pass unseen any more.
"""

import ipaddress
import json
import socket
import sys
from typing import Any

_EVERY_PROTOCOL = 0x0003
_PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
_DNS = 53
_ETHERNET_HEADER = 14
_IPV6_HEADER = 40
_TCP_FLAGS, _SYN, _ACK = 13, 0x02, 0x10
_UNREACHABLE = (1, 3)


def main(path: str) -> None:
    sniffer = socket.socket(
        socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(_EVERY_PROTOCOL)
    )
    sniffer.bind(("lo", 0))
    with open(path, "w", buffering=1, encoding="utf-8") as notes:
        while True:
            frame, address = sniffer.recvfrom(65_535)
            # each packet is seen when it leaves and when it arrives
            if address[2] != socket.PACKET_OUTGOING:
                continue
            note = _note(frame[_ETHERNET_HEADER:])
            if note:
                print(json.dumps(note), file=notes)


def _note(packet: bytes) -> dict[str, Any] | None:
    version = packet[0] >> 4
    if version == 4:
        header = (packet[0] & 0x0F) * 4
        protocol, target = packet[9], packet[16:20]
    elif version == 6:
        header, protocol = _IPV6_HEADER, packet[6]
        target = packet[24:40]
    else:
        return None
    target = ipaddress.ip_address(target)
    body = packet[header:]
    name = _PROTOCOLS.get(protocol, str(protocol))
    if target.is_loopback or _is_answer(name, body):
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
