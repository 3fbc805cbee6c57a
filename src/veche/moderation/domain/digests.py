"""The two digests of evidence, as plain functions without queries, so that migrations may call them.

The first is one SHA-256 over all that was received. The second is a SHA-256 over salted hashes of the parts: a part
that the law requires to erase leaves its hash, which reveals nothing without its salt.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

# What the first digest is made of; times as ISO in UTC, so that both databases give the same.
FACTS = (
    "network",
    "post_url",
    "comment_id",
    "author_id",
    "author_name",
    "posted_at",
    "received_at",
    "wordings",
    "pictures",
)
# Of the second each is a part of its own; a wording and a picture are several and one.
_SINGLE = FACTS[:-2]
SALT_BYTES = 16

type Seals = Mapping[str, list[str]]


def digest_of(facts: Mapping[str, Any]) -> str:
    """The first digest."""
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}
    return hashlib.sha256(_canonical(plain)).hexdigest()


def facts_of(evidence: Any) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in FACTS}


def parts_of(facts: Mapping[str, Any], of: Any, kind: str) -> dict[str, Any]:
    """Parts of the second digest by name: what was received, and who decided what when.

    `of`: the decision; `kind`: «ruling» or «restriction».
    """
    return {
        **{name: plain(facts[name]) for name in _SINGLE},
        **dict(_of_wordings(facts["wordings"])),
        **{f"pictures.{place}": picture for place, picture in enumerate(_listed(facts["pictures"]))},
        **{name: plain(value) for name, value in _decided(of, kind).items()},
    }


def salted(parts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Salt and hash of each part."""
    salts = ((name, secrets.token_hex(SALT_BYTES)) for name in parts)
    return {name: [salt, _hash(salt, parts[name])] for name, salt in salts}


def root_of(seals: Seals) -> str:
    """The second digest, over the hashes alone, so that erasing a part does not change it."""
    return hashlib.sha256(_canonical({name: seal[1] for name, seal in seals.items()})).hexdigest()


def differing(seals: Seals, parts: Mapping[str, Any], erased: Collection[str] = ()) -> list[str]:
    """Names of parts that differ from what was sealed. An `erased` part must be empty."""
    found = set(seals) ^ set(parts)
    for name in set(seals) & set(parts):
        salt, known = seals[name]
        as_sealed = parts[name] == "" if name in erased else _hash(salt, parts[name]) == known
        if not as_sealed:
            found.add(name)
    return sorted(found)


def is_of_words(name: str) -> bool:
    return name.startswith("wordings.") and name.endswith(".text")


def plain(value: Any) -> Any:
    """A moment in the form that both databases return."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _decided(of: Any, kind: str) -> dict[str, Any]:
    """The decision; the network's answer, an undo and a new term are later journal entries."""
    common = {"decision": f"{kind}.{of.pk}", "ground": of.ground, "hour": of.at, "message": of.message_id}
    # Of decisions from before norms were kept it is no part, so that their digests stay as they were.
    if norm := getattr(of, "norm", ""):
        common["norm"] = norm
    if kind == "ruling":
        return common | {"person": of.person_id, "note": of.note}
    # Likewise of restrictions from before two people decided and their reason was kept.
    if second := getattr(of, "second_id", None):
        common["second"] = second
    if why := getattr(of, "why", ""):
        common["why"] = why
    return common | {"person": of.by_id, "account": of.account_id, "whom": of.author_id, "whom_name": of.author_name}


def _of_wordings(wordings: Any) -> Iterator[tuple[str, Any]]:
    for place, wording in enumerate(_listed(wordings)):
        whole = wording if isinstance(wording, Mapping) else {"text": wording}
        yield from ((f"wordings.{place}.{name}", value) for name, value in whole.items())


def _listed(value: Any) -> list[Any]:
    """The value if it is a list, as a database owner may have stored anything."""
    return value if isinstance(value, list) else [value]


def _hash(salt: str, value: Any) -> str:
    return hashlib.sha256(salt.encode() + b"\x1f" + _canonical(value)).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
