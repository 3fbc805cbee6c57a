class InboxError(Exception):
    """One sentence for a person: what happened, what was kept, what to do."""


class DecidedMeanwhile(InboxError):
    """A colleague answered or decided after the page was opened: a second press sends all the same."""


class NotHereYet(Exception):
    """An event speaks of a comment that has not come: events may overtake each other."""
