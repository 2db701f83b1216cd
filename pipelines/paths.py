"""What people hand in as paths: files, and folders of files."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Each path that is no folder, and all files below each that is one, hidden ones left out, in order."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        below = (file for file in path.rglob("*") if not file.is_dir())
        yield from sorted(file for file in below if not any(p.startswith(".") for p in file.relative_to(path).parts))


def check_readable(path: Path) -> None:
    """Raise OSError unless the path is a regular file that may be read: a pipe or a device would never end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "Not a regular file")
    with path.open("rb"):
        pass


def failure_code(error: OSError) -> str:
    """The stable code of why a path gave nothing: `missing` or `not_readable`."""
    return "missing" if isinstance(error, FileNotFoundError) else "not_readable"


def failure_reason(error: OSError) -> str:
    """The same in the words of the operating system."""
    return error.strerror or str(error)
