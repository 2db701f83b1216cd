"""What can go wrong with what we keep, each with what the reader should do next."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the kept data stops the work; `what_to_do` is for the person who reads it."""

    what_to_do = "See the message."


class StoreBusy(StoreError):
    """Another vanban process is writing to the same folder."""

    what_to_do = "Wait until it has finished, or stop it; nothing was changed."


class CatalogTooNew(StoreError):
    """The catalog was written by a newer version of the program."""

    what_to_do = "Update vanban, or name another folder with VANBAN_HOME."


class CatalogUnusable(StoreError):
    """The database at VANBAN_CATALOG is set up so that the same questions would give other answers."""

    what_to_do = "Make it with `createdb --template=template0 --locale=C --encoding=UTF8 vanban`."


class CatalogNotReady(StoreError):
    """A reader found no catalog, or one that only a writer may bring up to date."""

    what_to_do = "Run `vanban process` once: it makes the catalog, or brings it up to date."


class OriginalDamaged(StoreError):
    """Bytes in the store no longer have the hash they are kept under."""

    what_to_do = "Restore the file from a backup, or delete it and fetch it again."


class BadChoice(StoreError):
    """The documents to be told cannot be chosen like that."""

    what_to_do = "Write a day, a month or a year as 2022-06-30, 2022-06 or 2022."
