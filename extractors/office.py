"""LibreOffice without a window: old office files become DOCX, which our own reader reads.

Each process has a profile of its own (two calls on one profile fail), in which macros, links and updates are off.
One call costs about half a second, a file in a batch a tenth of it. The network is closed by the reading process, and
by a proxy that answers nothing.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from extractors.allowance import allow_page
from extractors.errors import Damaged, Deferred
from extractors.programs import Finished, find_program, run_program

PACKAGE = "libreoffice-writer-nogui"
PLACES = ("/usr/lib/libreoffice/program/soffice.bin", "/opt/libreoffice/program/soffice.bin")
TO_DOCX = "docx:MS Word 2007 XML"
TIMEOUT = 40.0  # seconds of a single file: under the limit of the process that reads it
PER_FILE = 5.0  # seconds that each file of a batch adds to it
RESTART = 81  # what a fresh profile ends with: the second start works
KEPT = "keep-"  # a reading process keeps what is named so for its next file

_ITEM = '<item oor:path="/org.openoffice.{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class _Plan(NamedTuple):
    """What is to happen to a file: it is put off, or what is `made` of it is here already."""

    data: bytes
    made: bytes | None


_plans: list[_Plan] = []


@contextmanager
def planned(data: bytes, *, defer: bool = False, made: bytes | None = None) -> Iterator[None]:
    """Meanwhile LibreOffice is not called for these bytes: Deferred is raised, or `made` is what it made of them."""
    if defer or made is not None:
        _plans.append(_Plan(data, made))
    try:
        yield
    finally:
        _plans.clear()


def convert_bytes(data: bytes, suffix: str) -> bytes:
    """The DOCX that LibreOffice makes of one file's bytes; `suffix` (`.doc`) tells it the format.

    Raises MissingProgram, TimedOut, Damaged, and Deferred where that is `planned`.
    """
    for plan in _plans:
        if plan.data == data:
            if plan.made is not None:
                return plan.made
            raise Deferred(suffix)
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        source = Path(name) / f"in{suffix}"
        source.write_bytes(data)
        made = convert_batch([source], Path(name) / "out")
        if source not in made:
            raise Damaged("LibreOffice cannot open it")
        return made[source].read_bytes()


def convert_together(files: Sequence[tuple[bytes, str]]) -> list[bytes | None]:
    """The DOCX of each of some files (bytes and suffix), in one call; None where LibreOffice made none."""
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        paths = []
        for number, (data, suffix) in enumerate(files):
            paths.append(Path(name) / f"{number}{suffix}")
            paths[-1].write_bytes(data)
            allow_page()  # each is work of its own
        converted = convert_batch(paths, Path(name) / "out")
        return [converted[path].read_bytes() if path in converted else None for path in paths]


def convert_batch(paths: Sequence[Path], folder: Path, to: str = TO_DOCX) -> dict[Path, Path]:
    """Each file that LibreOffice could convert, with the path of its DOCX in `folder`, in one call.

    The stems must differ; a file that it cannot open is missing from the answer. Raises MissingProgram, TimedOut.
    """
    program = find_program("soffice.bin", PACKAGE, PLACES)
    folder.mkdir(parents=True, exist_ok=True)
    command = [program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--nologo"]
    command += ["--convert-to", to, "--outdir", str(folder), *map(str, paths)]
    timeout = TIMEOUT + PER_FILE * (len(paths) - 1)
    finished = run_program(command, timeout, folder)
    if finished.code == RESTART:
        finished = run_program(command, timeout, folder)
    if finished.code != 0 and not any(folder.iterdir()):
        raise Damaged(f"LibreOffice ended with {finished.code}: {_reason(finished)}")
    ending = to.partition(":")[0]
    made = {path: folder / f"{path.stem}.{ending}" for path in paths}
    return {path: target for path, target in made.items() if target.is_file()}


def _reason(finished: Finished) -> str:
    return finished.complaint or finished.output.decode("utf-8", "replace").strip()[:200] or "no reason given"


def _profile() -> Path:
    """This process's own profile folder, made when it is first needed; those of processes that ended are removed."""
    place = Path(tempfile.gettempdir()) / f"{KEPT}office-{os.getuid()}-{os.getpid()}"
    if not place.is_dir():
        _remove_left_profiles(place.parent)
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        (place / "user").mkdir(parents=True, mode=0o700)
        items = "".join(_ITEM.format(*row) for row in _SETTINGS)
        head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        (place / "user" / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>", encoding="utf-8")
    return place


def _remove_left_profiles(folder: Path) -> None:
    for left in folder.glob(f"{KEPT}office-{os.getuid()}-*"):
        process = left.name.rpartition("-")[2]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(left, ignore_errors=True)
