"""Evidence or a decision changed in the database, with an added journal entry that matches."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.factories import make_account
from tests.journal.conftest import forger
from tests.security.test_changed_evidence import all_hashes_anew, said
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.examine import examine
from veche.moderation.domain.rule import delete
from veche.moderation.domain.said import told
from veche.moderation.models import Evidence, Ruling
from veche.staff.models import Administration, Person


@pytest.fixture
def ruling(rubtsovsk: Administration, alice: Person) -> Ruling:
    return delete(message=said(make_account(rubtsovsk, responsible=alice)), by=alice, ground="insult")


def add_entry(ruling: Ruling, verb: str, by: Person | None, **facts: object) -> None:
    """Add an entry as the owner of the database would: hash, number and head are right."""
    facts |= {"ruling": ruling.pk}
    record(administration=ruling.administration, actor=by, verb=verb, obj=ruling.message, facts=facts)


def other_evidence(ruling: Ruling) -> tuple[str, str]:
    """The digests before and after."""
    evidence = Evidence.objects.get()
    before = evidence.digest
    evidence.wordings[0]["text"] = "Спасибо за работу"
    all_hashes_anew(evidence)
    evidence.save()
    return before, evidence.digest


def completed_from_nothing(ruling: Ruling, bob: Person) -> None:
    _before, digest = other_evidence(ruling)
    add_entry(ruling, "evidence.completed", None, before="x", evidence=digest)


def completed_from_what_was(ruling: Ruling, bob: Person) -> None:
    before, digest = other_evidence(ruling)
    add_entry(ruling, "evidence.completed", None, before=before, evidence=digest)


def sealed_twice(ruling: Ruling, bob: Person) -> None:
    before, digest = other_evidence(ruling)
    Evidence.objects.update(first_digest=before)
    add_entry(ruling, "evidence.sealed", None, before=before, evidence=before)
    add_entry(ruling, "evidence.sealed", None, before=before, evidence=digest)


def decided_twice(ruling: Ruling, bob: Person) -> None:
    Ruling.objects.update(ground="spam", person=bob, at=now())
    ruling.refresh_from_db()
    _before, digest = other_evidence(ruling)
    add_entry(ruling, "comment.deleted", bob, ground="spam", act=ruling.act_id, evidence=digest)


def another_hour_of_the_seal(ruling: Ruling, bob: Person) -> None:
    Evidence.objects.update(sealed_at=now())


def erased_in_no_words(ruling: Ruling, bob: Person) -> None:
    add_entry(ruling, "evidence.erased", bob, parts=7)


def empty_the_words(ruling: Ruling) -> None:
    """Set the state that `erase_words` leaves."""
    evidence = Evidence.objects.get()
    evidence.wordings[0]["text"] = ""
    evidence.seals["wordings.0.text"][0] = ""
    evidence.save()


def erased_beside_the_program(ruling: Ruling, bob: Person) -> None:
    empty_the_words(ruling)
    add_entry(ruling, "evidence.erased", bob, parts=["wordings.0.text"], order="2-1234/2026")
    with forger():
        Entry.objects.filter(verb="evidence.erased").update(seal=None)


def erased_by_nobody(ruling: Ruling, bob: Person) -> None:
    empty_the_words(ruling)
    add_entry(ruling, "evidence.erased", None, parts=["wordings.0.text"], order="2-1234/2026")


def erased_without_a_ground(ruling: Ruling, bob: Person) -> None:
    empty_the_words(ruling)
    add_entry(ruling, "evidence.erased", bob, parts=["wordings.0.text"])


def kept_instead(ruling: Ruling, bob: Person) -> None:
    Ruling.objects.update(verb="keep")


def another_state_before(ruling: Ruling, bob: Person) -> None:
    Ruling.objects.update(was="answered")


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (completed_from_nothing, "лишняя запись в журнале, контрольная сумма"),
        (completed_from_what_was, "печать связки ключей"),
        (sealed_twice, "лишняя запись в журнале, контрольная сумма"),
        (decided_twice, "лишняя запись в журнале, основание, кто решил, контрольная сумма"),
        (erased_in_no_words, "лишняя запись в журнале"),
        (erased_beside_the_program, "стирание слов: запись о нём не закрыта нашей связкой ключей"),
        (erased_by_nobody, "лишняя запись в журнале, слова"),
        (erased_without_a_ground, "лишняя запись в журнале, слова"),
        (another_hour_of_the_seal, "печать связки ключей"),
        (kept_instead, "что решено"),
        (another_state_before, "печать связки ключей"),
    ],
)
def test_an_added_entry_makes_nothing_fit(
    ruling: Ruling, bob: Person, change: Callable[[Ruling, Person], None], differing: str
) -> None:
    assert examine(ruling.administration).problems == []

    change(ruling, bob)

    assert examine(ruling.administration).problems == [
        f"Решение об удалении № {ruling.pk}, с журналом не сходится: {differing}."
    ]


def test_an_entry_of_no_decision_says_nothing() -> None:
    strange = SimpleNamespace(verb="comment.deleted", object_type="inbox.message", facts={"ruling": "первое"})

    assert told([strange]) == {}
