"""Hostile files: each comes to one of its right ends in its own time, and the files around it are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors import ExtractError, Outcome, Source, extract_bytes, open_sandbox
from extractors.errors import Deferred
from extractors.worker import Wish, measure_folder
from tests.benchmarks.hostile import fuzz
from tests.hostile_files import ARCHIVES, HOSTILE_FILES, good_docx

SECONDS = 3.0  # one file's limit
LATE = 2.0  # and so much later it is over for certain
GOOD = 40  # good files between the hostile ones
WATCHED = (Path("/tmp"), Path("/var/tmp"), Path.cwd(), Path.home())


class Run(NamedTuple):
    """One sandbox that read all hostile files, with what it left behind."""

    outcomes: dict[str, Outcome]
    unpacked: dict[str, object]
    appeared: set[Path]
    left: list[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, temporary = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("temporary")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = {path for place in WATCHED for path in place.iterdir()}
    with open_sandbox(workers=2, timeout=SECONDS, memory=1 << 30, page_seconds=0.5, most_seconds=6) as sandbox:
        outcomes = {outcome.key: outcome for outcome in sandbox.extract(_sources(folder))}
        archives = [Source(name, path=_written(folder, name)) for name in ARCHIVES]
        with ThreadPoolExecutor(2) as threads:
            unpacked = dict(zip(ARCHIVES, threads.map(sandbox.unpack, archives), strict=True))
    after = {path for place in WATCHED for path in place.iterdir()}
    monkeypatch.undo()
    appeared = {path for path in after - before if "vanban-was-here" in path.name} | {*temporary.glob("vanban-*")}
    return Run(outcomes, unpacked, appeared, _running(str(folder)) + _working_in(temporary))


def _sources(folder: Path) -> Iterator[Source]:
    """Every hostile file, a good one after each few."""
    for number, name in enumerate(HOSTILE_FILES):
        yield Source(name, path=_written(folder, name))
        if number % (len(HOSTILE_FILES) // GOOD) == 0:
            yield Source(f"good {number}", data=good_docx(f"Điều {number}. Phạm vi"))


def _written(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.exists():
        path.write_bytes(HOSTILE_FILES[name].make())
    return path


def _working_in(folder: Path) -> list[str]:
    """Processes that still work in a folder or below."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            found += [str(link)] if link.readlink().is_relative_to(folder) else []
        except OSError:
            continue
    return found


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_hostile_file_comes_to_a_right_end_in_its_time(run: Run, name: str) -> None:
    outcome, file = run.outcomes[name], HOSTILE_FILES[name]
    assert outcome.seconds <= outcome.limit + LATE
    assert (outcome.text is None) != (outcome.error is None)
    if outcome.text is not None:
        assert "text" in file.ends
        assert file.says in outcome.text.text
        assert "root:x:0" not in outcome.text.text  # /etc/passwd, which some of them ask for
    else:
        assert outcome.error.code in file.ends, outcome.error


def test_the_good_files_between_them_are_read(run: Run) -> None:
    good = {key: outcome for key, outcome in run.outcomes.items() if key.startswith("good ")}
    assert len(good) >= GOOD
    for key, outcome in good.items():
        assert outcome.text is not None, (key, outcome.error)
        assert outcome.text.text == f"Điều {key.removeprefix('good ')}. Phạm vi"


def test_nothing_is_written_elsewhere_and_nothing_left_behind(run: Run) -> None:
    assert not run.appeared
    assert not run.left
    assert not Path("/tmp/vanban-was-here").exists()


@pytest.mark.parametrize("name", ARCHIVES)
def test_members_of_a_hostile_archive_stay_in_it(run: Run, name: str) -> None:
    """Its members with names that lead nowhere, those that cannot be had with an error of their own; or one error."""
    members = run.unpacked[name]
    if isinstance(members, ExtractError):
        assert members.code in {"too_large", "damaged", "encrypted", "not_a_document", "missing_program", "timed_out"}
        return
    assert isinstance(members, list)
    for member in members:
        assert not member.name.startswith("/")
        assert ".." not in member.name.split("/")
        assert member.error is None or isinstance(member.error, ExtractError)
        assert b"root:x:0" not in member.data
    assert sum(len(member.data) for member in members) <= 400 << 20


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE_FILES) >= 60
    assert all(file.ends for file in HOSTILE_FILES.values())


