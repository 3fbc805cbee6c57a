"""After the term words, lemmas and pictures are erased and their hashes stay; what is held stays whole."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.appeals.conftest import open_pages
from tests.factories import NOON, make_account, make_letter
from tests.moderation.measures import for_good, said, stands, weeklong
from tests.people import client_of
from veche.accounts.models import Account
from veche.appeals.domain.decide import decide
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.cases.domain.change import close
from veche.cases.domain.open import open_case
from veche.cases.enums import WhyClosed
from veche.inbox.domain.receive import receive
from veche.inbox.models import InboundEvent, Message, MessagePicture, Wording
from veche.journal.models import Entry
from veche.kernel.clock import months_before
from veche.kernel.uploads import keep_bytes, kept_path
from veche.moderation.domain.erase import erase_words
from veche.moderation.domain.evidence_integrity import faults_of, is_intact, said_of
from veche.moderation.domain.examine import examine
from veche.moderation.domain.hand_over import hand_over
from veche.moderation.domain.holds import hold, lift
from veche.moderation.domain.ladder import warn
from veche.moderation.domain.release import release
from veche.moderation.domain.retention import GONE, change, erase_due, number_due, remove_files
from veche.moderation.domain.rule import delete, restore
from veche.moderation.domain.settle import settle_authors
from veche.moderation.errors import ModerationError
from veche.moderation.models import Erasure, LegalHold, Retention
from veche.networks.protocol import CommentCame
from veche.outbox.models import Act
from veche.rumours.domain.register import add_picture, end, enter, link_comment
from veche.search.domain.indexing import index_everything
from veche.search.models import IndexEntry
from veche.staff.models import Administration, Person

LONG_AFTER = NOON + timedelta(days=3 * 366)


def kept(account: Account, author: str, words: str, content: bytes = b"") -> Message:
    message = said(account, words, author_id=author)
    if content:
        there = keep_bytes(content, name="снимок", root=Path(settings.MEDIA_ROOT), max_bytes=9_000)
        MessagePicture.objects.create(
            administration=account.administration,
            message=message,
            ref="https://vk.example/1.jpg",
            sha256=there.sha256,
            fetched_at=NOON,
        )
    return message


def lemmas(message: Message) -> str:
    index_everything()
    return " ".join(IndexEntry.objects.get(kind="message", object_id=message.pk).terms)


def there(content: bytes) -> bool:
    return kept_path(Path(settings.MEDIA_ROOT), hashlib.sha256(content).hexdigest()).exists()


def test_a_night_after_the_term(account: Account, alice: Person, carol: Person) -> None:
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        gone = kept(account, "1", "Дураки неграмотные", b"one picture")
        plain = kept(account, "2", "Когда починят мостовую?", b"shared picture")
        by_message = kept(account, "3", "Дураки хранимые", b"shared picture")
        by_author = kept(account, "4", "Дураки авторские")
        rulings = [delete(message=one, by=alice, ground="insult") for one in (gone, by_message, by_author)]
        Message.objects.filter(state="deleting").update(state="deleted")
        InboundEvent.objects.create(
            administration=city,
            account=account,
            dedup="1",
            kind="x",
            payload={"text": "Дураки"},
            received_at=NOON,
            processed_at=NOON,
        )
        kept_hold = hold(message=by_message, by=alice, reason="запрос суда 2-118/2026")
        hold(message=by_author, by=alice, reason="проверка прокуратуры", author=True, until=date(2031, 1, 1))
        assert "неграмотный" in lemmas(gone)
    with time_machine.travel(LONG_AFTER, tick=False):
        assert (number_due(city), erase_due()) == (0, 0)  # nobody has set a term
        with pytest.raises(ModerationError, match="норму"):
            change(administration=city, by=carol, months=36, norm="\u200b")
        with pytest.raises(ModerationError, match="от 12"):
            change(administration=city, by=carol, months=11, norm="статья 5")
        change(administration=city, by=carol, months=36, norm="номенклатура дел, 04-12")
        page = reverse("moderation:keeping")
        html = client_of(alice).get(page).content.decode()
        assert ("Сотрём 2\u00a0сообщения" in html, "запрос суда 2-118/2026" in html) == (True, True)
        assert (number_due(city), erase_due()) == (2, 2)
        assert (number_due(city), erase_due()) == (0, 0)

        for message in (gone, plain):
            message.refresh_from_db()
            assert (message.text, *Wording.objects.filter(message=message).values_list("text", flat=True)) == ("", "")
            assert not any(word.startswith(("неграм", "мостов")) for word in lemmas(message).split())
        assert (there(b"one picture"), there(b"shared picture")) == (False, True)  # another message keeps the bytes
        assert MessagePicture.objects.get(message=gone).trouble == GONE
        assert InboundEvent.objects.get().payload == {}
        evidence = rulings[0].evidence
        evidence.refresh_from_db()
        assert [one["text"] for one in evidence.wordings] == [""]
        assert (is_intact(evidence), faults_of(evidence, said_of(rulings[0]))) == (True, [])
        verdict = examine(city)
        assert (verdict.ok, verdict.problems) == (True, [])
        shown = client_of(alice).get(reverse("moderation:evidence", args=[rulings[0].pk])).content.decode()
        assert ("Слова и снимки стёрты" in shown, "номенклатура дел, 04-12" in shown) == (True, True)
        assert "Снимок стёрт." in shown
        copy = hand_over(evidence=evidence, by=alice, to="own", kind="zip")
        assert copy.row.size > 0
        for message in (by_message, by_author):
            message.refresh_from_db()
            assert "Дураки" in message.text

        lift(hold=kept_hold, by=carol)
        lift(hold=kept_hold, by=alice)  # a second press
        assert LegalHold.objects.get(pk=kept_hold.pk).lifted_by == carol
        assert (erase_due(), there(b"shared picture"), examine(city).ok) == (1, False, True)
        verbs = list(
            Entry.objects.filter(verb__in=("evidence.expired", "message.expired")).values_list("verb", flat=True)
        )
        assert sorted(verbs) == ["evidence.expired", "evidence.expired", "message.expired"]


def test_what_other_rooms_need_stays(account: Account, alice: Person, bob: Person, carol: Person) -> None:
    """Until the appeal, the case and the rumour are over, and the term has passed since."""
    city, shot = account.administration, b"\x89PNG\r\n\x1a\n a screen"
    with time_machine.travel(NOON, tick=False):
        terms = open_pages(city, carol)
        ruling = delete(message=kept(account, "1", "Дураки"), by=alice, ground="insult")
        Message.objects.filter(state="deleting").update(state="deleted")
        appeal = submit(ticket=issue(decision=ruling, by=alice).ticket, terms=terms, text="Это не про человека")
        case = open_case(message=kept(account, "2", "Когда починят мостовую?"), by=alice)
        rumour = enter(administration=city, by=alice, kind="rumour", title="Карантин", seen_at=NOON)
        link_comment(rumour=rumour, message=kept(account, "3", "Говорят, карантин", shot), by=alice)
        add_picture(rumour=rumour, by=alice, content=BytesIO(shot), name="экран.png")
    with time_machine.travel(LONG_AFTER, tick=False):
        change(administration=city, by=carol, months=36, norm="статья 5")
        assert erase_due() == 0
        decide(appeal=appeal, by=bob, overturn=False, reason="Слова остались оскорблением.")
        close(case=case, by=alice, why=WhyClosed.NO_QUESTION)
        end(rumour=rumour, by=alice, state="left", outcome="Затих")
        assert erase_due() == 0
    with time_machine.travel(LONG_AFTER + timedelta(days=3 * 366), tick=False):
        assert (erase_due(), there(shot)) == (3, True)  # the rumour keeps its own evidence


def test_the_term_counts_from_the_end_of_a_restriction(account: Account, alice: Person, carol: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        one = for_good(kept(account, "5", "Дураки вечные"), alice, "insult")
        stands(one)
    with time_machine.travel(LONG_AFTER, tick=False):
        change(administration=account.administration, by=carol, months=36, norm="статья 5")
        assert erase_due() == 0
        release(restriction=one, by=alice)
        Act.objects.filter(release=one).update(state="confirmed", proof="answer")
        settle_authors()
        assert erase_due() == 0
    with time_machine.travel(LONG_AFTER + timedelta(days=3 * 366), tick=False):
        assert erase_due() == 1


def test_the_term_counts_from_a_warning(account: Account, alice: Person, carol: Person) -> None:
    """The next step about the author rests on it."""
    with time_machine.travel(NOON, tick=False):
        message = kept(account, "6", "Дураки прежние")
    with time_machine.travel(LONG_AFTER, tick=False):
        warn(message=message, by=alice, ground="insult")
        change(administration=account.administration, by=carol, months=36, norm="статья 5")
        assert erase_due() == 0


def test_what_was_changed_past_veche_is_not_erased(account: Account, alice: Person, carol: Person) -> None:
    """Erasing would hide the change; the nightly check names it. A forged entry of an erasure is named, too."""
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        message = kept(account, "1", "Дураки")
        ruling = delete(message=message, by=alice, ground="insult")
        evidence = ruling.evidence
        evidence.wordings = [{**evidence.wordings[0], "text": "Другое"}]
        evidence.save()
    with time_machine.travel(LONG_AFTER, tick=False):
        change(administration=city, by=carol, months=12, norm="статья 5")
        assert (erase_due(), examine(city).ok, Erasure.objects.count()) == (0, False, 0)


def test_words_erased_by_order_leave_the_network_s_own_event_too(account: Account, alice: Person) -> None:
    message, other = kept(account, "1", "Дураки"), kept(account, "2", "Позор")
    for one in (message, other):
        came = CommentCame(one.remote_id, one.remote_id, "1", "", one.author_id, "", one.text, NOON)
        receive(account=account, events=[came])
    InboundEvent.objects.update(processed_at=NOON)
    erase_words(message=message, by=alice, order="2-118/2026")
    left = [one.payload.get("text", "") for one in InboundEvent.objects.order_by("pk")]
    assert left == ["", "Позор"]


def test_words_erased_by_order_are_said_to_be_erased_and_the_pictures_wait_for_the_term(
    account: Account, alice: Person, carol: Person
) -> None:
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        message = kept(account, "1", "Дураки", b"one picture")
        erase_words(message=message, by=alice, order="2-118/2026")
        page = client_of(alice).get(reverse("web:message", args=[message.pk])).content.decode().lower()
        entry = Entry.objects.get(verb="message.erased_by_order")
        assert ("слова стёрты" in page, entry.facts["order"]) == (True, "2-118/2026")
        remove_files(city)
        assert there(b"one picture")
        assert "документ №" in client_of(alice).get(reverse("moderation:keeping")).content.decode()
    with time_machine.travel(LONG_AFTER, tick=False):
        change(administration=city, by=carol, months=36, norm="номенклатура дел, 04-12")
        assert (erase_due(), erase_due(), there(b"one picture")) == (1, 0, False)
        erasure = Erasure.objects.get()
        assert (erasure.order, erasure.months, erasure.pictures) == ("2-118/2026", 36, 1)


def test_holds(account: Account, rubtsovsk: Administration, alice: Person) -> None:
    """By the page of a decision; the reason is read, the database holds what form and verb hold."""
    ruling = delete(message=said(account), by=alice, ground="insult")
    browser, place = client_of(alice), reverse("moderation:hold_ruling", args=[ruling.pk])
    page = reverse("moderation:evidence", args=[ruling.pk])
    for typed, told in (
        ({"reason": "\u200b"}, "кто и почему просит"),
        ({"reason": "я" * 301}, "Длиннее 300"),
        ({"reason": "суд", "until": "2020-01-01"}, "Этот день прошёл"),
        ({"reason": "суд", "until": "вчера"}, "Такого дня нет"),
    ):
        assert told in browser.post(place, typed, follow=True).content.decode()
    assert LegalHold.objects.count() == 0
    for _ in range(2):
        assert "пока не снимут" in browser.post(place, {"reason": "запрос суда"}, follow=True).content.decode()
    one = LegalHold.objects.get()
    limited = weeklong(said(account, author_id="9"), alice)
    browser.post(reverse("moderation:hold_restriction", args=[limited.pk]), {"reason": "полиция", "author": "on"})
    assert (
        "Ничего от этого автора стирать нельзя"
        in browser.get(reverse("moderation:restriction", args=[limited.pk])).content.decode()
    )
    listed = browser.get(reverse("moderation:keeping")).content.decode()
    assert (listed.count("Снять запрет"), "всё от автора № 9" in listed) == (2, True)
    browser.post(reverse("moderation:lift_hold", args=[one.pk]))
    assert "запрос суда" not in browser.get(page).content.decode()
    for wrong in ({"reason": ""}, {"author_id": "5"}, {"lifted_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.filter(pk=one.pk).update(**wrong)


def test_a_deleted_private_message_leaves_the_search(rubtsovsk: Administration, alice: Person) -> None:
    """Nobody can delete it in MAX: only our copy closes, and its words are found no more."""
    letter = make_letter(make_account(rubtsovsk, responsible=alice, network="max"), text="Угрожаю начальнику отдела")
    assert "начальник" in lemmas(letter)
    delete(message=letter, by=alice, ground="threat")
    index_everything()
    assert not IndexEntry.objects.filter(kind="message", object_id=letter.pk).exists()
    restore(message=letter, by=alice)
    assert "начальник" in lemmas(letter)


def test_months() -> None:
    assert f"{months_before(NOON.replace(month=3, day=31), 1):%Y-%m-%d}" == "2026-02-28"
    assert f"{months_before(NOON, 36):%Y-%m-%d}" == f"{NOON.year - 3}-11-25"
    assert Retention._meta.get_field("months").null
