"""
Runs a command in a terminal: `python terminal.py <command> [argument…]`.

What is written to the standard input is typed, and what the command writes comes out of the standard output. The terminal is
closed when the standard input ends, also because the process that holds its other end was killed.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

_ROWS_AND_COLUMNS = struct.pack("HHHH", 40, 120, 0, 0)


def keys(fd: int) -> bytes:
    typed = os.read(fd, 1024)
    if not typed:
        os._exit(0)
    return typed


def output(fd: int) -> bytes:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, _ROWS_AND_COLUMNS)
    return os.read(fd, 1024)


sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], output, keys)))
