"""Moments as people in Viet Nam read them; what is kept is told in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # since 1975, without summer time


def in_vietnam(iso: str) -> datetime:
    """A kept moment (ISO 8601 with its zone) on the clocks of Viet Nam."""
    return datetime.fromisoformat(iso).astimezone(VIETNAM)
