"""Where attempts to sign in are counted and used codes are remembered: Django's cache, as a table of the database.

The sign-in library counts in the default cache. One in memory is emptied by each restart, and by whoever fails often
enough under invented names: it keeps 300 counters and drops the rest. Nothing else of ours uses the cache.
"""

from typing import Any

from django.core.cache.backends.db import DatabaseCache

from veche.staff.models import Attempt


class Attempts(DatabaseCache):
    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:  # noqa: ARG002 -- Django's signature
        """What is over goes; what still counts stays, however much there is of it."""
        Attempt.objects.using(db).filter(expires__lt=now).delete()
