"""`vanban evaluate`: the tagger measured on gold files, as rows of JSON and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .printing import BOLD, paint, print_table

if TYPE_CHECKING:
    from nlp.evaluate import Error, Evaluation

Row = dict[str, Any]


def evaluate_files(paths: Iterable[Path]) -> Evaluation:
    """Every text of these gold files tagged in this process and measured together."""
    from nlp import tag_text
    from nlp.evaluate import evaluate_gold
    from nlp.gold import read_gold

    texts = [text for path in paths for text in read_gold(path.read_bytes().split(b"\n"), path.name)]
    return evaluate_gold(texts, lambda gold: tag_text(gold.text, province=gold.province))


def evaluation_rows(found: Evaluation, errors: int) -> Iterator[Row]:
    """Scores, fields, calibration and the first errors, one row each."""
    for key, score in _in_order(found):
        counts = {"precision": score.precision, "recall": score.recall, "f1": score.f1, **asdict(score)}
        yield {"kind": key.kind, "label": key.label, "measure": key.measure, "class": key.group, **counts}
    for (kind, name), (right, asked) in found.fields.items():
        yield {"kind": kind, "field": name, "right": right, "asked": asked}
    for kind in found.promises:
        bins = [asdict(bin) for bin in found.calibration(kind)]
        yield {"kind": kind, "calibration": bins, "calibration_error": found.calibration_error(kind)}
    for error in found.errors[:errors]:
        row = asdict(error)
        yield {"id": row.pop("id"), "class": row.pop("group"), **row}


def print_evaluation(found: Evaluation, errors: int) -> None:
    """Tables: each kind by each measure, all texts first and then each class; fields; calibration; errors."""
    print(f"{found.texts} gold texts")
    groups = dict.fromkeys(key.group for key in found.scores)
    for group in sorted(groups, key=lambda name: name or ""):
        _print_rows(
            ("kind", "measure", "precision", "recall", "F1", "right", "spurious", "missing"),
            [
                (_name(key.kind, key.label), key.measure, *map(_rate, (score.precision, score.recall, score.f1)),
                 score.tp, score.fp, score.fn)
                for key, score in _in_order(found) if key.group == group
            ],
            f"class {group}" if group else "all texts",
        )  # fmt: skip
    _print_rows(
        ("kind", "field", "right", "of", "share"),
        [(kind, name, right, asked, _rate(right / asked)) for (kind, name), (right, asked) in found.fields.items()],
        "fields of what was found",
    )
    for kind in found.promises:
        rows = [
            (f"{bin.low:.2f}-{bin.high:.2f}", bin.count, bin.right, _rate(bin.right / bin.count), _rate(bin.said))
            for bin in found.calibration(kind)
        ]
        off = _rate(found.calibration_error(kind))
        _print_rows(("confidence", "count", "right", "share", "said"), rows, f"confidence of {kind}, off by {off}")
    for error in found.errors[:errors]:
        _print_error(error)
    if len(found.errors) > errors:
        print(f"\n{len(found.errors) - errors} more errors: --errors {len(found.errors)} shows all")


def _in_order(found: Evaluation) -> list[tuple[Any, Any]]:
    return sorted(found.scores.items(), key=lambda item: (item[0].group or "", item[0].label != "all"))


def _name(kind: str, label: str) -> str:
    return kind if label == "all" else f"{kind} {label}"


def _print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str) -> None:
    if rows:
        print(f"\n{title}")
        print_table(columns, rows)


def _print_error(error: Error) -> None:
    where = f"{error.id} ({error.group})" if error.group else error.id
    print(f"\n{paint(f'{error.kind} {error.error}', BOLD)} {' '.join(error.fields)}  {where}")
    print(f"  {error.context}")
    for name, value in (("expected", error.expected), ("got", error.got), ("rule", error.rule)):
        if value is not None:
            print(f"  {name:<9} {_told(value)}")


def _told(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return "; ".join(f"{name} {' '.join(str(one).split())}" for name, one in value.items() if one is not None)


def _rate(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"
