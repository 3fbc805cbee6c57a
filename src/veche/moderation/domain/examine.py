"""Verify all evidence of an administration: each night, by `veche doctor` and by `verify_journal`."""

from collections.abc import Iterator

from veche.inbox.domain.pictures import KeptState, kept_state
from veche.journal.domain.entry_seals import Ours
from veche.journal.domain.verify import SHOWN_PROBLEMS, Verdict
from veche.journal.models import Entry
from veche.moderation.domain.evidence_integrity import faults_of, pictures_of
from veche.moderation.domain.said import DECISIONS, LATER, Key, Said, told
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Evidence, Restriction, Ruling
from veche.staff.models import Administration


def examine(administration: Administration) -> Verdict:
    """The verdict. Four queries; five if words were erased before entries had seals.

    Starts from the journal, so that removed and added rows are reported too.
    """
    entries = Entry.objects.of(administration).filter(verb__in=(*DECISIONS, *LATER)).order_by("number")
    said = told(entries.iterator(chunk_size=500), Ours(administration))
    rows = Evidence.objects.of(administration).select_related("ruling", "restriction").order_by("pk")
    problems: list[str] = []
    length = 0
    for evidence in rows.iterator(chunk_size=200):
        length += 1
        problems += _problems(evidence, said.pop(_key_of(evidence), None))
    problems += [_removed(key) for key, known in said.items() if known.digest]
    problems += [_put_in(key) for key in _bare(administration) if key not in said]
    return Verdict(ok=not problems, length=length, problems=problems[:SHOWN_PROBLEMS])


def trouble_of_picture(sha256: str) -> str:
    """Why the stored bytes are not those received; "" if they are."""
    return {
        KeptState.WHOLE: "",
        KeptState.CHANGED: "Снимок на диске подменён: он не сходится с контрольной суммой, не показываем.",
        KeptState.LOST: "Снимка на диске нет. В ночных копиях он лежит под этой контрольной суммой.",
    }[kept_state(sha256)]


def _problems(evidence: Evidence, said: Said | None) -> Iterator[str]:
    decision = _called(_key_of(evidence))
    if evidence.of is None:
        yield f"{decision}: само решение удалено из базы."
        return
    if faults := faults_of(evidence, said):
        yield f"{decision}, с журналом не сходится: {', '.join(faults)}."
    if said is not None and said.pictures_gone and not said.erasing_unsealed:
        return
    for place, picture in enumerate(pictures_of(evidence), start=1):
        if picture.get("sha256") and (trouble := trouble_of_picture(str(picture["sha256"]))):
            yield f"{decision}, снимок {place}. {trouble}"


def _key_of(evidence: Evidence) -> Key:
    return evidence.kind, evidence.ruling_id or evidence.restriction_id or 0


def _removed(key: Key) -> str:
    return f"{_called(key)}: доказательство удалено из базы, в журнале осталась его контрольная сумма."


def _bare(administration: Administration) -> Iterator[Key]:
    """Decisions without evidence."""
    rulings = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE, evidence=None).order_by("pk")
    restrictions = Restriction.objects.of(administration).filter(evidence=None).exclude(by=None).order_by("pk")
    yield from (("ruling", pk) for pk in rulings.values_list("pk", flat=True))
    yield from (("restriction", pk) for pk in restrictions.values_list("pk", flat=True))


def _put_in(key: Key) -> str:
    return f"{_called(key)}: вписано в базу в обход Вече, в журнале его нет."


def _called(key: Key) -> str:
    kind, number = key
    name = "Решение об удалении № %(number)s" if kind == "ruling" else "Ограничение автора № %(number)s"
    return name % {"number": number}
