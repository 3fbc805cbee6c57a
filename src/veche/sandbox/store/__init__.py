"""What the training networks remember: one SQLite file, opened once, shared by both dialects."""

from veche.sandbox.store.letters import Letter
from veche.sandbox.store.restrictions import Restriction
from veche.sandbox.store.rows import (
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
from veche.sandbox.store.store import Store

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
