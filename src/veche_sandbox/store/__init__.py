"""The store of the training networks: one SQLite file, opened once, shared by all dialects."""

from veche_sandbox.store.letters import Letter
from veche_sandbox.store.restrictions import Restriction
from veche_sandbox.store.rows import (
    Account,
    Entry,
    File,
    Happening,
    NewEntry,
    Person,
    Photo,
    Poll,
    Post,
    Seat,
    Token,
)
from veche_sandbox.store.store import Store

__all__ = [
    "Account",
    "Entry",
    "File",
    "Happening",
    "Letter",
    "NewEntry",
    "Person",
    "Photo",
    "Poll",
    "Post",
    "Restriction",
    "Seat",
    "Store",
    "Token",
]
