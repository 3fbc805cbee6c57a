"""The corpus for training: decided comments without names, never private, erased or asked to be erased."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scripts.screening_sources import decided
from tests.factories import NOON, make_letter
from tests.moderation.measures import said
from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.journal.models import Entry
from veche.moderation.domain.rule import delete, keep, restore
from veche.moderation.domain.undo import undo
from veche.moderation.models import Erasure, ErasureRequest
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def test_the_corpus(account: Account, alice: Person, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Through the command and into the reader of the training."""
    city = account.administration
    delete(message=said(account, "Снежана Мутнова дура, звоните 8 912 345-67-89"), by=alice, ground="insult")
    keep(message=said(account, "Позор мэру, яма на дороге"), by=alice)
    delete(message=said(account, "Займы всем"), by=alice, ground="spam")
    undo(ruling=delete(message=said(account, "Отменили"), by=alice, ground="spam"), by=alice)
    delete(message=make_letter(account, text="Личное: убью"), by=alice, ground="threat")
    said(account, "О нём не решали")
    gone, asked = said(account, "Срок вышел"), said(account, "Просили стереть", author_id="999")
    for one in (gone, asked):
        keep(message=one, by=alice)
    Erasure.objects.create(administration=city, message=gone, at=NOON, months=12, norm="статья 5")
    ErasureRequest.objects.create(
        administration=city,
        network="vk",
        author_id="999",
        number="12",
        dated=date(2026, 11, 1),
        at=NOON,
        by=alice,
    )
    back = said(account, "Вернули")
    delete(message=back, by=alice, ground="obscene")
    Message.objects.filter(pk=back.pk).update(state="deleted")
    restore(message=Message.objects.get(pk=back.pk), by=alice)

    call_command("export_corpus")
    out = capsys.readouterr().out
    found = {row["text"]: (row["grounds"], row["unsaid"]) for row in map(json.loads, out.splitlines())}
    others = ["illegal", "threat", "personal_data", "spam", "insult", "obscene"]
    assert found == {
        "{фио} дура, звоните {тел}": (["insult"], [one for one in others if one != "insult"]),
        "Позор мэру, яма на дороге": ([], []),
        "Займы всем": (["spam"], [one for one in others if one != "spam"]),
        "Вернули": ([], [one for one in others if one != "obscene"]),
    }
    assert set(json.loads(out.splitlines()[0])) == {"text", "grounds", "unsaid"}
    entry = Entry.objects.get(verb="corpus.exported")
    assert (entry.actor, entry.facts) == (None, {"lines": 4})

    (tmp_path / "corpus.jsonl").write_text(out, encoding="utf-8")
    read = {example.text: example for example in decided(tmp_path / "corpus.jsonl")}
    assert (read["Займы всем"].marks, "insult" in read["Займы всем"].unsaid) == (frozenset({"spam"}), True)
    assert read["Позор мэру, яма на дороге"].unsaid == {"toxicity"}
    assert not [text for text in read if "{" in text]
    with pytest.raises(CommandError, match="Администрации 99 нет"):
        call_command("export_corpus", administration=99)
