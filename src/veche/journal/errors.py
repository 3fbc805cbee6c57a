class JournalError(Exception):
    """Base of the journal's errors."""


class OutsideTransaction(JournalError):
    """An act and its record stand or fall together: `record` was called outside `transaction.atomic()`."""


class CannotClose(JournalError):
    """A Russian sentence for the page."""
