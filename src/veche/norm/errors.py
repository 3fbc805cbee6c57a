class NormError(Exception):
    """The message is one sentence for a person."""
