"""The words of the pages, in Vietnamese and English (`data/*.yaml`), and how dates and numbers are written."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from documents.moments import in_vietnam

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

    def reason(self, code: str) -> str:
        """The name of a reason why something went wrong."""
        return str(_table("reasons")["issues"].get(code, {}).get(self.language, code))

    def todo(self, code: str, said: str) -> str:
        """What to do about it: in Vietnamese as the table says, else as the record itself says (`said`)."""
        return str(_table("reasons")["issues"].get(code, {}).get("todo", said)) if self.language == "vi" else said

    def warning(self, code: str) -> tuple[str, str]:
        """What a reader's warning means, and what to do about it."""
        if self.language == "vi" and (known := _table("reasons")["warnings"].get(code)):
            return known["vi"], known["todo"]
        from extractors.warnings import WARNINGS

        meaning = WARNINGS.get(code)
        return (meaning.seen, meaning.what_to_do) if meaning else (code, "")


def _messages() -> dict[str, dict[str, str]]:
    return _table("messages")


@cache
def _table(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("data", f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


SURE, FAIR = 0.9, 0.75  # confidence from which a statement is called sure, and fairly sure


def read_sureness(confidence: float) -> str:
    """How sure a statement is, in a word: `sure`, `fair` or `low`."""
    return "sure" if confidence >= SURE else "fair" if confidence >= FAIR else "low"


def say_rule(rule: str, words: Words) -> str:
    """How a statement was come to, in words (`data/rules.yaml`): `left+heading`, `implements title`; else its name."""
    rules = _table("rules")
    kind = f"relation {rule.partition(' ')[2]}"
    names = [rule] if rule in rules else [kind] if kind in rules else rule.split("+")
    return ", ".join(str(rules.get(name, {}).get(words.language, name)) for name in names)


def show_day(iso: str | None) -> str:
    """`2021-12-08` as 08/12/2021; months and years as far as they go."""
    return "/".join(reversed(iso[:10].split("-"))) if iso else ""


def show_moment(iso: str | None) -> str:
    """A time of day in Viet Nam: `21/11/2026 23:31`."""
    if not iso:
        return ""
    return f"{in_vietnam(iso):%d/%m/%Y %H:%M}"


def show_number(value: float | None, language: str = "vi") -> str:
    """1234567.5 as 1.234.567,5; in English as 1,234,567.5."""
    if value is None:
        return ""
    written = f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
    return written if language == "en" else written.replace(",", "\0").replace(".", ",").replace("\0", ".")


_SIGNS = {"gte": "≥ ", "gt": "> ", "lte": "≤ ", "lt": "< ", "approx": "≈ ", "rank_top": "top ", "gt_ref": "> "}


def show_value(target: dict[str, Any], words: Words) -> str:
    """A target's value as people write it: `tăng > 7 %/năm`, `10–15 %`."""
    value = "–".join(show_number(v, words.language) for v in (target["value"], target["value2"]) if v is not None)
    change = words(f"change_{target['change']}") if target["change"] != "level" else ""
    measure = target["baseline"] if target["comparator"] == "gt_ref" else target["unit"]
    return " ".join(f"{change} {_SIGNS.get(target['comparator'], '')}{value} {measure or ''}".split())
