"""Verify evidence: compare it with its hashes, and these with the journal."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from veche.inbox.models import Conversation, Message
from veche.journal.domain.entry_seals import Ours
from veche.journal.domain.queries import history_of
from veche.journal.models import Entry, EntryQuerySet
from veche.moderation.domain.digests import differing, digest_of, facts_of, parts_of, root_of
from veche.moderation.domain.root_seals import has_root_seal
from veche.moderation.domain.said import DECISIONS, LATER, Key, Said, entry_key, told
from veche.moderation.domain.terms import end_of
from veche.moderation.enums import RulingVerb, Term
from veche.moderation.models import Evidence, Restriction, Ruling

# A decision and its entry are made in one transaction, which may wait for the chain's head.
SLACK = timedelta(minutes=10)
# What a part is called. Of «wordings.0.text» the beginning counts.
_CALLED: dict[str, str] = {
    "network": "сеть",
    "post_url": "адрес записи",
    "comment_id": "номер комментария",
    "author_id": "автор",
    "author_name": "автор",
    "whom": "автор",
    "whom_name": "автор",
    "posted_at": "время комментария",
    "received_at": "время комментария",
    "wordings": "слова",
    "pictures": "снимки",
    "verb": "что решено",
    "ground": "основание",
    "norm": "норма",
    "person": "кто решил",
    "second": "кто подтвердил",
    "why": "почему строже",
    "hour": "час решения",
    "note": "пояснение",
    "undone": "отмена решения",
    "until": "срок",
    "released": "снятие ограничения",
    "digest": "контрольная сумма",
    "root_seal": "печать связки ключей",
    "erasing": "стирание слов: запись о нём не закрыта нашей связкой ключей",
    "odd": "лишняя запись в журнале",
    "first": "первая контрольная сумма",
}


def is_intact(evidence: Evidence) -> bool:
    """Whether evidence and decision are unchanged. One query."""
    return not faults_of(evidence, said_of(evidence.of))


def object_of(message: Message) -> Message | Conversation:
    """What entries about a decision name: of a private message only its conversation, by number."""
    return message.conversation if message.private else message


def said_of(of: Ruling | Restriction) -> Said | None:
    """What the journal says of one decision; None if nothing. One query; two if words were erased before entries had
    seals."""
    if isinstance(of, Ruling) and of.message is None:  # removed from the database
        return None
    return told(_history_of(of), Ours(of.administration)).get(key_of(of))


def entries_of(of: Ruling | Restriction) -> list[Entry]:
    """The journal's entries about one decision and its evidence, oldest first. One query."""
    return [entry for entry in _history_of(of) if entry_key(entry) == key_of(of)]


def _history_of(of: Ruling | Restriction) -> EntryQuerySet:
    obj = object_of(of.message) if isinstance(of, Ruling) else of
    entries = history_of(of.administration, obj).filter(verb__in=(*DECISIONS, *LATER))
    return entries.select_related(None).order_by("number")


def faults_of(evidence: Evidence, said: Said | None) -> list[str]:
    """Russian names of what differs, each once; empty if nothing does."""
    if said is None:
        return ["в журнале нет такого решения"]
    found = _differing(evidence, said)
    if not found and not has_root_seal(evidence, evidence.of, evidence.kind):
        found = ["root_seal"]
    return list(dict.fromkeys(called(name) for name in found))


def is_proven_by_digests(evidence: Evidence, said: Said | None) -> bool:
    """Whether decision and evidence fit the journal, ignoring the keyring's seal."""
    return said is not None and not _differing(evidence, said)


def called(name: str) -> str:
    return str(_CALLED.get(name.split(".", maxsplit=1)[0], "к чему оно относится"))


def key_of(of: Ruling | Restriction) -> Key:
    return of.kind, of.pk


def pictures_of(evidence: Evidence) -> list[dict[str, Any]]:
    """Well-formed pictures, as a database owner may have stored anything."""
    kept = evidence.pictures
    return [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []


def message_of(evidence: Evidence) -> Message:
    return evidence.of.message  # type: ignore[return-value] # only what was decided here has evidence, and a message


def of_journal(evidence: Evidence) -> dict[str, Any]:
    """The fact that finds an entry about a comment; an entry about a restriction has it as its object."""
    return {"ruling": evidence.ruling_id} if evidence.ruling_id else {}


def _differing(evidence: Evidence, said: Said) -> list[str]:
    return [*_of_decision(evidence.of, said), *_of_evidence(evidence, said)]


def _of_decision(of: Ruling | Restriction, said: Said) -> Iterable[str]:
    person = of.person_id if isinstance(of, Ruling) else of.by_id
    if said.odd:
        yield "odd"
    if said.erasing_unsealed:
        yield "erasing"
    if of.ground != said.ground:
        yield "ground"
    if person != said.person:
        yield "person"
    if abs(of.at - said.hour) > SLACK:
        yield "hour"
    yield from _of_ruling(of, said) if isinstance(of, Ruling) else _of_restriction(of, said)


def _of_ruling(of: Ruling, said: Said) -> Iterable[str]:
    if of.verb != RulingVerb.DELETE:  # only deletions have evidence
        yield "verb"
    if (of.undone_at is not None) != said.undone:
        yield "undone"


def _of_restriction(of: Restriction, said: Said) -> Iterable[str]:
    until = end_of(Term(said.term), of.at) if said.term in Term.values else said.until
    if of.until != until:
        yield "until"
    if of.released_by_id != said.released_by or (of.released_at is not None) != said.released:
        yield "released"


def _of_evidence(evidence: Evidence, said: Said) -> list[str]:
    if evidence.digest != said.digest or evidence.first_digest != said.first:
        return ["digest"]
    try:
        return _by_its_rule(evidence, said)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError):
        # Hashes of another shape than ours.
        return ["digest"]


def _by_its_rule(evidence: Evidence, said: Said) -> list[str]:
    """Compare the first digest, which does not tell what differs."""
    if not evidence.seals:
        return [] if digest_of(facts_of(evidence)) == evidence.digest else ["wordings", "pictures", "posted_at"]
    found = differing(evidence.seals, parts_of(facts_of(evidence), evidence.of, evidence.kind), said.erased)
    return found if root_of(evidence.seals) == evidence.digest else [*found, "digest"]
