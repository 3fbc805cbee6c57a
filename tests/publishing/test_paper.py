"""The approval sheet to be printed: the version, each signature with how it was given, and what is proven."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.approval.routes import ask_about_item, department_of, route, steps
from tests.markup import elements, words
from tests.people import client_of, play, stand_in
from tests.publishing.test_editor import page_of
from tests.written import TEXT, drafted, with_picture
from veche.approval.domain.silence import agree_by_silence
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.release import decide_and_release
from veche.staff.enums import Role
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
AT = "2026-11-25T04:00:00+00:00"  # a Wednesday, 11:00 in Rubtsovsk


def signed(alice: Person, carol: Person, dave: Person, helen: Person) -> Post:
    """Agreed by a substitute of the department, by silence of the press, and by the Head."""
    silent = {"silence": True, "hours": 4}
    route(alice.administration, (1, "item_department"), (2, "press_head", silent), (3, "head"), name="О культуре")
    erin = play("erin", alice.administration)
    stand_in(erin, dave, Role.CURATOR)
    post = drafted(alice, publish_at=now() + timedelta(days=3))
    with_picture(post, alice, alt="Каток с трибуны")
    sheet = ask_about_item(post, alice, department_of(dave))
    first, second, third = steps(sheet)
    decide_and_release(step=first, by=erin, verdict=Verdict.YES)
    agree_by_silence(second)
    decide_and_release(step=third, by=helen, verdict=Verdict.YES)
    return post


def test_the_sheet_names_every_signature_and_proof(alice: Person, carol: Person, dave: Person, helen: Person) -> None:
    with time_machine.travel(AT, tick=False):
        post = signed(alice, carol, dave, helen)
        Act.objects.filter(account__network="vk").update(
            state="confirmed", proof="read_back", proven_at=now(), remote_url="https://vk.com/wall-1_1"
        )
        page = page_of(client_of(helen).get(reverse("publishing:paper", args=[post.pk, 1])))
    version = post.versions.get()

    assert [words(row) for row in elements(page, "tr")] == [
        "Чья Кто Ответ Когда Как",
        "Отдел культуры erin согласовано 25 ноября 2026, 11:00 за отсутствующего: dave",
        "Начальник пресс-службы никто согласовано 25 ноября 2026, 11:00 молчание до срока, по маршруту это согласие",
        "Глава города helen согласовано 25 ноября 2026, 11:00 лично",
        "Где Что с ней Чем подтверждено",
        "VK Рубцовск официально вышла прочитали в сети, 25 ноября 2026, 11:00 https://vk.com/wall-1_1",
        "TG Рубцовск официально уйдёт сама пока ничем",
    ]
    for said in (
        f"<p>{TEXT}</p>",
        "Каток с трибуны",
        "О культуре",
        "28 ноября 2026, 11:00",
        "Согласовано 25 ноября 2026, 11:00",
        version.fingerprint,
    ):
        assert said in page


def test_there_is_no_paper_of_a_version_that_nobody_was_asked_about(alice: Person) -> None:
    post = drafted(alice)

    assert client_of(alice).get(reverse("publishing:paper", args=[post.pk, 1])).status_code == 404
    assert client_of(alice).get(reverse("publishing:paper", args=[post.pk, 7])).status_code == 404
