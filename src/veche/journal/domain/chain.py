"""Hashing of entries. Changing it breaks every chain: raise `VERSION` and keep the old way for old rows."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date
from enum import Enum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from veche.journal.models import Entry

VERSION = 1
# An id, a hash, a slug, a date, an address: letters of a resident's words do not get in.
_WORDLESS = re.compile(r"[\x21-\x7e]{0,200}")
_BIGGEST = 2**53


def hash_of(entry: Entry) -> str:
    """SHA-256 over the previous hash and every field, as canonical JSON (sorted keys, no spaces)."""
    fields = {
        "version": VERSION,
        "previous": entry.previous,
        "administration": entry.administration_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "object": [entry.object_type, entry.object_id],
        "facts": entry.facts,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the form that both databases return unchanged. Raises `ValueError` for words and fractions."""
    return {_wordless(key): _plain(value) for key, value in facts.items()}


def object_key(obj: Model) -> dict[str, str]:
    """How an entry names the thing an act was about: `posts.post` and its id."""
    return {"object_type": label_of(obj), "object_id": str(obj.pk)}


def label_of(model: Model | type[Model]) -> str:
    """The `object_type` of a model's rows. A model that was renamed keeps its former label as `journal_label`."""
    return getattr(model, "journal_label", "") or model._meta.label_lower  # noqa: SLF001 -- Django's public door


def model_of(label: str) -> type[Model]:
    """The model that `label_of` gives this label; `LookupError` if there is none."""
    for model in apps.get_models():
        if label_of(model) == label:
            return model
    raise LookupError(f"no model is called {label} in the journal")


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Mapping):
        return plain_facts(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_one(value)


def _plain_one(value: Any) -> str | int | None:
    match value:
        case None:
            return None
        case int() if abs(value) < _BIGGEST:  # also True and False
            return value
        case str() | UUID():
            return _wordless(str(value))
        case date():
            return value.isoformat()
    raise ValueError(f"facts hold ids and hashes, not {type(value).__name__}")


def _wordless(text: str) -> str:
    if not _WORDLESS.fullmatch(text):
        raise ValueError("facts hold ids and hashes, not words")
    return text
