class MediaError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""
