"""`veche administration`: add a second one, and correct mistakes of `veche init`."""

import re
from argparse import ArgumentParser
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from veche.config.schedule import PERIODIC
from veche.engine.ticker import window_of
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.domain.found import home_zone
from veche.staff.models import Administration, Appointment, Person
from veche.upkeep.administration import add_arguments, administration

pytestmark = pytest.mark.django_db

NEW = (
    "--administration=Администрация Бийска",
    "--city=Бийск",
    "--time-zone=Asia/Barnaul",
    "--person=Отдел ИТ",
    "--yes",
)


def run(*words: str) -> int:
    parser = ArgumentParser()
    add_arguments(parser)
    return administration(parser.parse_args(words))


def entries(city: Administration) -> list[tuple[str, dict[str, object]]]:
    return list(Entry.objects.of(city).order_by("number").values_list("verb", "facts"))


def test_without_more_words_it_lists_them(rubtsovsk: Administration, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0

    assert capsys.readouterr().out == f"{rubtsovsk.pk}. {rubtsovsk.name}; Рубцовск; Asia/Barnaul\n"


def test_none_is_added_to_the_demo_city(
    rubtsovsk: Administration, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = True

    assert run("add", *NEW, "--email=it@biysk.test") == 1

    assert capsys.readouterr().err == (
        "VECHE_DEMO=1: в учебном городе настоящую администрацию не заводят. Ничего не записано.\n"
    )
    assert list(Administration.objects.all()) == [rubtsovsk]


def test_a_second_one_is_added_with_a_link_for_its_first_person(
    rubtsovsk: Administration, ivan: Person, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ORIGIN = "https://veche.example.test"
    before = entries(rubtsovsk)

    assert run("add", *NEW, "--email=it@biysk.test") == 0

    biysk = Administration.objects.exclude(pk=rubtsovsk.pk).get()
    assert biysk.name == "Администрация Бийска"
    assert biysk.city == "Бийск"
    assert biysk.time_zone == "Asia/Barnaul"
    assert [(one.person.email, one.role) for one in Appointment.objects.of(biysk)] == [("it@biysk.test", "it")]
    assert ([verb for verb, _ in entries(biysk)], entries(rubtsovsk)) == (["staff.founded", "staff.invited"], before)
    (link,) = re.findall(r"https://veche\.example\.test(/people/invite/\S+)", capsys.readouterr().out)
    assert Client().get(link).status_code == 200


def test_a_person_of_another_administration_is_invited_there_too(rubtsovsk: Administration, ivan: Person) -> None:
    assert run("add", *NEW, f"--email={ivan.email}") == 0

    there = Person.objects.unscoped().exclude(administration=rubtsovsk).get()
    assert there.email == ivan.email
    assert there.signs_in_as == ivan
    assert there.is_active is False


def test_name_city_and_zone_are_put_right(rubtsovsk: Administration, capsys: pytest.CaptureFixture[str]) -> None:
    number = str(rubtsovsk.pk)

    assert run("change", number, "--name", "Администрация города", "--time-zone", "Asia/Omsk") == 0

    rubtsovsk.refresh_from_db()
    assert rubtsovsk.name == "Администрация города"
    assert rubtsovsk.city == "Рубцовск"
    assert rubtsovsk.time_zone == "Asia/Omsk"
    assert entries(rubtsovsk)[-2:] == [("staff.renamed", {}), ("staff.zone_changed", {"zone": "Asia/Omsk"})]
    assert capsys.readouterr().out == (
        "Теперь так: Администрация города; Рубцовск; Asia/Omsk.\nЧасы уже назначенного не сдвинуты: посмотрите план.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--time-zone", "Asia/Rubtsovsk"), "Часового пояса «Asia/Rubtsovsk» нет в базе IANA."),
        (("--name", " "), "Ответ нужен. Ничего не изменено. (--name)"),
        ((), "Назовите, что поправить: --name, --city, --time-zone. Ничего не изменено."),
    ],
)
def test_what_will_not_do_changes_nothing(
    rubtsovsk: Administration, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("change", str(rubtsovsk.pk), *words) == 1

    assert said in capsys.readouterr().err
    assert Administration.objects.values().get() == {
        "id": rubtsovsk.pk,
        "name": rubtsovsk.name,
        "city": rubtsovsk.city,
        "time_zone": rubtsovsk.time_zone,
        "created_at": rubtsovsk.created_at,
        "training": False,
    }


def test_one_that_is_not_there_is_said(rubtsovsk: Administration, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("change", "9999", "--city", "Бийск") == 1

    assert capsys.readouterr().err == (
        "Администрации 9999 нет, ничего не изменено. Какие есть: veche administration.\n"
    )


def test_the_night_and_the_door_follow_the_row_and_not_a_setting(rubtsovsk: Administration, settings: Settings) -> None:
    settings.TIME_ZONE, settings.CITY = "Europe/Kaliningrad", "Другой город"
    row = next(row for row in PERIODIC if row.at_hour is not None)

    assert run("change", str(rubtsovsk.pk), "--city", "Бийск", "--time-zone", "Asia/Omsk") == 0

    with time_machine.travel("2026-11-25T12:00:00Z"):
        _, begins = window_of(row, now().timestamp(), home_zone())
    assert begins == datetime(2026, 11, 25, 21, tzinfo=UTC).timestamp()  # three at night in Omsk
    page = Client().get("/me/login/").content.decode()
    assert ("Бийск" in page, "Другой город" in page) == (True, False)
