"""Seals of evidence digests under the keyring, which a database owner cannot make."""

from typing import Any

from veche.journal.domain.seals import can_tell, is_sealed, sealed
from veche.moderation.domain.digests import plain

SEALED = "evidence"


def root_seal(evidence: Any, of: Any, kind: str) -> str:
    """The seal; "" without a keyring, which every check reports. `of` and `kind` as for `parts_of`."""
    return str(sealed(SEALED, evidence.administration_id, _bound(evidence, of, kind))["seal"]) if can_tell() else ""


def has_root_seal(evidence: Any, of: Any, kind: str) -> bool:
    """Whether the seal is valid; True without a keyring, which the doctor reports."""
    kept = _bound(evidence, of, kind) | {"seal": evidence.root_seal}
    return not can_tell() or is_sealed(SEALED, evidence.administration_id, kept)


def _bound(evidence: Any, of: Any, kind: str) -> dict[str, Any]:
    # Rows of earlier migrations do not have it; what was sealed once only is bound as it was then.
    resealed_at = getattr(evidence, "resealed_at", None)
    return ({"resealed_at": plain(resealed_at)} if resealed_at else {}) | {
        "decision": f"{kind}.{of.pk}",
        "digest": evidence.digest,
        "first": evidence.first_digest,
        "sealed_at": plain(evidence.sealed_at),
        "was": of.was if kind == "ruling" else "",
    }
