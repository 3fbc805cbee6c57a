"""The digest of evidence under the keyring: an entry that fits can be written by who has the database, this cannot."""

from typing import Any

from veche.journal.domain.seals import can_tell, is_sealed, sealed
from veche.moderation.domain.digests import plain

SEALED = "evidence"


def root_seal(evidence: Any, of: Any, kind: str) -> str:
    """ "" without a keyring: such evidence is named by every check from then on. `of` and `kind` as for `parts_of`."""
    return str(sealed(SEALED, evidence.administration_id, _bound(evidence, of, kind))["seal"]) if can_tell() else ""


def has_root_seal(evidence: Any, of: Any, kind: str) -> bool:
    """True while there is no keyring: nobody can tell, and the doctor speaks of that."""
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
