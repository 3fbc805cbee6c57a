"""The store of the training networks: one SQLite file, opened once, shared by all dialects."""

from veche_sandbox.store.private_messages import PrivateMessage
from veche_sandbox.store.restrictions import Restriction
from veche_sandbox.store.rows import (
    Account,
    Action,
    Entry,
    File,
    Membership,
    NewEntry,
    Person,
    Photo,
    Poll,
    Post,
    Token,
)
from veche_sandbox.store.store import Store

__all__ = [
    "Account",
    "Action",
    "Entry",
    "File",
    "Membership",
    "NewEntry",
    "Person",
    "Photo",
    "Poll",
    "Post",
    "PrivateMessage",
    "Restriction",
    "Store",
    "Token",
]
