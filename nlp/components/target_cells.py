"""Targets of tables: cells with figures, and cells that are read like sentences, under what stands above the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from documents.record import Target
from documents.sentences import Sentence
from nlp.components.target_columns import Cell
from nlp.components.target_context import Context
from nlp.components.target_evidence import ENOUGH, weigh
from nlp.components.target_making import confidence_of, make_target
from nlp.components.target_phrases import any_of
from nlp.components.target_reader import read_sentence
from nlp.components.target_setting import Setting
from nlp.components.target_tables import Entry, Statement, read_tables


def read_table_targets(setting: Setting, sentences: Sequence[Sentence], above: Mapping[int, Context]) -> list[Target]:
    """The targets of all tables; `above` is what the headings say above each row, by the row's start."""
    targets: list[Target] = []
    for found in read_tables(setting.low, sentences):
        context = above[found.row.table]
        if _is_past(found, context, setting.year) or any_of("norm").search(found.row.name):
            continue
        if isinstance(found, Entry):
            targets.append(_from_figure(setting, found, context))
        else:
            targets += _from_words(setting, found, context)
    return targets


def _is_past(found: Entry | Statement, context: Context, year: int | None) -> bool:
    """Whether a cell's column lies before the document, or its table gives results and it is not ahead of it."""
    column = int(found.column.deadline[:4]) if found.column.deadline else None
    if column is None or year is None:
        return context.mode == "result"
    return column < year or (context.mode == "result" and column <= year)


def _from_figure(setting: Setting, e: Entry, context: Context) -> Target:
    """A value cell as a target; its span runs from the name of the row to the cell."""
    text = setting.draft.text
    start, end = min(e.row.title.start, e.cell.start), max(e.cell.end, e.row.title.end)
    deadline, period, way = e.column.deadline, e.column.period, ""
    if deadline is None:
        deadline, period, way = setting.time_of(context)
    name = " ".join(text[e.row.title.start : e.row.title.end].split())
    return Target(
        start, end, text[start:end], name if e.row.name == name.lower() else e.row.name.capitalize(), e.comparator,
        "level", e.value, e.value2, e.unit, deadline, period, e.base, context.scope, _words(text, e.row.agency),
        f"table{way}", confidence_of("table", "table" if deadline else "alone", way, deadline),
        (e.row.start, e.row.end),
    )  # fmt: skip


def _from_words(setting: Setting, found: Statement, context: Context) -> list[Target]:
    """The targets of a cell in words, about its row's name or a goal of its own."""
    row, column, cell = found.row, found.column, found.cell
    below = Context("aim", column.deadline or context.deadline, column.period or context.period, None, context.scope)
    sentence = Sentence(row.start, row.end, 0, True, True)
    topic = None if found.own else row.name
    targets: list[Target] = []
    for r in read_sentence(setting.low, setting.draft.dates, cell.start, cell.end, True, topic):
        if r.rule == "words" or weigh(setting, cell.start, cell.end, r, below).score < ENOUGH:
            continue
        target = make_target(setting, r, "", below, "table", sentence)
        targets.append(
            replace(
                target,
                indicator=row.name.capitalize() if target.indicator == "xếp hạng" else target.indicator,
                agency=target.agency or _words(setting.draft.text, row.agency),
                rule=f"{r.rule}+table",
            )
        )
    return targets


def _words(text: str, cell: Cell | None) -> str | None:
    return " ".join(text[cell.start : cell.end].split()) if cell else None