def test_an_error_of_one_pdf_does_not_colour_the_next() -> None:
    """pdfium repeats its last error: a broken file after a locked one must not be called locked."""
    for name in ("password.pdf", "page-tree-loop.pdf"):
        with pytest.raises(ExtractError) as raised:
            extract_bytes(HOSTILE_FILES[name].make())
        assert {raised.value.code} == HOSTILE_FILES[name].ends


def test_good_files_mutated_at_random_give_a_text_or_a_typed_error() -> None:
    """A few of each format; the benchmark `hostile.py fuzz` tries hundreds."""
    counts = fuzz(10, timeout=5)
    assert len(counts) >= 8
    for kind, ends in counts.items():
        assert ends.total() == 10, kind
        assert ends.keys() & {"extract_failed", "crashed", "sandbox"} == set(), (kind, ends)


# ---------------------------------------------------------------- the sandbox itself


def test_a_path_that_cannot_be_opened_is_an_error_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Nghị quyết", encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # a relative path is one of this process
    with open_sandbox() as sandbox:
        got = {o.key: o for o in sandbox.extract([Source("here", path="a.txt"), Source("gone", path=tmp_path / "b")])}
    assert got["here"].text is not None
    assert got["gone"].error is not None
    assert got["gone"].error.code == "damaged"


def test_sources_are_taken_as_they_are_needed() -> None:
    taken = []

    def endless() -> Iterator[Source]:
        while True:
            taken.append(1)
            yield Source(str(len(taken)), data=b"a b c")

    with open_sandbox() as sandbox:
        stream = sandbox.extract(endless())
        assert isinstance(next(stream), Outcome)
        assert len(taken) <= 4


def _act(source: Source, wish: object) -> ExtractError:
    """In the reading process: what the source's key says, and what came of it as an error's detail."""
    from extractors import allowance

    deeds = {
        "die": lambda: os.kill(os.getpid(), signal.SIGSEGV),
        "hang": lambda: [None for _ in iter(int, 1)],
        "sleep": lambda: time.sleep(60),
        "child": lambda: (subprocess.Popen(["sleep", "4321"]), time.sleep(60)),
        "far child": lambda: (subprocess.Popen(["sleep", "4322"], start_new_session=True), time.sleep(60)),
        "pages": lambda: [(allowance.allow_page(), time.sleep(0.4)) for _ in range(4)],
        "endless pages": lambda: [(allowance.allow_page(), time.sleep(0.4)) for _ in range(400)],
        "memory": lambda: bytearray(2 << 30),
        "connect": lambda: __import__("socket").create_connection(("127.0.0.1", 9)),
        "write here": lambda: Path("a").write_text("x", encoding="utf-8"),
        "write outside": lambda: Path("/tmp/vanban-was-here").write_text("x", encoding="utf-8"),
        "write much": lambda: (Path("a").touch(), os.truncate("a", 400 << 20)),
        "write more": lambda: [Path(str(n)).write_bytes(bytes(1 << 20)) for n in range(100_000)],
        "raise": lambda: {}["nothing"],
        "list": lambda: [path.name for path in Path.cwd().iterdir()],
    }
    try:
        return ExtractError(str(deeds[source.key]()))
    except (OSError, MemoryError) as error:
        return ExtractError(type(error).__name__)


# what it does -> code, what the detail says
DEEDS = {
    "die": ("crashed", "killed by SIGSEGV"),
    "raise": ("crashed", "exit code 1: KeyError: 'nothing'"),
    "hang": ("timed_out", "over 1 s"),
    "sleep": ("timed_out", "over 1 s"),
    "child": ("timed_out", "over 1 s"),
    "far child": ("timed_out", "over 1 s"),
    "pages": ("extract_failed", "None"),  # 1.6 seconds: each page gave it half a second more
    "endless pages": ("timed_out", "over 3 s"),
    "memory": ("extract_failed", "MemoryError"),
    "connect": ("extract_failed", "PermissionError"),
    "write here": ("extract_failed", "1"),
    "write outside": ("extract_failed", "PermissionError"),
    "write much": ("extract_failed", "OSError"),
    "write more": ("too_large", "temporary files of"),  # none of them is large
    "list": ("extract_failed", "['keep-complaints']"),  # what the others wrote is gone
}


