"""A pipe that carries objects between two processes: as multiprocessing's, without the time it takes to import that."""

from __future__ import annotations

import os
import pickle
import select
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!Q")
_SMALL = 1 << 14  # bytes that are rather copied than written after their length


class Channel:
    """One end; the other may be in another process.

    Errors: EOFError when the other end was closed, OSError when nobody is there to read what is sent.
    """

    def __init__(self, number: int) -> None:
        self._number = number

    def send(self, message: Any) -> None:
        """Write an object, whole."""
        body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self._write(_LENGTH.pack(len(body)) + body if len(body) < _SMALL else _LENGTH.pack(len(body)))
        if len(body) >= _SMALL:
            self._write(body)

    def recv(self) -> Any:
        """Wait for an object."""
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return pickle.loads(self._read(length))

    def poll(self, seconds: float) -> bool:
        """Whether there is something to read, or the other end was closed, within so many seconds."""
        waiting = select.poll()
        waiting.register(self._number, select.POLLIN)
        return bool(waiting.poll(max(0.0, seconds) * 1000))

    def fileno(self) -> int:
        """The number of its open file."""
        return self._number

    def close(self) -> None:
        """Give it up; the other end notices."""
        number, self._number = self._number, -1
        if number >= 0:
            os.close(number)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._number, left) :]

    def _read(self, length: int) -> bytearray:
        body = bytearray(length)
        left = memoryview(body)
        while left:
            count = os.readv(self._number, [left])
            if not count:
                raise EOFError
            left = left[count:]
        return body


def open_channel() -> tuple[Channel, Channel]:
    """Both ends of a new one, closed in programs that are started."""
    one, other = socket.socketpair()
    return Channel(one.detach()), Channel(other.detach())
