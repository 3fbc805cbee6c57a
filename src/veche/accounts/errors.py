class AccountError(Exception):
    """One sentence for a person: what happened, what was kept, what to do."""
