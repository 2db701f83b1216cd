"""What a reading process may not do, without being root: no network, nothing written outside its folder, no orphan.

Linux only, each part where the kernel offers it; what it cannot do is left to the readers, none of which fetches.
Sources: seccomp(2), landlock(7), prctl(2), linux/audit.h.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 38, 22, 2
ALLOW, DENY = 0x7FFF0000, 0x00050000 | 1  # the call fails with EPERM
AF_UNIX = 1
SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # machine -> audit name, number of socket(2)
IO_URING_SETUP = 425  # could open sockets behind the filter's back

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_PATH_BENEATH = 1
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
CHANGES = WRITE_FILE | sum(1 << bit for bit in range(4, 13))  # write, remove, make anything
SINCE = ((2, 1 << 13), (3, TRUNCATE))  # rights that came with later versions: move between folders, truncate
MAKE_SOCKET, REMOVE_FILE = 1 << 9, 1 << 5
# LibreOffice speaks to itself through a socket whose place is fixed, and removes it
ELSEWHERE = (("/dev", WRITE_FILE | TRUNCATE), ("/tmp", MAKE_SOCKET | REMOVE_FILE))


def die_with_parent() -> None:
    """SIGKILL for this process when the one it was forked from ends, however that ends."""
    _prctl(PR_SET_PDEATHSIG, 9)


def forbid_network() -> bool:
    """No sockets but local ones, for this process and all it starts; False where the kernel cannot."""
    if platform.machine() not in SOCKET:
        return False
    machine, socket = SOCKET[platform.machine()]
    load, equal, answer = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
    rows = [
        (load, 0, 0, 4),  # of which machine is the call?
        (equal, 0, 6, machine),  # another (32-bit): denied
        (load, 0, 0, 0),  # which call?
        (equal, 4, 0, IO_URING_SETUP),
        (equal, 0, 2, socket),
        (load, 0, 0, 16),  # its first argument: the address family
        (equal, 0, 1, AF_UNIX),
        (answer, 0, 0, ALLOW),
        (answer, 0, 0, DENY),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rows), ctypes.addressof(code)))
    return _no_new_rights() and _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def forbid_writing_outside(folder: Path) -> bool:
    """Files can be made and changed in `folder` only (devices written too), by this process and all it starts."""
    version = _call(LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    rights = CHANGES | sum(right for since, right in SINCE if version >= since)
    ruleset = _call(LANDLOCK_CREATE, struct.pack("Q", rights), 8, 0)
    if ruleset < 0:
        return False
    try:
        for path, allowed in ((folder, rights), *((Path(path), rights & part) for path, part in ELSEWHERE)):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            _call(LANDLOCK_ADD, ruleset, LANDLOCK_PATH_BENEATH, struct.pack("=Qi", allowed, place), 0)
            os.close(place)
        return _no_new_rights() and _call(LANDLOCK_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _no_new_rights() -> bool:
    return _prctl(PR_SET_NO_NEW_PRIVS, 1)


def _prctl(option: int, *values: int) -> bool:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return int(ctypes.CDLL(None).prctl(option, *padded)) == 0


def _call(number: int, *arguments: int | bytes | None) -> int:
    syscall = ctypes.CDLL(None).syscall
    syscall.restype = ctypes.c_long
    return int(syscall(number, *(ctypes.c_long(x) if isinstance(x, int) else x for x in arguments)))
