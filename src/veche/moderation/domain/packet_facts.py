"""What the copy of one decision says: who, when, why, what was written, what the network answered."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from veche.inbox.models import Message
from veche.journal.domain.chain import VERSION
from veche.journal.models import Entry
from veche.kernel.clock import local
from veche.moderation.domain.decision_history import history_of
from veche.moderation.domain.digests import differing, facts_of, parts_of, plain
from veche.moderation.domain.evidence_integrity import entries_of, faults_of, message_of, said_of
from veche.moderation.models import Evidence, Proposal, Restriction, Ruling
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.staff.domain.roles import roles_then
from veche.staff.models import Person

# Of the conversation on each side of what was decided about: a post may have thousands of comments.
AROUND = 250


def decision_facts(evidence: Evidence) -> dict[str, Any]:
    """All but the resident: what an anonymous copy may say too."""
    of, said, message = evidence.of, said_of(evidence.of), message_of(evidence)
    return {
        "decision": f"{evidence.kind}.{of.pk}",
        "done": _done(of),
        "private": message.private,
        "network": evidence.network,
        "account": message.account.title,
        "ground": {"code": of.ground, "words": of.get_ground_display(), "norm": of.norm},
        "decided_by": _person(of.person if isinstance(of, Ruling) else of.by, of.at),
        "decided_at": plain(of.at),
        "undone_at": plain(of.undone_at) if isinstance(of, Ruling) else None,
        "restriction": _term(of) if isinstance(of, Restriction) else None,
        "program": _proposed(message),
        "answer_of_network": [one | {"reason": ""} for one in _answers(of)],
        "history": [one | {"detail": ""} for one in _history(of)],
        "digest": evidence.digest,
        "differs_from_journal": faults_of(evidence, said),
    }


def resident_facts(evidence: Evidence) -> dict[str, Any]:
    """Who wrote, under which post, and the network's own words, which may name them."""
    talk = message_of(evidence).conversation
    return {
        "author": {"id": evidence.author_id, "name": evidence.author_name},
        "comment_id": evidence.comment_id,
        "posted_at": plain(evidence.posted_at),
        "received_at": plain(evidence.received_at),
        "answer_of_network": _answers(evidence.of),
        "history": _history(evidence.of),
        "note": evidence.of.note if isinstance(evidence.of, Ruling) else "",
        "post": {
            "url": evidence.post_url,
            "id": talk.post_id,
            "title": str(talk),
            "posted_at": plain(talk.posted_at),
            "text": str(talk.act.payload.get("text", "")) if talk.act else "",
        },
    }


def sealed_facts(evidence: Evidence) -> dict[str, Any]:
    """Parts and seals, from which the digest is computed anew. Evidence of an earlier version has no seals."""
    said = said_of(evidence.of)
    facts = facts_of(evidence)
    parts = parts_of(facts, evidence.of, evidence.kind)
    if not evidence.seals:
        parts = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}
    erased = sorted(said.erased) if said else []
    return {
        "digest": evidence.digest,
        "parts": parts,
        "seals": evidence.seals,
        "erased": erased,
        "differing": differing(evidence.seals, parts, erased) if evidence.seals else [],
    }


def journal_facts(evidence: Evidence) -> list[dict[str, Any]]:
    """Entries about the decision with all that their hashes are made of."""
    return [{"hash": entry.hash, "fields": _hashed(entry)} for entry in entries_of(evidence.of)]


def talk_facts(message: Message, around: int = AROUND) -> list[dict[str, Any]]:
    """What stands around in the same conversation, oldest first, as it is kept now. Two queries.

    `around`: how many comments on each side, the message counted before.
    """
    rows = Message.objects.of(message.administration_id).filter(conversation=message.conversation_id)
    before = rows.filter(at__lte=message.at).order_by("-at", "-pk")[:around]
    after = rows.filter(at__gt=message.at).order_by("at", "pk")[:around]
    return [_line(one) for one in (*reversed(before), *after)]


def _history(of: Ruling | Restriction) -> list[dict[str, Any]]:
    return [asdict(event) | {"at": plain(event.at)} for event in history_of(of)]


def _hashed(entry: Entry) -> dict[str, Any]:
    """As `journal.domain.chain.hash_of`."""
    return {
        "version": VERSION,
        "previous": entry.previous,
        "administration": entry.administration_id,
        "number": entry.number,
        "at": plain(entry.at),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "object": [entry.object_type, entry.object_id],
        "facts": entry.facts,
    }


def _done(of: Ruling | Restriction) -> str:
    if isinstance(of, Restriction):
        return "автор ограничен"
    return "личное сообщение удалено" if of.private else "комментарий удалён"


def _person(person: Person | None, at: datetime) -> dict[str, Any]:
    """Name and post of the person, with their roles on that day; empty for the program."""
    if person is None:
        return {}
    roles = roles_then(person, local(at, person.administration.time_zone).date())
    return {"id": person.pk, "name": person.display_name, "roles": sorted(str(role.label) for role in roles)}


def _term(of: Restriction) -> dict[str, Any]:
    released = _person(of.released_by, of.released_at) if of.released_at else {}
    return {"from": plain(of.at), "until": plain(of.until), "released_at": plain(of.released_at), "by": released}


def _proposed(message: Message) -> Mapping[str, Any]:
    """The stored proposal of the program; empty if there is none."""
    found: Proposal | None = getattr(message, "proposal", None)
    if found is None:
        return {}
    said = {"ground": found.ground, "scores": found.scores, "engine": found.engine, "at": plain(found.at)}
    places = ("ground", "start", "end", "rule")
    return said | {"spans": [{name: span.get(name) for name in places} for span in found.spans]}


def _answers(of: Ruling | Restriction) -> list[dict[str, Any]]:
    acts = (of.act, of.release_act) if isinstance(of, Restriction) else (of.act,)
    return [_answered(act) for act in acts if act is not None]


def _answered(act: Act) -> dict[str, Any]:
    return {
        "asked": act.verb,
        "asked_at": plain(act.last_call_at),
        "state": act.state,
        "words": word_of(act),
        "proof": act.proof_in_words,
        "proven_at": plain(act.proven_at),
        "reason": act.reason,
    }


def _line(message: Message) -> dict[str, Any]:
    return {
        "comment_id": message.remote_id,
        "reply_to": message.reply_to,
        "author": {"id": message.author_id, "name": message.author},
        "ours": message.ours,
        "at": plain(message.at),
        "text": message.text,
        "state": message.get_state_display(),
    }
