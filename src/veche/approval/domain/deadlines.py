from datetime import datetime, timedelta

# The head's word is due this long before the hour of the post (domain practice: by noon for the evening).
BEFORE_PUBLICATION = timedelta(hours=3)
# What stands before the city with a mistake in it cannot wait for long.
FOR_A_CORRECTION = timedelta(hours=1)


def due_for(publish_at: datetime, moment: datetime, *, correction: bool) -> datetime:
    """The deadline for a request made at `moment`."""
    return moment + FOR_A_CORRECTION if correction else due_at(publish_at, moment)


def due_at(publish_at: datetime, moment: datetime) -> datetime:
    """Three hours before the post or, if less is left, half of the time left; never before the request."""
    left = max(publish_at - moment, timedelta())
    return max(publish_at - BEFORE_PUBLICATION, moment + left / 2)
