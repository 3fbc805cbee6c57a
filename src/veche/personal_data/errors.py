class PersonalDataError(Exception):
    """The message is a sentence for a person: what happened, what was kept, what to do."""
