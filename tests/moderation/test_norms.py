"""Each ground rests on a norm that the administration writes; a decision keeps the one it was made on."""

import pytest
from django.urls import reverse

from tests.factories import make_account, make_message
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.moderation.domain.evidence_integrity import faults_of, said_of
from veche.moderation.domain.norms import USUAL, change, norms_of
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import delete
from veche.moderation.enums import Ground, Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import Evidence, GroundNorm, Restriction, Ruling
from veche.staff.models import Administration, Person

ARTICLE = "статья 5.61 КоАП; пункт 2.5 постановления № 1541"


@pytest.fixture
def message(account: Account) -> Message:
    made = make_message(account, text="Вы идиоты", author_id="311")
    Wording.objects.create(
        administration=made.administration, message=made, text=made.text, at=made.at, received_at=made.received_at
    )
    return made


def faults() -> list[list[str]]:
    return [faults_of(one, said_of(one.of)) for one in Evidence.objects.order_by("pk")]


def test_a_decision_keeps_its_norm_when_another_is_written(message: Message, carol: Person, alice: Person) -> None:
    """The head of press writes it on the page, the journal names who, the next decision takes it."""
    city, browser = message.administration, client_of(carol)
    first = delete(message=message, by=alice, ground=Ground.INSULT)
    typed = {ground.value: text for ground, text in USUAL.items()} | {"insult": f"  {ARTICLE} "}

    assert browser.post(reverse("moderation:change_norms"), typed).status_code == 302
    made = restrict(message=message, by=alice, ground=Ground.INSULT, term=Term.WEEK, why="пишет так часто")

    assert [first.norm, made.norm] == [USUAL[Ground.INSULT], ARTICLE]
    assert list(GroundNorm.objects.values_list("ground", "text", "by")) == [("insult", ARTICLE, carol.pk)]
    entry = Entry.objects.get(verb="ground.norm_changed")
    assert (entry.actor_id, entry.facts) == (carol.pk, {"ground": "insult"})
    assert norms_of(city) == typed | {"insult": ARTICLE}
    assert USUAL[Ground.INSULT] in browser.get(reverse("moderation:evidence", args=[first.pk])).content.decode()
    for page in (
        reverse("moderation:restriction", args=[made.pk]),
        reverse("moderation:norms"),
        reverse("moderation:restrict", args=[make_message(message.account, author_id="9").pk]),
        reverse("web:message", args=[make_message(message.account, text="Да").pk]),
    ):
        assert ARTICLE in browser.get(page).content.decode()
    assert faults() == [[], []]


def test_a_norm_changed_past_veche_is_found_and_evidence_without_one_stays_good(
    message: Message, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions from before norms were kept have none: it is no part of their digest."""
    monkeypatch.setattr("veche.moderation.domain.rulings.norm_of", lambda *_: "")
    old = delete(message=message, by=alice, ground=Ground.INSULT)
    monkeypatch.undo()
    made = restrict(message=message, by=alice, ground=Ground.INSULT, term=Term.WEEK, why="пишет так часто")
    assert (old.norm, faults()) == ("", [[], []])

    Ruling.objects.update(norm=ARTICLE)
    Restriction.objects.filter(pk=made.pk).update(norm="")

    assert faults() == [["норма"], ["норма"]]


@pytest.mark.parametrize(
    ("ground", "text"), [("insult", "  "), ("insult", "\u200b…"), ("insult", "я" * 301), ("critic", ARTICLE)]
)
def test_a_ground_without_a_norm_does_not_exist(
    rubtsovsk: Administration, carol: Person, ground: str, text: str
) -> None:
    """Neither «критика» nor «неконструктивно» is a ground, so there is nothing to write a norm of."""
    make_account(rubtsovsk, responsible=carol)
    with pytest.raises(ModerationError, match="Прежняя в силе"):
        change(administration=rubtsovsk, by=carol, ground=ground, text=text)

    refused = client_of(carol).post(reverse("moderation:change_norms"), {ground: text})
    assert (refused.status_code, GroundNorm.objects.count()) == (422, 0)
