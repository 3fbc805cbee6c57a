"""`veche init`: asks until the answers are valid, creates everything once, and refuses a second time."""

import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from tests import tables
from tests.config.conftest import Command, command
from veche.config.environment import VARIABLES
from veche.journal.models import Entry
from veche.staff.models import Administration, Appointment, Person
from veche.upkeep.first_person import first_person
from veche.upkeep.init import QUESTIONS, as_lines, init
from veche.upkeep.init import _settings as settings_of
from veche.upkeep.questions import CannotBegin

__all__ = ["command"]

VECHE = ("-m", "veche.cli")
ANSWERS = {
    "administration": "Администрация города Рубцовска",
    "city": "Рубцовск",
    "time-zone": "Asia/Barnaul",
    "person": "Отдел ИТ",
    "email": "it@example.test",
    "origin": "https://veche.example.test",
    "mail": "smtp://127.0.0.1:9",
    "mail-from": "veche@example.test",
}


@pytest.mark.sweep
def test_from_nothing_to_a_link_and_a_file_of_settings(command: Command, tmp_path: Path) -> None:
    """Typed by a person with two invalid answers; then the doctor checks, and a second run is refused."""
    file = tmp_path / "veche.env"
    process = command(*VECHE, "init", "--environment", str(file), "--origin", ANSWERS["origin"])
    typed = [ANSWERS["administration"], "Рубцовск", "Asia/Nowhere", "", "Отдел ИТ", "it@", *list(ANSWERS.values())[4:5]]
    typed += [ANSWERS["mail"], ""]

    out, errors = process.communicate("\n".join([*typed, ""]))

    assert (process.returncode, errors) == (0, "")
    assert "Часового пояса «Asia/Nowhere» нет" in out
    assert "«it@» не похоже на адрес почты." in out
    assert re.search(r"https://veche\.example\.test/people/invite/[\w-]{43}/\n", out)
    assert "сертификатом для veche.example.test" in out
    assert file.stat().st_mode & 0o777 == 0o600
    assert dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines()) == {
        "VECHE_DATA": f"'{tmp_path / 'data'}'",
        "VECHE_ORIGIN": "'https://veche.example.test'",
        "VECHE_TLS": "'1'",
        "VECHE_EMAIL_URL": "'smtp://127.0.0.1:9'",
        "VECHE_EMAIL_FROM": "'it@example.test'",
    }

    doctor = command(*VECHE, "doctor", VECHE_ORIGIN=ANSWERS["origin"], VECHE_TLS="1", VECHE_EMAIL_URL=ANSWERS["mail"])
    seen, errors = doctor.communicate()
    assert (doctor.returncode, errors) == (1, "")
    assert [line.partition(":")[0] for line in seen.splitlines() if line.startswith("✗")] == [
        "✗ Сайт",
        "✗ Адрес для людей",
        "✗ Почта",
        "✗ Расписание",
        "✗ Обработчик",
        "✗ Копии",
        "✗ Отметки журнала, Администрация города Рубцовска",
    ]

    again = command(*VECHE, "init", "--environment", str(file), "--yes")
    _, refusal = again.communicate()
    assert again.returncode == 1
    assert refusal.startswith(f"Здесь Вече уже заведено ({file}), ничего не изменено.")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("administration", ""),
        ("time-zone", "Barnaul"),
        ("time-zone", "../../etc/passwd"),
        ("email", "it"),
        ("origin", "veche.example.ru"),
        ("origin", "http://veche.example.ru"),
        ("origin", "https://veche.example.ru/сайт"),
        ("origin", "https://veche.example.ru:99999"),
        ("origin", "https://[veche"),
        ("mail", "mail.example.ru"),
        ("mail", "smtp://"),
        ("mail-from", "smtp+tls://u:p@127.0.0.1:587"),
    ],
)
def test_an_answer_that_will_not_do_stops_it_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    monkeypatch.setenv("VECHE_DATA", str(tmp_path / "data"))
    answers = {name.replace("-", "_"): answer for name, answer in (ANSWERS | {option: value}).items()}

    code = init(SimpleNamespace(**answers, environment=tmp_path / "veche.env", yes=True))  # type: ignore[arg-type]

    said = capsys.readouterr().err
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert f"Ничего не записано. (--{option})" in said
    assert any(question.ask in said for question in QUESTIONS if question.option == option)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = init(SimpleNamespace(environment=tmp_path / "no" / "veche.env", yes=True))  # type: ignore[arg-type]

    assert code == 1
    assert f"В папку {tmp_path / 'no'} не записать настройки. Ничего не сделано" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_link_lets_the_first_person_in_to_invite_everybody_else(settings: Settings) -> None:
    settings.ORIGIN = ANSWERS["origin"]

    link = first_person(ANSWERS)

    city = Administration.objects.get()
    person = Person.objects.of(city).get()
    assert city.name == ANSWERS["administration"]
    assert city.city == "Рубцовск"
    assert city.time_zone == "Asia/Barnaul"
    assert person.email == "it@example.test"
    assert person.display_name == "Отдел ИТ"
    assert person.is_active is False
    assert [role.role for role in Appointment.objects.of(city)] == ["it"]
    assert list(Entry.objects.of(city).order_by("number").values_list("verb", flat=True)) == [
        "staff.founded",
        "staff.invited",
    ]
    page = Client().get(link.removeprefix(ANSWERS["origin"]))
    assert (page.status_code, "Отдел ИТ" in page.content.decode()) == (200, True)


