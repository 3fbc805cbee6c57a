"""Proposals of the screening: how they are stored and shown, and the effect of people's marks."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import elements, spaced_once
from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.corrections import as_lines, marked
from veche.moderation.domain.norms import norms_of
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import Show, queue, waiting_by_kind
from veche.moderation.domain.rule import delete, keep, restore
from veche.moderation.domain.terms import grounds_for
from veche.moderation.domain.thresholds import choose, thresholds_of
from veche.moderation.domain.undo import undo
from veche.moderation.enums import LAW, Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import Correction, Proposal, Threshold
from veche.screening.corrections import ENOUGH, imported
from veche.screening.corrections import Correction as Mark
from veche.screening.screen import screen
from veche.screening.thresholds import DEFAULT
from veche.staff.models import Administration, Person

BOTH = "Ваш мэр идиот. Заработок от 5000 в день, пиши в личку"
HEATED, CALM = "Да вы там совсем охренели, позор!", "Спасибо, каток чудесный"


def proposed(account: Account, text: str, at: datetime = NOON) -> Message:
    made = make_message(account, text=text, at=at)
    propose_for_new()
    return Message.objects.of(account.administration_id).get(pk=made.pk)


def page_of(browser: Client, message: Message) -> str:
    return spaced_once(browser.get(reverse("web:message", args=[message.pk])).content.decode())


def said(account: Account) -> list[tuple[str, bool]]:
    return [(row.ground, row.violation) for row in Correction.objects.of(account.administration_id)]


def test_all_of_a_screening_is_kept(account: Account) -> None:
    message, found = proposed(account, BOTH), screen(BOTH)

    kept = Proposal.objects.of(account.administration_id).get(message=message)
    assert (kept.ground, kept.grounds) == (found.proposed[0], list(found.proposed))
    assert {"spam", "insult"} <= set(kept.grounds)
    assert kept.scores == {ground: round(found.scores[ground], 4) for ground in Ground.values}
    assert kept.toxicity == round(found.scores["toxicity"], 4)
    assert [(one["ground"], one["start"], one["end"], one["rule"], one["words"]) for one in kept.spans] == [
        (one.ground, one.start, one.end, one.rule, one.words) for one in found.spans
    ]
    assert kept.engine != ""


def test_every_ground_of_the_engine_is_one_of_moderation() -> None:
    assert {ground for ground in screen("").scores if ground != "toxicity"} == set(Ground.values)


def test_several_grounds_are_shown_the_surest_first(account: Account, browser: Client) -> None:
    message = proposed(account, BOTH)

    html = page_of(browser, message)

    names = [str(Ground(ground).label) for ground in message.proposal.grounds]
    places = [html.index(f'"><b>{name}</b><span>') for name in names]
    assert places == sorted(places)
    assert html.count(" checked") == 1
    assert f'value="{message.proposal.ground}" required checked' in html
    assert all(one["words"] in html for one in message.proposal.spans if one["ground"] in message.proposal.grounds)
    assert any("идиот" in mark for mark in elements(html, "mark.mark-bad"))


def test_threats_and_data_follow_from_the_law(account: Account, browser: Client) -> None:
    html = page_of(browser, proposed(account, CALM))

    norms = norms_of(account.administration_id)
    assert [html.count(f">{norm}</span>") for norm in norms.values()] == [1] * len(Ground)
    assert set(LAW) == {"illegal", "threat", "personal_data"}
    letter = make_letter(account)
    assert (grounds_for(letter), grounds_for(proposed(account, CALM))) == (LAW, tuple(Ground))


def test_the_queue_can_be_read_from_the_most_heated(account: Account, browser: Client, rubtsovsk) -> None:
    first, second = (
        proposed(account, text, at=NOON + timedelta(minutes=number)) for number, text in enumerate((CALM, HEATED))
    )
    Proposal.objects.of(rubtsovsk).filter(message=second).update(toxicity=0.9)

    usual, sharp = (list(queue(rubtsovsk, show=Show.WAITING, sharp=sharp)) for sharp in (False, True))

    assert (usual, sharp) == ([first, second], [second, first])
    html = spaced_once(browser.get("/inbox/?order=sharp").content.decode())
    assert html.index("охренели") < html.index("чудесный")
    assert (
        'href="/inbox/">сначала давние</a> · сначала резкие' in html,
        "/inbox/?order=sharp" in browser.get("/inbox/").content.decode(),
    ) == (
        True,
        True,
    )


def test_what_is_gravest_stands_first_then_what_is_surest_then_what_sounds_sharp(
    account: Account, browser: Client, rubtsovsk: Administration
) -> None:
    """By name: grounds with their scores, and toxicity; in order of arrival."""
    written = {
        "question": ({}, 0.0),
        "shame": ({}, 0.95),
        "spam": ({"spam": 0.99}, 0.1),
        "insult": ({"insult": 0.93}, 0.99),
        "obscene": ({"obscene": 0.94}, 0.2),
        "threat": ({"threat": 0.94}, 0.01),
        "data": ({"personal_data": 0.6}, 0.3),
        "illegal": ({"illegal": 0.7}, 0.3),
        "surer threat": ({"insult": 0.97, "threat": 0.96}, 0.5),
    }
    for minute, (name, (scores, toxicity)) in enumerate(written.items()):
        message = proposed(account, CALM, at=NOON + timedelta(minutes=minute))
        Message.objects.filter(pk=message.pk).update(text=name, suspect=bool(scores))
        Proposal.objects.of(rubtsovsk).filter(message=message).update(
            ground=next(iter(scores), ""), grounds=list(scores), scores=scores, toxicity=toxicity
        )

    sharp = [one.text for one in queue(rubtsovsk, show=Show.WAITING, sharp=True)]
    assert sharp == ["surer threat", "threat", "illegal", "data", "obscene", "insult", "spam", "shame", "question"]

    threats = queue(rubtsovsk, show=Show.PROPOSED, ground="threat")
    assert [one.text for one in threats] == ["threat", "surer threat"]
    kinds = {row.kind: row.number for row in waiting_by_kind(rubtsovsk, private=False)}
    assert kinds == {
        "question": 2, "threat": 2, "illegal": 1, "personal_data": 1, "insult": 1, "obscene": 1, "spam": 1
    }  # fmt: skip
    page = browser.get("/inbox/?show=proposed&ground=threat")
    assert [line.message.text for line in page.context["queue"].lines] == ["threat", "surer threat"]
    assert [(chip.label, chip.url) for chip in page.context["queue"].narrowed] == [("Угроза", "/inbox/?show=proposed")]
    assert "Предложено удалить <b>2</b>" in page.content.decode()
    assert browser.get("/inbox/?ground=x&show=proposed").context["queue"].narrowed == ()


def test_toxicity_alone_proposes_nothing(account: Account, browser: Client, rubtsovsk: Administration) -> None:
    message = proposed(account, CALM)
    Proposal.objects.of(rubtsovsk).update(toxicity=1.0)

    assert list(queue(rubtsovsk, show=Show.PROPOSED)) == []
    assert "Оснований не нашли" in page_of(browser, message)


def test_an_account_may_have_its_own_threshold(account: Account, alice: Person, rubtsovsk: Administration) -> None:
    other = make_account(rubtsovsk, responsible=alice, network="telegram")
    choose(account=account, by=alice, ground="insult", value=1.0)

    strict, usual = proposed(account, BOTH), proposed(other, BOTH)

    assert ("insult" in strict.proposal.grounds, "insult" in usual.proposal.grounds) == (False, True)
    assert (thresholds_of(account).insult, thresholds_of(other)) == (1.0, DEFAULT)
    entry = Entry.objects.get(verb="threshold.changed")
    assert entry.facts == {"ground": "insult", "percent": 100, "before": None}
    choose(account=account, by=alice, ground="insult", value=None)
    assert thresholds_of(account) == DEFAULT


@pytest.mark.parametrize(("ground", "value"), [("insult", 0), ("insult", 1.01), ("criticism", 0.5)])
def test_a_threshold_that_is_none_is_refused(account: Account, alice: Person, ground: str, value: float) -> None:
    with pytest.raises(ModerationError, match="Прежнее в силе"):
        choose(account=account, by=alice, ground=ground, value=value)

    assert Threshold.objects.of(account.administration_id).count() == 0


def test_the_database_keeps_one_threshold_for_each(account: Account, alice: Person) -> None:
    row = {"administration": account.administration, "account": account, "ground": "spam", "by": alice, "at": now()}
    Threshold.objects.create(**row, value=0.7)

    with pytest.raises(IntegrityError):
        Threshold.objects.create(**row, value=0.8)


def test_no_violation_speaks_of_all_that_was_proposed(account: Account, alice: Person) -> None:
    message = proposed(account, BOTH)
    keep(message=message, by=alice)

    assert sorted(said(account)) == sorted((ground, False) for ground in message.proposal.grounds)


def test_a_deletion_speaks_of_its_own_ground(account: Account, alice: Person) -> None:
    message = proposed(account, BOTH)
    delete(message=message, by=alice, ground="insult")

    [row] = Correction.objects.of(account.administration_id)
    assert row.ground == "insult"
    assert row.violation is True
    assert row.score == message.proposal.scores["insult"]


def test_a_decision_that_was_taken_back_teaches_nothing(account: Account, alice: Person) -> None:
    undo(ruling=delete(message=proposed(account, BOTH), by=alice, ground="insult"), by=alice)

    assert said(account) == []


def test_a_return_says_that_the_deletion_was_wrong(account: Account, alice: Person) -> None:
    message = proposed(account, BOTH)
    delete(message=message, by=alice, ground="insult")
    Message.objects.of(account.administration_id).update(state=MessageState.DELETED)
    restore(message=message, by=alice)

    assert said(account) == [("insult", False)]


def test_what_was_marked_goes_out_as_it_was_read(account: Account, alice: Person, other_city: Administration) -> None:
    message = proposed(account, BOTH)
    for number, text in enumerate((BOTH, "Извините, погорячился")):
        at = now() + timedelta(minutes=number - 1)
        Wording.objects.create(administration=account.administration, message=message, text=text, at=at, received_at=at)
    delete(message=message, by=alice, ground="insult")
    Correction.objects.of(account.administration_id).update(at=now() - timedelta(seconds=30))
    Message.objects.of(account.administration_id).update(text="Извините, погорячился")

    [line] = as_lines(marked(account.administration))

    assert {name: line[name] for name in ("text", "ground", "violation")} == {
        "text": BOTH,
        "ground": "insult",
        "violation": True,
    }
    assert (line["account"], list(marked(other_city))) == (str(account.pk), [])


def test_the_marks_are_printed_as_lines_of_json(
    account: Account, alice: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    delete(message=proposed(account, BOTH), by=alice, ground="insult")
    call_command("export_corrections")
    [line] = capsys.readouterr().out.splitlines()

    row = json.loads(line)
    assert row["text"] == BOTH
    assert row["ground"] == "insult"
    assert row["violation"] is True
    assert imported(line) == [Mark("insult", str(account.pk), row["score"], True, tuple(row["words"]), str(alice.pk))]
    with pytest.raises(CommandError, match="Администрации 99 нет"):
        call_command("export_corrections", administration=99)


def test_decisions_move_no_threshold(account: Account, alice: Person) -> None:
    for number in range(ENOUGH):
        keep(message=proposed(account, "Ты идиот", at=NOON + timedelta(hours=number)), by=alice)

    assert thresholds_of(account).insult == DEFAULT.insult


def test_a_likeness_names_its_words(account: Account, browser: Client) -> None:
    """Without a rule's hit, the words are quoted in the sentence instead of being named as a reason."""
    message = proposed(account, "Ваш вопрос не по адресу")
    spans = [
        {"ground": "insult", "start": 0, "end": 3, "rule": "insult-model", "words": "похоже на оскорбление"},
        {"ground": "insult", "start": 4, "end": 10, "rule": "insult-model", "words": "похоже на оскорбление"},
    ]
    Proposal.objects.filter(message=message).update(ground="insult", grounds=["insult"], spans=spans)

    html = page_of(browser, message)

    assert "похоже на оскорбление: слова «Ваш», «вопрос»" in html
    assert "Сработало:" not in html
