"""Records as JSON and back, whatever their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

R = TypeVar("R")
_SCALARS = frozenset({str, int, float, bool, type(None)})  # most of what there is: told apart first


def to_json(record: Any) -> Any:
    """A record, or a tuple of records, as plain lists, dicts and scalars, field order kept."""
    kind = type(record)
    if kind in _SCALARS:
        return record
    if names := _names(kind):  # type: ignore[arg-type]  # every class can be hashed
        return {name: to_json(getattr(record, name)) for name in names}
    if isinstance(record, (tuple, list)):
        return [to_json(x) for x in record]
    return record


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a record's class; none of any other class."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def from_json(kind: type[R], data: dict[str, Any]) -> R:
    """The record that `to_json` wrote; an unknown field is a TypeError, a missing one takes its default."""
    nested = _nested(kind)  # type: ignore[arg-type]  # every class can be hashed
    return kind(**{name: nested[name](value) if name in nested else value for name, value in data.items()})


@cache
def _nested(kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
    """The fields of a record that do not come back from JSON as they went: records, and tuples of anything."""
    readers: dict[str, Callable[[Any], Any]] = {}
    for name, hint in get_type_hints(kind).items():
        inner = _record_in(hint)
        if get_origin(hint) is tuple:
            readers[name] = partial(_tuple_of, inner)
        elif inner is not None:
            readers[name] = partial(_one_of, inner)
    return readers


def _record_in(hint: Any) -> type[Any] | None:
    """The record that a field holds: itself, one or None, or a tuple of them."""
    return next((kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and is_dataclass(kind)), None)


def _one_of(kind: type[Any], value: Any) -> Any:
    return None if value is None else from_json(kind, value)


def _tuple_of(kind: type[Any] | None, values: Any) -> Any:
    return tuple(values) if kind is None else tuple(from_json(kind, value) for value in values)