@pytest.mark.django_db
def test_a_database_that_has_an_administration_is_left_alone(rubtsovsk: Administration) -> None:
    with pytest.raises(CannotBegin, match="администрация уже есть, ничего не изменено"):
        first_person(ANSWERS)

    assert Administration.objects.count() == 1


def test_a_shell_reads_the_file_of_settings_as_it_was_meant(tmp_path: Path) -> None:
    values = {"CITY": 'Горно-Алтайск «$HOME» `id` \\ "x"', "URL": "smtp://u:p'w;rm#@h", "EMPTY": ""}
    file = tmp_path / "veche.env"
    file.write_text(as_lines(values), encoding="utf-8")

    words = f'set -a; . "{file}"; printf "%s\\n%s\\n%s\\n" "$CITY" "$URL" "$EMPTY"'
    read = subprocess.run(["sh", "-c", words], capture_output=True, text=True, check=True).stdout

    assert read.splitlines() == list(values.values())


def test_a_setting_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        as_lines({"A": "1\nVECHE_DEMO=1"})


OF_EVERY_KIND = {
    "VECHE_ALLOWED_HOSTS": "veche.internal",
    "VECHE_ENGINE": "database",
    "VECHE_HOST": "127.0.0.1",
    "VECHE_LOG_LEVEL": "WARNING",
    "VECHE_MAX_CA": "/etc/ssl/roots.pem",
    "VECHE_SESSION_HOURS": "8",
    "VECHE_TELEGRAM_PROXY": "http://gate.example.test:3128",
    "PORT": "8123",
}


@pytest.mark.sweep
def test_every_variable_that_is_set_reaches_the_file_of_settings(command: Command, tmp_path: Path) -> None:
    """The services read this file alone: a missing variable would lead them to another database."""
    tables.found(tmp_path / "data")
    (tmp_path / "url").write_text("", encoding="utf-8")
    (tmp_path / "mail").write_text("smtp://127.0.0.1:9\n", encoding="utf-8")
    file = tmp_path / "veche.env"
    options = [
        f"--{name}={ANSWERS[name]}" for name in ("administration", "city", "person", "email", "origin", "mail-from")
    ]
    process = command(
        *VECHE,
        *("init", "--yes", "--environment", str(file), *options),
        **OF_EVERY_KIND,
        VECHE_DATABASE_URL_FILE=str(tmp_path / "url"),
        VECHE_EMAIL_URL_FILE=str(tmp_path / "mail"),
        VECHE_CITY="Город",
        VECHE_TIME_ZONE="Asia/Novosibirsk",
    )
    out, errors = process.communicate()

    assert process.returncode == 0
    assert errors == ""
    assert "https://veche.example.test/people/invite/" in out
    assert dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines()) == {
        **{name: f"'{value}'" for name, value in OF_EVERY_KIND.items()},
        "VECHE_DATA": f"'{tmp_path / 'data'}'",
        "VECHE_DATABASE_URL_FILE": f"'{tmp_path / 'url'}'",
        "VECHE_EMAIL_URL_FILE": f"'{tmp_path / 'mail'}'",
        "VECHE_EMAIL_FROM": "'veche@example.test'",
        "VECHE_ORIGIN": "'https://veche.example.test'",
        "VECHE_TLS": "'1'",
    }
    listed, _ = command(*VECHE, "administration").communicate()
    assert listed == "1. Администрация города Рубцовска; Рубцовск; Asia/Novosibirsk\n"


def test_each_variable_is_kept_or_left_out_for_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable.name, "1")
        monkeypatch.delenv(f"{variable.name}_FILE", raising=False)

    kept = set(settings_of({"origin": "https://veche.example.test", "mail": ""}))

    left_out = {"VECHE_CITY", "VECHE_TIME_ZONE", "VECHE_DEMO", "VECHE_SANDBOX_URL"}
    assert {variable.name for variable in VARIABLES} - kept == left_out


def test_a_training_city_is_not_founded_by_init(command: Command, tmp_path: Path) -> None:
    process = command(*VECHE, "init", "--yes", "--environment", str(tmp_path / "veche.env"), VECHE_DEMO="1")
    _, errors = process.communicate()

    assert (process.returncode, errors) == (
        1,
        "VECHE_DEMO=1 — учебный город, его заводит veche run --demo. Ничего не записано.\n",
    )
    assert not (tmp_path / "veche.env").exists()
