"""Programs outside Python: found or named with their package, run without a shell, ended when their time is over.

What they may touch is settled by the reading process they are started from (`confinement`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from extractors.allowance import seconds_left
from extractors.errors import MissingProgram, TimedOut


class Finished(NamedTuple):
    """How a program ended: its exit code, what it printed, what it complained of."""

    code: int
    output: bytes
    complaint: str


def find_program(name: str, package: str, places: Sequence[str] = ()) -> str:
    """The path of a program; raises MissingProgram with the Debian package that holds it."""
    found = shutil.which(name) or next((place for place in places if Path(place).is_file()), None)
    if found is None:
        raise MissingProgram(f"{name} is not installed; Debian package: {package}")
    return found


def run_program(command: Sequence[str], timeout: float, folder: Path) -> Finished:
    """Run a program in `folder` and wait; raises TimedOut after `timeout` seconds (or what the file has left)."""
    left = seconds_left()
    seconds = timeout if left is None else min(timeout, max(0.1, left - 1))
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "LC_ALL": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TimedOut(f"{Path(command[0]).name}: over {seconds:g} s") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # the program and whatever it started
        process.communicate()
    return Finished(process.returncode, output, complaint.decode("utf-8", "replace").strip()[:300])
