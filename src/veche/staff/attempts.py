"""Django's cache as a database table, for sign-in attempts and used codes.

allauth counts in the default cache. An in-memory cache is lost at a restart, and its 300 entries can be flushed by
failing under invented names. Django's database cache stores pickles, which would run code from a manipulated table or
copy; this one stores JSON. Besides it only attempts on the public pages are counted here
(appeals/attempts.py).
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction

from veche.kernel.clock import now
from veche.staff.models import Attempt

# What never ends by itself; the sign-in library keeps nothing so long.
_NEVER = datetime.max.replace(tzinfo=UTC)


class Attempts(BaseCache):
    """Removes expired entries when others are added; entries in force are never dropped."""

    def __init__(self, _table: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        name = self.make_and_validate_key(key, version)
        value = Attempt.objects.filter(pk=name, expires__gte=now()).values_list("value", flat=True).first()
        try:
            return default if value is None else json.loads(value)
        except ValueError:  # a pickle of an earlier version
            return default

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        row = self._row(key, value, timeout, version)
        Attempt.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["cache_key"], update_fields=["value", "expires"]
        )

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        row = self._row(key, value, timeout, version)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return False
        return True

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        rows = Attempt.objects.filter(pk=self.make_and_validate_key(key, version), expires__gte=now())
        return rows.update(expires=self._end(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        gone, _ = Attempt.objects.filter(pk=self.make_and_validate_key(key, version)).delete()
        return gone == 1

    def clear(self) -> None:
        Attempt.objects.all().delete()

    def _row(self, key: str, value: Any, timeout: float | None, version: int | None) -> Attempt:
        Attempt.objects.filter(expires__lt=now()).delete()
        name = self.make_and_validate_key(key, version)
        return Attempt(cache_key=name, value=json.dumps(value), expires=self._end(timeout))

    def _end(self, timeout: float | None) -> datetime:
        moment = self.get_backend_timeout(timeout)
        return _NEVER if moment is None else datetime.fromtimestamp(moment, UTC)
