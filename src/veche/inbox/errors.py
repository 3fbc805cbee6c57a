class InboxError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class DecidedMeanwhile(InboxError):
    """A colleague answered or decided after the page was opened. Pressing again sends all the same."""


class NotHereYet(Exception):
    """The event is about a comment that has not arrived: events may overtake each other."""