def test_what_a_reading_process_may_and_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sandbox.read_source", _act)
    with open_sandbox(workers=2, timeout=1, page_seconds=0.5, most_seconds=3, folder=16 << 20) as sandbox:
        got = {outcome.key: outcome for outcome in sandbox.extract(Source(key) for key in DEEDS)}
    for key, (code, detail) in DEEDS.items():
        error = got[key].error
        assert error is not None
        assert error.code == code, key
        assert detail in error.detail, key
        assert got[key].seconds <= got[key].limit + LATE, key
    assert not _running("sleep 432")


def _convert(source: Source, wish: Wish) -> ExtractError | tuple[bytes | None, ...]:
    """In the reading process: files that LibreOffice is needed for; one of them is its end."""
    if wish.batch:
        keys = [one.key for one, suffix in wish.batch if suffix == ".doc"]
        if "deadly" in keys:
            os.kill(os.getpid(), signal.SIGKILL)
        return tuple(None if key == "odd" else key.encode() for key in keys)
    if wish.defer and source.key != "plain":
        return Deferred(".doc")
    return ExtractError(wish.made.decode() if wish.made else f"{source.key} alone")


@pytest.mark.parametrize(
    ("keys", "ends"),
    [
        (["a"], ["a alone"]),
        (["a", "plain", "b", "odd"], ["a", "b", "odd alone", "plain alone"]),
        (["a", "deadly", "b"], ["a alone", "b alone", "deadly alone"]),  # it costs the others their haste only
        ([str(n) for n in range(40)], sorted(map(str, range(40)))),
    ],
)
def test_old_office_files_are_converted_together(
    keys: list[str], ends: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.sandbox.read_source", _convert)
    with open_sandbox(workers=2, timeout=20) as sandbox:
        got = {outcome.key: outcome.error for outcome in sandbox.extract(Source(key) for key in keys)}
    assert sorted(got) == sorted(keys)
    assert sorted(error.detail for error in got.values() if error) == ends


def test_files_and_their_bytes_on_the_disk_are_counted(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / str(n % 3) / "deep").mkdir(parents=True, exist_ok=True)
        (tmp_path / str(n % 3) / "deep" / str(n)).write_bytes(bytes(5000))
    (tmp_path / "sparse").touch()
    os.truncate(tmp_path / "sparse", 1 << 30)  # of which nothing lies on the disk
    files, size = measure_folder(tmp_path, most=100)
    assert files == 31
    assert 30 * 5000 <= size < 1 << 20
    assert 10 < measure_folder(tmp_path, most=10)[0] < 31  # there are too many: that is enough


def _running(command: str) -> list[str]:
    """Processes with this command line; one that died and was not yet fetched has none."""
    lines = subprocess.run(["ps", "-eo", "stat,args"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if command in line and not line.startswith("Z")]


def test_a_sandbox_that_is_left_early_ends_its_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sandbox.read_source", _act)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt), open_sandbox(workers=2, timeout=50) as sandbox:
        stream = sandbox.extract(Source(key) for key in ("write here", "sleep", "sleep", "sleep"))
        next(stream)
        started = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - started < 5
    assert not _working_in(tmp_path)


KILLED = """
import sys, time
from extractors import Source, open_sandbox
import extractors.sandbox
from tests import test_extractors_hostile as here

if __name__ == "__main__":
    extractors.sandbox.read_source = here._act
    with open_sandbox(timeout=50) as sandbox:
        for outcome in sandbox.extract([Source("write here"), Source("far child")]):
            print("ready", flush=True)
"""


def test_a_killed_parent_takes_everything_with_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(KILLED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        _wait_until(lambda: bool(_running("sleep 4322")))
        parent.kill()
    _wait_until(lambda: not _running("sleep 4322"))
    _wait_until(lambda: not list(tmp_path.glob("vanban-*")))
    assert not _working_in(tmp_path)


def _wait_until(true: object, seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_the_package_is_cheap_to_import() -> None:
    heavy = "{'pypdfium2_raw', 'lxml', 'bs4', 'docx', 'pdfplumber', 'pebble', 'multiprocessing'}"
    code = f"import extractors, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_script_is_not_run_again_in_its_reading_processes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from extractors import Source, open_sandbox\n"
        "print('run')\n"
        "with open_sandbox() as sandbox:\n"
        "    print(*[outcome.text.text for outcome in sandbox.extract([Source('a', data='Kế hoạch'.encode())])])\n",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split("\n") == ["run", "Kế hoạch", ""]
