"""A rumour from the first sight to its end, with its evidence, refutation, complaint and comments."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import words
from tests.people import client_of
from veche.journal.models import Entry
from veche.kernel.uploads import UploadRefused
from veche.rumours.domain.answer import answered, begin_refutation, complain
from veche.rumours.domain.register import add_picture, end, enter, link_comment, open_again, unlink_comment
from veche.rumours.domain.texts import change_texts, complaint_about
from veche.rumours.errors import RumourError
from veche.rumours.models import Rumour, RumourComment
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
SHOT = b"\x89PNG\r\n\x1a\n a screen"
FAKE = "https://vk.com/club666"


def a_page(city: Administration, by: Person, **more: Any) -> Rumour:
    title = "Рубцовск официальный {слова}"
    said: dict[str, Any] = {"kind": "page", "title": title, "url": FAKE, "network": "vk", "seen_at": NOON}
    return enter(administration=city, by=by, **said | more)


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_a_false_page_is_kept_as_evidence_complained_of_and_removed(rubtsovsk: Administration, alice: Person) -> None:
    make_account(rubtsovsk, responsible=alice, url="https://vk.com/rubtsovsk")
    page = a_page(rubtsovsk, alice)
    shot = add_picture(rumour=page, by=alice, content=BytesIO(SHOT), name="экран.png")
    again = add_picture(rumour=page, by=alice, content=BytesIO(SHOT), name="ещё раз.png")
    assert (shot, shot.sha256) == (again, hashlib.sha256(SHOT).hexdigest())
    with pytest.raises(UploadRefused, match="не картинка"):
        add_picture(rumour=page, by=alice, content=BytesIO(b"MZ a program"), name="экран.png")
    assert [one.name for one in Path(settings.MEDIA_ROOT).glob("kept/*/*")] == [shot.sha256]

    text = complaint_about(page)
    assert all(said in text for said in (FAKE, "Рубцовск официальный {слова}", "https://vk.com/rubtsovsk", "25 ноября"))
    change_texts(administration=rubtsovsk, by=alice, rumour="О {слова}", page="Закройте {адрес}, {слова}")
    assert complaint_about(page) == f"Закройте {FAKE}, …"

    sent = complain(rumour=page, by=alice, to="Поддержка ВКонтакте", text=text)
    assert answered(complaint=sent, by=alice, answer="Закрыли страницу").answer == "Закрыли страницу"
    with pytest.raises(RumourError, match="чем кончилось"):
        end(rumour=page, by=alice, state="removed", outcome=" ")
    end(rumour=page, by=alice, state="removed", outcome="ВКонтакте закрыл страницу")
    with pytest.raises(RumourError, match="уже закрыта"):
        add_picture(rumour=page, by=alice, content=BytesIO(SHOT + b"2"), name="экран.png")
    assert open_again(rumour=page, by=alice).outcome == ""
    said = Entry.objects.of(rubtsovsk).filter(verb="rumour.picture_added").get()
    assert said.facts == {"sha256": shot.sha256}


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_a_rumour_gathers_comments_and_is_refuted_once(rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    rumour = a_page(rubtsovsk, alice, kind="rumour", url="", title="Карантин")
    other = a_page(rubtsovsk, alice, kind="rumour", url="", title="Отключат воду")
    message = make_message(account, text="Говорят, карантин")
    link = link_comment(rumour=rumour, message=message, by=alice)
    assert link == link_comment(rumour=rumour, message=message, by=alice)
    with pytest.raises(RumourError, match="уже отнесли к «Карантин»"):
        link_comment(rumour=other, message=message, by=alice)
    for refused in (make_letter(account), make_message(account, ours=True)):
        with pytest.raises(RumourError, match="видимые всем"):
            link_comment(rumour=rumour, message=refused, by=alice)
    unlink_comment(link=link, by=alice)
    unlink_comment(link=link, by=alice)
    assert not RumourComment.objects.of(rubtsovsk).exists()

    draft = begin_refutation(rumour=rumour, by=alice)
    rumour.refresh_from_db()
    assert (str(draft), draft) == ("Опровержение: Карантин", begin_refutation(rumour=rumour, by=alice))


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_what_is_refused_by_the_verb_and_by_the_database(rubtsovsk: Administration, alice: Person) -> None:
    for wrong in (
        {"kind": "joke"},
        {"title": " "},
        {"url": " "},
        {"network": "nowhere"},
        {"seen_at": NOON + timedelta(days=9)},
    ):
        with pytest.raises(RumourError):
            a_page(rubtsovsk, alice, **wrong)
    page = a_page(rubtsovsk, alice)
    for broken in ({"url": ""}, {"state": "left"}, {"kind": "joke"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rumour.objects.filter(pk=page.pk).update(**broken)


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_the_screens(rubtsovsk: Administration, alice: Person, ivan: Person) -> None:
    browser = client_of(alice)
    form = {"kind": "page", "title": "Поддельный Рубцовск", "url": FAKE, "day": "2026-11-25", "time": "11:00"}
    refused = browser.post(reverse("rumours:enter"), form | {"url": ""})
    assert (refused.status_code, "Впишите адрес" in words(refused.content.decode())) == (422, True)
    browser.post(reverse("rumours:enter"), form)
    made = Rumour.objects.get()
    here = reverse("rumours:detail", args=[made.pk])
    browser.post(reverse("rumours:add_picture", args=[made.pk]), {"picture": SimpleUploadedFile("экран.png", SHOT)})
    message = make_message(make_account(rubtsovsk, responsible=alice), text="Это точно они?")
    browser.post(reverse("rumours:link", args=[message.pk]), {"rumour": made.pk})
    browser.post(reverse("rumours:complain", args=[made.pk]), {"to": "Роскомнадзор", "text": "Просим закрыть"})

    shown = words(browser.get(here).content.decode())
    wanted = (hashlib.sha256(SHOT).hexdigest(), "Роскомнадзор", "Это точно они?", "пункт 1.3 порядка")
    assert [said for said in wanted if said not in shown] == []
    seen = words(client_of(ivan).get(here).content.decode())
    assert ("Комментарии читает пресс-служба." in seen, "Это точно они?" in seen, "Закончить" in seen) == (
        True,
        False,
        False,
    )
    browser.post(reverse("rumours:end", args=[made.pk]), {"state": "removed", "outcome": "Сеть закрыла"})
    assert "Сеть закрыла" in words(browser.get(here).content.decode())
    assert "Поддельный Рубцовск" in words(browser.get(reverse("rumours:list")).content.decode())
