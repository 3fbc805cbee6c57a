"""Evidence or a decision changed in the database or the media: reported by the page, the nightly
check and the doctor.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.factories import make_account, make_act, make_message, make_shot
from tests.inbox.conftest import png
from tests.journal_triggers import unasked
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.models import Message, MessagePicture, Wording
from veche.journal.domain.checked import trouble_of_others
from veche.journal.domain.verify import Verdict
from veche.journal.models import Entry
from veche.journal.tasks import check_rest
from veche.kernel.clock import now
from veche.kernel.crypto import Keyring
from veche.kernel.uploads import kept_path
from veche.moderation.domain.author_events import author_restricted
from veche.moderation.domain.digests import facts_of, parts_of, root_of, salted
from veche.moderation.domain.evidence import complete_waiting
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.examine import examine
from veche.moderation.domain.holds import hold
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import delete
from veche.moderation.domain.seal_anew import SealedAnew, seal_anew
from veche.moderation.domain.undo import undo
from veche.moderation.models import Evidence, Restriction, Ruling
from veche.networks.protocol import AuthorRestricted
from veche.outbox.models import Act
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import database

WORDS = "Вы идиоты, слово-улика"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


@pytest.fixture
def ruling(account: Account, alice: Person) -> Ruling:
    return delete(message=said(account), by=alice, ground="insult", note="третий раз за день")


@pytest.fixture
def restriction(account: Account, alice: Person) -> Restriction:
    return restrict(message=said(account), by=alice, ground="insult", term="week", why="пишет так часто")


def said(account: Account) -> Message:
    message = make_message(account, text=WORDS, author_id="17")
    Wording.objects.create(
        administration=account.administration,
        message=message,
        text=WORDS,
        at=message.at,
        received_at=message.received_at,
    )
    return message


def page(browser: Client, of: Ruling | Restriction) -> str:
    name = "moderation:evidence" if isinstance(of, Ruling) else "moderation:restriction"
    answer = browser.get(reverse(name, args=[of.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def named(browser: Client, of: Ruling | Restriction, *differing: str) -> None:
    """Page, nightly check and doctor report the same."""
    city = of.administration
    what = ", ".join(differing)
    about = f"Решение об удалении № {of.pk}" if isinstance(of, Ruling) else f"Ограничение автора № {of.pk}"
    problem = f"{about}, с журналом не сходится: {what}."
    assert f"с журналом не сходится: {what}. Позовите отдел ИТ" in page(browser, of)
    assert examine(city) == Verdict(ok=False, length=1, problems=[problem])
    assert (check_rest.func(city.pk), trouble_of_others(city)) == (False, (problem,))
    assert [found.words for found in database.check() if found.about == f"Доказательства, {city}"] == [problem]


def test_what_nobody_touched_is_whole(ruling: Ruling, alice: Person) -> None:
    html = page(client_of(alice), ruling)

    assert ("сходится, стоит в журнале" in html, "не сходится" in html) == (True, False)
    assert examine(ruling.administration) == Verdict(ok=True, length=1, problems=[])
    assert Entry.objects.get(verb="comment.deleted").facts["evidence"] == ruling.evidence.digest


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (lambda _: {"ground": "spam"}, ["основание"]),
        (lambda bob: {"person": bob}, ["кто решил"]),
        (lambda _: {"at": now() - timedelta(minutes=3)}, ["час решения"]),
        (lambda _: {"note": "первый раз"}, ["пояснение"]),
        (lambda bob: {"undone_at": now(), "undone_by": bob}, ["отмена решения"]),
    ],
    ids=["ground", "person", "hour", "note", "undone"],
)
def test_a_changed_ruling_is_named(
    ruling: Ruling, alice: Person, bob: Person, change: Callable[[Person], dict[str, Any]], differing: list[str]
) -> None:
    Ruling.objects.filter(pk=ruling.pk).update(**change(bob))

    named(client_of(alice), ruling, *differing)


def test_a_ruling_that_was_really_undone_is_whole(ruling: Ruling, alice: Person) -> None:
    undo(ruling=ruling, by=alice)

    assert examine(ruling.administration).ok


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (lambda _: {"ground": "spam"}, ["основание"]),
        (lambda bob: {"by": bob}, ["кто решил"]),
        (lambda _: {"author_id": "18"}, ["автор"]),
        (lambda _: {"until": None}, ["срок"]),
        (lambda _: {"released_at": now()}, ["снятие ограничения"]),
        (lambda bob: {"released_by": bob, "released_at": now(), "ended_at": now()}, ["снятие ограничения"]),
    ],
    ids=["ground", "person", "whom", "until", "released-at", "released"],
)
def test_a_changed_restriction_is_named(
    restriction: Restriction,
    alice: Person,
    bob: Person,
    change: Callable[[Person], dict[str, Any]],
    differing: list[str],
) -> None:
    Restriction.objects.filter(pk=restriction.pk).update(**change(bob))

    named(client_of(alice), restriction, *differing)


def test_a_restriction_of_another_term_in_the_network_and_its_release_are_whole(
    restriction: Restriction, alice: Person
) -> None:
    Act.objects.filter(restriction=restriction).update(state="confirmed", proof="answer")
    later = now() + timedelta(days=30)
    author_restricted(account=restriction.account, event=AuthorRestricted("1", "17", "Житель", restriction.at, later))
    release(restriction=restriction, by=alice)

    changed = Restriction.objects.get()
    assert (changed.until, changed.released_by) == (later, alice)
    assert examine(restriction.administration).problems == []


def other_words(evidence: Evidence) -> None:
    evidence.wordings[0]["text"] = "Спасибо за работу"


def words_as_if_erased(evidence: Evidence) -> None:
    evidence.wordings[0]["text"] = ""
    evidence.seals["wordings.0.text"][0] = ""


def no_words_at_all(evidence: Evidence) -> None:
    evidence.wordings = "Спасибо"


def other_author(evidence: Evidence) -> None:
    evidence.author_id = "18"


def hashes_of_another_shape(evidence: Evidence) -> None:
    evidence.seals = {"ground": 7}


def all_hashes_anew(evidence: Evidence) -> None:
    evidence.author_id = "18"
    evidence.seals = salted(parts_of(facts_of(evidence), evidence.of, evidence.kind))
    evidence.digest = root_of(evidence.seals)


def as_an_earlier_version(evidence: Evidence) -> None:
    evidence.seals = {}


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (other_words, ["слова"]),
        (words_as_if_erased, ["слова"]),
        (no_words_at_all, ["слова"]),
        (other_author, ["автор"]),
        (hashes_of_another_shape, ["контрольная сумма"]),
        (all_hashes_anew, ["контрольная сумма"]),
        (as_an_earlier_version, ["слова", "снимки", "время комментария"]),
    ],
)
def test_changed_evidence_is_named(
    ruling: Ruling, alice: Person, change: Callable[[Evidence], None], differing: list[str]
) -> None:
    change(ruling.evidence)
    ruling.evidence.save()

    named(client_of(alice), ruling, *differing)


@pytest.mark.parametrize("kind", ["ruling", "restriction"])
def test_deleted_evidence_is_a_page_that_says_so(request: pytest.FixtureRequest, alice: Person, kind: str) -> None:
    of: Ruling | Restriction = request.getfixturevalue(kind)
    digest = of.evidence.digest
    Evidence.objects.all().delete()

    html = page(client_of(alice), type(of).objects.get(pk=of.pk))

    assert "Доказательство удалено из базы в обход Вече" in html
    assert digest in html
    about = "Решение об удалении" if kind == "ruling" else "Ограничение автора"
    problem = f"{about} № {of.pk}: доказательство удалено из базы, в журнале осталась его контрольная сумма."
    assert examine(of.administration).problems == [problem]


@pytest.mark.django_db(transaction=True)
def test_a_deleted_decision_is_named(ruling: Ruling) -> None:
    with unasked(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_ruling")

    assert examine(ruling.administration).problems == [
        f"Решение об удалении № {ruling.pk}: само решение удалено из базы."
    ]
    Evidence.objects.all().delete()  # so that the tables may be emptied


def test_a_decision_that_was_put_into_the_database_is_named(ruling: Ruling, bob: Person) -> None:
    forged = Ruling.objects.create(
        administration=ruling.administration,
        message=ruling.message,
        verb="delete",
        ground="spam",
        person=bob,
        at=now(),
        act=make_act(ruling.message.account, verb="delete_comment"),
    )

    assert examine(ruling.administration).problems == [
        f"Решение об удалении № {forged.pk}: вписано в базу в обход Вече, в журнале его нет."
    ]
    assert "в журнале о таком решении нет записи" in page(client_of(bob), forged)


def with_a_shot(account: Account, alice: Person) -> tuple[Ruling, MessagePicture]:
    message = said(account)
    shot = make_shot(message, content=png())
    return delete(message=message, by=alice, ground="insult"), shot


def test_a_picture_that_was_overwritten_is_named_and_not_shown(account: Account, alice: Person) -> None:
    ruling, shot = with_a_shot(account, alice)
    browser, address = client_of(alice), reverse("inbox:picture", args=[shot.pk])
    assert f'<img src="{address}"' in page(browser, ruling)
    assert browser.get(address).content == png()

    kept_path(Path(django_settings.MEDIA_ROOT), shot.sha256).write_bytes(png("#00ff00"))

    html = page(browser, ruling)
    assert "Снимок на диске подменён" in html
    assert address not in html
    assert shot.sha256 in html
    assert browser.get(address).status_code == 410
    assert examine(account.administration).problems == [
        (
            f"Решение об удалении № {ruling.pk}, снимок 1. Снимок на диске подменён: он не сходится с контрольной "
            "суммой, не показываем."
        )
    ]


def test_a_picture_that_was_exchanged_in_the_database_is_not_shown(account: Account, alice: Person) -> None:
    ruling, shot = with_a_shot(account, alice)
    other = make_shot(said(account), content=png("#00ff00"))
    MessagePicture.objects.filter(pk=shot.pk).update(sha256=other.sha256)

    html = page(client_of(alice), ruling)

    assert ("Снимок подменён в базе" in html, reverse("inbox:picture", args=[shot.pk]) in html) == (True, False)


def test_a_picture_that_is_lost_is_named(account: Account, alice: Person) -> None:
    ruling, shot = with_a_shot(account, alice)
    kept_path(Path(django_settings.MEDIA_ROOT), shot.sha256).unlink()

    assert "Снимка на диске нет" in page(client_of(alice), ruling)
    assert not examine(account.administration).ok


def test_a_picture_that_was_exchanged_is_not_taken_for_one_that_came_late(account: Account, alice: Person) -> None:
    message = said(account)
    first = make_shot(message, content=png())
    late = MessagePicture.objects.create(administration=account.administration, message=message, ref="1")
    ruling = delete(message=message, by=alice, ground="insult")
    before = Evidence.objects.get()
    other = make_shot(said(account), content=png("#00ff00"))
    MessagePicture.objects.filter(pk=first.pk).update(sha256=other.sha256)
    make_shot(message, content=png("#0000ff"))
    MessagePicture.objects.filter(pk=late.pk).update(sha256=other.sha256, fetched_at=now())

    assert (complete_waiting(), complete_waiting()) == (1, 0)

    kept = Evidence.objects.get()
    assert [(one["id"], one["sha256"]) for one in kept.pictures] == [(first.pk, first.sha256), (late.pk, other.sha256)]
    assert {name for name, seal in kept.seals.items() if seal != before.seals[name]} == {"pictures.1"}
    Evidence.objects.update(waits_picture=True)
    assert (complete_waiting(), Evidence.objects.get().waits_picture) == (0, False)
    assert is_intact(Evidence.objects.get())
    assert "Снимок подменён в базе" in page(client_of(alice), ruling)


def test_a_late_picture_gives_changed_evidence_no_digest_that_fits(account: Account, alice: Person) -> None:
    message = said(account)
    late = MessagePicture.objects.create(administration=account.administration, message=message, ref="1")
    ruling = delete(message=message, by=alice, ground="insult")
    all_hashes_anew(ruling.evidence)
    ruling.evidence.save()
    MessagePicture.objects.filter(pk=late.pk).update(sha256="a" * 64, fetched_at=now())

    assert (complete_waiting(), complete_waiting()) == (0, 0)

    assert not Entry.objects.filter(verb="evidence.completed").exists()
    named(client_of(alice), ruling, "контрольная сумма")


def test_erased_words_leave_their_hash(ruling: Ruling, alice: Person, ivan: Person) -> None:
    digest, sealed = ruling.evidence.digest, ruling.evidence.seals["wordings.0.text"][1]

    call_command("erase_words", str(ruling.message_id), by=ivan.email, order="2-1234/2026", verbosity=0)

    evidence = Evidence.objects.get()
    assert evidence.digest == digest
    assert evidence.seals["wordings.0.text"] == ["", sealed]
    assert is_intact(evidence) is True
    assert examine(ruling.administration).ok
    entry = Entry.objects.get(verb="evidence.erased")
    assert (entry.actor_id, entry.facts) == (
        ivan.pk,
        {"parts": ["wordings.0.text"], "order": "2-1234/2026", "ruling": ruling.pk},
    )
    html = page(client_of(alice), ruling)
    assert ("слова стёрты по требованию закона" in html, WORDS in html) == (True, False)
    for model in (Message, Wording, Evidence):
        assert WORDS not in str(list(model.objects.values()))

    other_words(evidence)
    evidence.save()
    named(client_of(alice), ruling, "слова")


def test_words_that_somebody_holds_are_not_erased(ruling: Ruling, alice: Person, ivan: Person) -> None:
    hold(message=ruling.message, by=alice, reason="запрос суда 2-118/2026")

    with pytest.raises(CommandError, match="запрос суда 2-118/2026"):
        call_command("erase_words", str(ruling.message_id), by=ivan.email, order="2-1234/2026")

    assert Message.objects.get(pk=ruling.message_id).text == WORDS


def test_a_seal_of_another_keyring_is_named_and_a_new_one_says_since_when(
    ruling: Ruling, alice: Person, settings: Settings
) -> None:
    settings.KEYRING = Keyring.generate().to_text()
    named(client_of(alice), ruling, "печать связки ключей")

    assert seal_anew(ruling.administration) == SealedAnew(sealed=1, left=0)

    assert (examine(ruling.administration).ok, seal_anew(ruling.administration)) == (True, SealedAnew())
    assert "прежнюю связку ключей потеряли" in page(client_of(alice), ruling)


def test_words_of_changed_evidence_are_not_erased(ruling: Ruling, ivan: Person) -> None:
    other_author(ruling.evidence)
    ruling.evidence.save()

    with pytest.raises(CommandError, match="Ничего не стёрто"):
        call_command("erase_words", str(ruling.message_id), by=ivan.email, order="2-1234/2026")

    assert Message.objects.get(pk=ruling.message_id).text == WORDS
