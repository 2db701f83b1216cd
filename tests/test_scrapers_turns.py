"""One request at a time to a host, and its pauses, across processes that share a folder."""

import asyncio
from pathlib import Path

import pytest

from scrapers.turns import Turns


def take_in_turn(first: Turns, second: Turns, pause: float | None) -> tuple[bool, float]:
    """Whether the second waits while the first asks, and how long the host is to be left alone after."""

    async def act() -> tuple[bool, float]:
        await first.take("a.vn")
        waiting = asyncio.create_task(second.take("a.vn"))
        await asyncio.sleep(0.1)
        waits = not waiting.done()
        first.give("a.vn", pause)
        left = await asyncio.wait_for(waiting, 5)
        second.give("a.vn")
        return waits, left

    return asyncio.run(act())


@pytest.mark.parametrize(
    ("runs", "pause", "least", "most"),
    [
        (("one", "one"), 30.0, 29.0, 30.0),
        (("one", "one"), 0.0, -10.0, 0.0),
        (("one", "two"), 30.0, -1e9, 0.0),  # what was asked for in another run is over
    ],
)
def test_processes_take_turns(tmp_path: Path, runs: tuple[str, str], pause: float, least: float, most: float) -> None:
    waits, left = take_in_turn(Turns(tmp_path / "turns", runs[0]), Turns(tmp_path / "turns", runs[1]), pause)
    assert waits and least <= left <= most


def test_another_host_does_not_wait(tmp_path: Path) -> None:
    one, other = Turns(tmp_path, "r"), Turns(tmp_path, "r")

    async def act() -> float:
        await one.take("a.vn")
        return await asyncio.wait_for(other.take("b.vn"), 5)

    assert asyncio.run(act()) <= 0


def test_what_a_killed_process_held_is_free(tmp_path: Path) -> None:
    killed, other = Turns(tmp_path, "r"), Turns(tmp_path, "r")

    async def act() -> float:
        await killed.take("a.vn")
        killed.close()  # as the kernel does
        return await asyncio.wait_for(other.take("a.vn"), 5)

    assert asyncio.run(act()) <= 0


def test_a_pause_is_kept_without_a_folder() -> None:
    turns = Turns()

    async def act() -> tuple[float, float]:
        await turns.take("a.vn")
        turns.give("a.vn", 30.0)
        left = await turns.take("a.vn")
        turns.give("a.vn")  # refused: the pause stays
        return left, await turns.take("a.vn")

    left, again = asyncio.run(act())
    assert 29 < left <= 30 and 29 < again <= left
