"""A comment on a training wall: deleted with evidence and a notice, back by another person after an appeal."""

import re
from pathlib import Path

import httpx2
import pytest
from django.test import Client
from django.urls import reverse

from tests.appeals.conftest import SLUG
from tests.inbox.conftest import Stand
from tests.markup import words
from tests.moderation.test_packet import by_list, copy, unpacked
from tests.people import client_of
from veche.appeals.domain.send_notices import send_waiting
from veche.appeals.models import Appeal, AppealSettings, Telling
from veche.inbox.enums import MessageState
from veche.moderation.models import Ruling
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
INSULT, WHO = "Ваш дворник тупая скотина", "Анна Ковалёва"
OVERTURN = {"reason": "Слова про работу.", "overturn": "1"}


def wall(stand: Stand) -> str:
    """What residents see in the network."""
    base = stand.sandbox.info["control"].removesuffix("/control")
    return words(httpx2.get(f"{base}/wall/{stand.slug}/{stand.number}", trust_env=False, timeout=60).text)


def last_letter(stand: Stand) -> str:
    """The newest words of the private talk in the network."""
    found = stand.sandbox.ask("GET", stand.slug, "messages", query={"account": stand.number})
    return str(found[-1]["text"])


def test_from_a_comment_to_its_return_to_the_wall(
    vk: Stand, terms: AppealSettings, alice: Person, bob: Person, tmp_path: Path
) -> None:
    press, colleague, resident = client_of(alice), client_of(bob), Client()
    vk.sandbox.ask("POST", "vk", "messages", {"account": vk.number, "author": WHO, "text": "Как записаться?"})
    vk.resident(vk.publish("Двор на Тракторной", alice), INSULT)
    vk.look()
    message = vk.message(INSULT)
    assert INSULT in words(press.get(reverse("web:inbox")).content.decode())
    assert INSULT in wall(vk)

    press.post(reverse("moderation:delete", args=[message.pk]), {"ground": "insult", "seen": 1})
    ruling = Ruling.objects.get()
    vk.carry_out(ruling.act)
    assert INSULT not in wall(vk)
    code, told = by_list(unpacked(copy(press, ruling)[0], tmp_path / "copy"))  # a copy as for a court, without Veche
    assert (code, "slova-1.txt: OK" in told) == (0, True)

    send_waiting()
    vk.carry_out(Telling.objects.get().act)
    number, key = re.findall(r"номер (\d+), код ([\w-]+)", last_letter(vk))[0]
    page = resident.post(f"/comments/{SLUG}/appeal/", {"number": number, "code": key})
    opened = page.context["form"]["pass_"].value()
    resident.post(f"/comments/{SLUG}/appeal/send/", {"pass_": opened, "text": "Это про работу"})
    appeal = Appeal.objects.get()
    place = reverse("appeals:decide", args=[appeal.pk])
    assert press.post(place, OVERTURN).status_code == 422  # who deleted it
    colleague.post(place, OVERTURN)
    appeal.refresh_from_db()
    assert appeal.restoration is not None
    vk.carry_out(appeal.restoration.act)
    message.refresh_from_db()
    assert (message.state, INSULT in wall(vk)) == (MessageState.KEPT, True)
    vk.carry_out(Act.objects.get(intent=f"appeal:{appeal.pk}"))
    assert OVERTURN["reason"] in last_letter(vk)
