"""Find problems since the last run and the people they concern."""

from veche.alarms.domain.tell import tell_all
from veche.alarms.news import finders
from veche.kernel.clock import now


def notice() -> int:
    """Create one row for each problem and person. Returns the number of new rows."""
    moment = now()
    return tell_all(told for find in finders() for told in find(moment))
