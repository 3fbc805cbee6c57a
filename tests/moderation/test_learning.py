"""Decisions are counted week by week, and thresholds offered from them; the program changes none."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import NOON
from tests.markup import element, elements, words
from tests.moderation.measures import said
from tests.people import client_of, make_person
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.moderation.domain import offers
from veche.moderation.domain.precision import count_all, precisions
from veche.moderation.domain.rule import delete, keep
from veche.moderation.domain.thresholds import in_force
from veche.moderation.enums import Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import Correction, GroundWeek, Proposal, Ruling, ThresholdOffer
from veche.moderation.tasks import learn
from veche.staff.enums import Role
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
NEXT_WEEK = NOON + timedelta(days=7)


def decided(account: Account, by: Person, ground: str, marks: list[tuple[float, bool]]) -> None:
    """Decisions as `learn` keeps them, about comments on which the ground was proposed."""
    for score, violation in marks:
        message = said(account)
        Proposal.objects.create(
            administration=account.administration,
            message=message,
            ground=ground,
            grounds=[ground],
            scores={ground: score},
            at=NOON,
        )
        ruling = Ruling.objects.create(
            administration=account.administration, message=message, verb="keep", person=by, at=NOON
        )
        Correction.objects.create(
            administration=account.administration,
            ruling=ruling,
            message=message,
            account=account,
            ground=ground,
            violation=violation,
            score=score,
            at=NOON,
        )


def test_a_week_is_counted_when_it_is_over(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        decided(account, alice, "insult", [(0.9, True)] * 29 + [(0.6, False)])
        decided(account, alice, "spam", [(0.9, True)] * 2)
        delete(message=said(account, "Тихо"), by=alice, ground="obscene")  # nothing was proposed
        keep(message=said(account, "Мирно"), by=alice)
        count_all()
        assert GroundWeek.objects.count() == 0
        page = words(client_of(alice).get(reverse("moderation:quality")).content.decode()).replace("\u00a0", " ")
        assert ("Эта неделя ещё не кончилась" in page, "Пока за неё 32 решения" in page) == (True, True)
    with time_machine.travel(NEXT_WEEK, tick=False):
        learn.call()
        rows = GroundWeek.objects.order_by("ground").values_list("ground", "confirmed", "declined")
        assert list(rows) == [("insult", 29, 1), ("spam", 2, 0)]
        [spam, insult] = precisions(account.administration, account)
        assert (insult.confirmed, insult.number) == (29, 30)
        assert (insult.percent, insult.bounds) == (97, (83, 99))
        assert (spam.is_enough, insult.is_enough, insult.weeks[-1]) == (False, True, (29, 30))
        page = words(client_of(alice).get(reverse("moderation:quality")).content.decode())
        for told in (
            *("29 из 30", "97 %", "от 83 до 99", "пока мало решений: 2 из 30"),
            *("с 23 ноября Спам 2 из 2, Оскорбление 29 из 30", "за другой порог не говорят"),
        ):
            assert told in page.replace("\u00a0", " ")
        # What is taken back in the week after is counted no more; a week counted before that stays.
        Correction.objects.filter(ground="spam").delete()
        count_all()
        assert not GroundWeek.objects.filter(ground="spam").exists()
    with time_machine.travel(NEXT_WEEK + timedelta(days=7), tick=False):
        Correction.objects.all().delete()
        count_all()
        assert GroundWeek.objects.get().confirmed == 29
    with time_machine.travel(NEXT_WEEK + timedelta(weeks=4), tick=False):
        [insult] = precisions(account.administration, account)
        assert insult.months == ((0, 0), (29, 30))
        page = client_of(alice).get(reverse("moderation:quality")).content.decode()
        assert [words(one).replace("\u00a0", " ") for one in elements(element(page, ".precise"), "td")][-2:] == [
            "—",
            "29 из 30",
        ]
        card = client_of(alice).get(reverse("moderation:model_card")).content.decode()
        assert "Имён и номеров в образцах нет" in words(card)
        assert reverse("moderation:model_card") in page


def test_a_threshold_is_offered_and_only_a_person_takes_it(account: Account, alice: Person, carol: Person) -> None:
    decided(account, alice, "insult", [(0.6, False)] * 8 + [(0.58, True)] + [(0.9, True)] * 20)
    assert offers.offer_in(account.administration) == 0  # 29 decisions
    decided(account, alice, "insult", [(0.9, True)])
    assert (offers.offer_in(account.administration), offers.offer_in(account.administration)) == (1, 0)
    offer = ThresholdOffer.objects.get()
    assert in_force(account, "insult") == 0.5

    browser = client_of(carol)
    page = words(browser.get(reverse("moderation:thresholds")).content.decode())
    for told in ("из 30 решений было бы предложено на 9 меньше, из них 8 зря", "без подсказки вышло бы 1 нарушение"):
        assert told in page.replace("\u00a0", " ")
    drawn = browser.get(reverse("moderation:quality")).content.decode().replace("\u00a0", " ")
    assert [words(row) for row in elements(element(drawn, "table.would"), "tr")] == [
        "Порог Удалили Оставили",
        "50 % сейчас 22 8",
        "60 % 21 8",
        "61 % предлагаем 21 0",
        *(f"{percent} % 21 0" for percent in (70, 80, 90)),
    ]
    browser.post(reverse("moderation:leave_offer", args=[offer.pk]))
    assert (in_force(account, "insult"), offers.offer_in(account.administration)) == (0.5, 0)  # not again so soon
    ThresholdOffer.objects.all().delete()
    offers.offer_in(account.administration)
    browser.post(reverse("moderation:take_offer", args=[ThresholdOffer.objects.get().pk]))
    assert in_force(account, "insult") == 0.61
    entries = Entry.objects.filter(verb__startswith="threshold.").order_by("number").values_list("verb", "actor")
    assert list(entries) == [("threshold.left", carol.pk), ("threshold.changed", carol.pk)]


def test_a_ground_of_the_law_becomes_quieter_by_two_people_alone(
    account: Account, alice: Person, carol: Person
) -> None:
    """The program's offer, a number typed by hand, and the database itself."""
    helen = make_person(account.administration, Role.HEAD)
    decided(account, alice, "threat", [(0.6, False)] * 8 + [(0.9, True)] * 22)
    offers.offer_in(account.administration)
    offer = ThresholdOffer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ThresholdOffer.objects.update(answer="taken", answered_by=carol, answered_at=NOON)
    browser = client_of(carol)
    assert client_of(helen).post(reverse("moderation:take_offer", args=[offer.pk])).status_code == 403
    browser.post(reverse("moderation:take_offer", args=[offer.pk]))
    assert in_force(account, "threat") == 0.5
    assert browser.post(reverse("moderation:take_offer", args=[offer.pk])).status_code == 403
    with pytest.raises(ModerationError, match="согласны двое"):
        offers.take(offer=offer, by=carol)
    client_of(helen).post(reverse("moderation:take_offer", args=[offer.pk]))
    assert in_force(account, "threat") == 0.61
    with pytest.raises(ModerationError, match="уже ответили"):
        offers.leave(offer=offer, by=carol)

    typed = {f"{account.pk}-{ground}": "61" if ground == "threat" else "" for ground in Ground.values}
    tune = reverse("moderation:tune", args=[account.pk])
    page = browser.post(tune, typed | {f"{account.pk}-illegal": "80", f"{account.pk}-threat": "40"}, follow=True)
    assert "решают двое" in page.content.decode()
    assert (in_force(account, "illegal"), in_force(account, "threat")) == (0.5, 0.4)  # louder needs no second
    asked = ThresholdOffer.objects.get(answer="")
    told = [words(client_of(one).get("/").content.decode()) for one in (alice, helen, carol)]
    assert ["Один порог ждёт вашего согласия" in page for page in told] == [True, True, False]
    assert client_of(helen).get(reverse("moderation:thresholds")).status_code == 200
    client_of(alice).post(reverse("moderation:take_offer", args=[asked.pk]))
    assert in_force(account, "illegal") == 0.8
    entry = Entry.objects.filter(verb="threshold.changed").latest("number")
    assert (entry.actor_id, entry.facts["asked"]) == (alice.pk, carol.pk)
