"""What can go wrong in this package, each with what the reader should do next."""

from __future__ import annotations


class NlpError(Exception):
    """Anything this package refuses."""

    what_to_do = "See the message."


class GoldError(NlpError):
    """A line of a gold file that cannot be read as a text with its right tags."""

    what_to_do = "Correct that line; docs/gold.md says what a line may hold."
