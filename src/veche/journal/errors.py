class JournalError(Exception):
    """Base of the journal's errors."""


class OutsideTransaction(JournalError):
    """`record` was called outside `transaction.atomic()`, so act and entry would not be atomic."""


class CannotClose(JournalError):
    """The message is a Russian sentence for the page."""
