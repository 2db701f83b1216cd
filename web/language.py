"""The words of the pages, in Vietnamese and English (`data/messages.yaml`), and how dates and numbers are written."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("vi", "en")


class Words:
    """The messages of one language, to be called with a key and what is put into the message."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "vi"

    def __call__(self, key: str, **values: Any) -> str:
        """The message of a key; a key that is not in the table is shown as it is, so that it is seen and added."""
        message = _messages().get(key, {}).get(self.language, key)
        return message.format(**values) if values else message

    def or_as_is(self, prefix: str, name: str) -> str:
        """The message for one of many names, the name itself where there is none."""
        return self(prefix + name) if prefix + name in _messages() else name


@cache
def _messages() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(
        files(__package__).joinpath("data", "messages.yaml").read_text("utf-8")
    )
    return found


def show_day(iso: str | None) -> str:
    """`2021-12-08` as 08/12/2021; months and years as far as they go."""
    return "/".join(reversed(iso[:10].split("-"))) if iso else ""


def show_moment(iso: str | None) -> str:
    """A time of day in Viet Nam: `21/11/2026 23:31`."""
    if not iso:
        return ""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    there = datetime.fromisoformat(iso).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return there.strftime("%d/%m/%Y %H:%M")


def show_number(value: float | None) -> str:
    """1234567.5 as 1.234.567,5."""
    if value is None:
        return ""
    written = f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
    return written.replace(",", "\0").replace(".", ",").replace("\0", ".")


_SIGNS = {"gte": "≥ ", "gt": "> ", "lte": "≤ ", "lt": "< ", "approx": "≈ ", "rank_top": "top ", "gt_ref": "> "}


def show_value(target: dict[str, Any], words: Words) -> str:
    """A target's value as people write it: `tăng > 7 %/năm`, `10–15 %`."""
    value = "–".join(show_number(v) for v in (target["value"], target["value2"]) if v is not None)
    change = words(f"change_{target['change']}") if target["change"] != "level" else ""
    measure = target["baseline"] if target["comparator"] == "gt_ref" else target["unit"]
    return " ".join(f"{change} {_SIGNS.get(target['comparator'], '')}{value} {measure or ''}".split())
