"""Decisions of a month are drawn by verdict and judged again by another person, who does not see the first verdict."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import NOON
from tests.markup import words
from tests.moderation.measures import said
from tests.people import client_of
from veche.accounts.models import Account
from veche.moderation.domain.agreement import agreement_about, agreement_of
from veche.moderation.domain.rule import delete, keep
from veche.moderation.domain.sample import change_size, chosen, draw, draw_all, judge, waiting_for
from veche.moderation.enums import KEPT
from veche.moderation.errors import ModerationError
from veche.moderation.models import Sample, SecondLook
from veche.staff.models import Person

NEXT_MONTH = NOON + timedelta(days=10)


def test_kappa() -> None:
    """The usual example of two readers and fifty grants: 0.7 observed, 0.5 by chance, kappa 0.4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = agreement_of(pairs)
    assert (found.number, found.agreed, found.percent) == (50, 35, 70)
    assert found.kappa == pytest.approx(0.4)
    assert [found.low, found.high] == pytest.approx([0.146, 0.654], abs=1e-3)
    about = agreement_about("yes", pairs)
    assert (about.number, about.agreed, about.kappa) == (25, 20, found.kappa)
    assert agreement_of([("kept", "kept")] * 9).kappa is None
    assert agreement_of([*[("kept", "kept")] * 11, ("kept", "insult")]).kappa is None
    assert (agreement_of([]).number, agreement_of([]).percent) == (0, 0)


def test_the_draw_is_stratified_and_can_be_repeated() -> None:
    found = {"insult": list(range(100, 190)), "spam": [1], KEPT: list(range(200, 409))}
    drawn = chosen(found, 30, "seed")
    assert drawn == chosen(found, 30, "seed")
    assert drawn != chosen(found, 30, "other")
    shares = {name: len(set(drawn) & set(rows)) for name, rows in found.items()}
    assert shares == {"insult": 9, "spam": 1, KEPT: 21}
    assert sorted(chosen({"spam": [3, 1, 2]}, 500, "seed")) == [1, 2, 3]


def test_a_month_is_judged_again(account: Account, alice: Person, bob: Person, carol: Person) -> None:
    """Nobody judges their own; the page shows words and no verdict; a verdict changes nothing of the first."""
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        rude = [delete(message=said(account, f"Грубость {n}"), by=alice, ground="insult") for n in range(3)]
        delete(message=said(account, "Реклама"), by=bob, ground="spam")
        for n in range(4):
            keep(message=said(account, f"Позор {n}"), by=alice)
        assert draw_all() == 0  # of the month before nothing was decided
    with time_machine.travel(NEXT_MONTH, tick=False):
        assert (draw_all(), draw(city)) == (1, None)
        sample = Sample.objects.get()
        assert (sample.month, sample.total, sample.looks.count()) == (date(2026, 11, 1), 8, 8)
        assert (waiting_for(alice).count(), waiting_for(bob).count()) == (1, 7)

        browser = client_of(bob)
        assert "Проверить за коллегами: 7 решений" in words(browser.get("/").content.decode())
        assert "Проверить за коллегами: 1 решение" in words(client_of(alice).get("/").content.decode())
        assert "Ещё никто не проверил" in browser.get(reverse("moderation:quality")).content.decode()
        page = browser.get(reverse("moderation:second_look"))
        seen = words(page.content.decode())
        assert page.context["message"].text in seen
        for told in ("alice", "решили удалить", "Удаляем", "Удалён", "не нарушение"):
            assert told not in seen
        own = SecondLook.objects.exclude(pk__in=waiting_for(bob).values("pk")).get()
        with pytest.raises(ModerationError, match="другой человек"):
            judge(look=own, by=bob, verdict=KEPT)
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondLook.objects.filter(pk=own.pk).update(by=bob, at=NOON, verdict=KEPT)
        for look in list(waiting_for(bob)):
            verdict = look.ruling.ground or KEPT
            if look.ruling_id == rude[0].pk:
                with pytest.raises(ModerationError, match="Выберите"):
                    judge(look=look, by=bob, verdict="criticism")
                verdict = KEPT
            browser.post(reverse("moderation:judge", args=[look.pk]), {"verdict": verdict})
            with pytest.raises(ModerationError, match="уже проверили"):
                judge(look=look, by=carol, verdict=KEPT)
        assert "Проверить за коллегами" not in words(browser.get("/").content.decode())
        rude[0].message.refresh_from_db()
        assert rude[0].message.state == "deleting"
        shown = words(client_of(carol).get(reverse("moderation:quality")).content.decode())
        for told in ("согласился с 6 из 7", "взяли 8 из 8", "2 из 3", "4 из 4", "86 %", "Грубость 0"):
            assert told.replace(" ", "") in shown.replace("\u00a0", "").replace(" ", "")
        december = Sample.objects.create(administration=city, month=date(2026, 12, 1), seed="s", total=8, at=NOON)
        later = words(client_of(carol).get(reverse("moderation:quality")).content.decode())
        assert "Ноябрь 2026: согласились с 6 из 7" in later
        december.delete()
        change_size(administration=city, by=carol, size=0)
        Sample.objects.all().delete()
        assert draw(city) is None
        with pytest.raises(ModerationError, match="от 0 до 500"):
            change_size(administration=city, by=carol, size=501)
