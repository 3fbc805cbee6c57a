"""Checks of `veche doctor` outside its folder: schedule, site, copies, mail, networks."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from _pytest.mark import ParameterSet
from django.core.mail.backends.smtp import EmailBackend
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.config.conftest import Command, command
from tests.engine.waiting import IS_DATABASE, finish_all
from tests.factories import make_account
from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from tests.upkeep.stub_server import Front
from tests.upkeep.test_deploy import certify
from tests.upkeep.test_doctor import PASSWORD, bad, data
from veche.accounts.models import Account
from veche.config.schedule import PERIODIC
from veche.engine.ticker import enqueue_due
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.copies import note_failed, note_made
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.domain.pause import begin
from veche.staff.domain.sign_in import note
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import copies, outside, pulse, site
from veche.upkeep.doctor import front as site_front

# Fixtures that pytest finds by name.
__all__ = ["command", "data"]


@pytest.mark.django_db
class TestPulse:
    def test_a_freeze_that_somebody_forgot_is_named(self, rubtsovsk: Administration, ivan: Person) -> None:
        with time_machine.travel("2026-11-25T05:04:00Z"):
            freeze(administration=rubtsovsk, by=ivan, reason="учения")

        assert bad(pulse.check())[f"Отправки, {rubtsovsk}"] == "всё заморожено с 25.11 12:04"
        release(administration=rubtsovsk, by=ivan)
        assert f"Отправки, {rubtsovsk}" not in bad(pulse.check())

    def test_a_pause_that_lasts_longer_than_mourning_is_named(self, rubtsovsk: Administration, ivan: Person) -> None:
        with time_machine.travel("2026-11-25T05:04:00Z"):
            begin(administration=rubtsovsk, by=ivan, kind="mourning", reason="День траура")

        named = f"Публикации, {rubtsovsk}"
        with time_machine.travel("2026-12-02T05:00:00Z"):
            assert named not in bad(pulse.check())
        with time_machine.travel("2026-12-02T05:05:00Z"):
            assert bad(pulse.check())[named] == "пауза «Траур» стоит с 25.11 12:04"

    def test_nobody_at_work_is_named(self) -> None:
        assert list(bad(pulse.check())) == ["Расписание", "Обработчик"]

    def test_a_schedule_that_beats_is_well_until_it_stops(self) -> None:
        enqueue_due(PERIODIC[0], now=now().timestamp())

        assert list(bad(pulse.check())) == ["Обработчик"]
        with time_machine.travel(now() + timedelta(minutes=2)):
            assert bad(pulse.check())["Расписание"].startswith("ничего не ставит в очередь с ")

    @pytest.mark.skipif(not IS_DATABASE, reason="the rows of the default engine are set by hand")
    def test_a_dead_worker_is_not_well_because_its_last_task_is_fresh(self) -> None:
        enqueue_due(PERIODIC[0], now=now().timestamp())
        finish_all(now())

        assert list(bad(pulse.check())) == []
        with time_machine.travel(now() + timedelta(minutes=4)):
            assert list(bad(pulse.check())) == ["Расписание", "Обработчик"]


class TestSite:
    @pytest.mark.parametrize(
        ("origin", "tls", "host", "wrong"),
        [
            ("https://veche.example.ru", True, "127.0.0.1", ""),
            ("http://veche.example.ru", False, "127.0.0.1", "без https"),
            ("https://veche.example.ru", False, "127.0.0.1", "VECHE_TLS=0"),
            ("https://veche.example.ru", True, "0.0.0.0", "мимо прокси"),
        ],
    )
    def test_the_address(self, settings: Settings, origin: str, tls: bool, host: str, wrong: str) -> None:
        settings.ORIGIN, settings.TLS, settings.HOST, settings.DEMO = origin, tls, host, False

        found = bad(site.check()).get("Адрес", "")

        assert wrong in found
        assert bool(found) == bool(wrong)

    def test_pages_that_were_not_laid_out_are_named(self, settings: Settings, tmp_path: Path) -> None:
        settings.STATIC_ROOT = tmp_path

        assert "Страницы" in bad(site.check())

    def test_pages_that_were_not_built_are_named(self, settings: Settings) -> None:
        settings.STATICFILES_FINDERS = []

        assert bad(site.check())["Страницы"] == "собранных стилей и скриптов нет"


class TestFront:
    """Two small servers in place of the web process and the proxy."""

    @pytest.fixture
    def front(self, settings: Settings) -> Iterator[Front]:
        with Front() as web:
            settings.HOST, settings.PORT, settings.DEMO = "127.0.0.1", web.port, False
            settings.ORIGIN = f"http://127.0.0.1:{web.port}"
            yield web

    def test_a_site_that_is_ready_on_both_addresses_is_well(self, front: Front) -> None:
        assert [str(finding) for finding in site_front.check()] == [
            f"✓ Сайт: отвечает на 127.0.0.1:{front.port}",
            f"✓ Адрес для людей: http://127.0.0.1:{front.port} отвечает",
        ]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"database\n", "база ему не отвечает"),
            (b"migrations\n", "база от другой версии"),
            (b"journal\n", "журнал не защищён от правки"),
        ],
    )
    def test_one_that_is_not_ready_says_why(self, front: Front, body: bytes, words: str) -> None:
        front.answer = 503, body

        said = list(site_front.check())

        assert bad(said) == {
            "Сайт": f"отвечает на 127.0.0.1:{front.port}, но не готов: {words}",
            "Адрес для людей": f"http://127.0.0.1:{front.port}: сайт запущен, но отвечает 503: {words}",
        }
        assert "systemctl start veche-web" not in "".join(str(finding) for finding in said)

    def test_a_dead_one_is_named(self, settings: Settings) -> None:
        settings.HOST, settings.PORT, settings.DEMO = "127.0.0.1", free_port(), False
        settings.ORIGIN = f"http://127.0.0.1:{free_port()}"

        assert bad(site_front.check()) == {
            "Сайт": f"на 127.0.0.1:{settings.PORT} никто не отвечает",
            "Адрес для людей": f"{settings.ORIGIN} не отвечает (connect)",
        }

    def test_one_that_answers_with_an_error_of_its_own_is_not_taken_for_another(self, front: Front) -> None:
        front.answer = 500, b"<h1>500</h1>"

        assert bad(site_front.check())["Сайт"] == f"на 127.0.0.1:{front.port} отвечает с ошибкой (500)"

    def test_another_program_on_the_port_is_named(self, front: Front) -> None:
        front.answer = 200, b"<h1>It works!</h1>"

        assert bad(site_front.check()) == {
            "Сайт": f"на 127.0.0.1:{front.port} отвечает другая программа",
            "Адрес для людей": f"http://127.0.0.1:{front.port}: отвечает не Вече (200)",
        }

    def test_a_program_that_does_not_speak_http_is_named(self, settings: Settings) -> None:
        with MailServer() as server:
            settings.HOST, settings.PORT, settings.DEMO = "127.0.0.1", server.port, True
            assert bad(site_front.check()) == {"Сайт": f"на 127.0.0.1:{server.port} отвечает другая программа"}

    def test_a_proxy_that_does_not_see_the_site_is_named(self, front: Front, settings: Settings) -> None:
        with Front() as proxy:
            proxy.answer = 502, b"Bad Gateway"
            settings.ORIGIN = f"http://127.0.0.1:{proxy.port}"

            assert bad(site_front.check()) == {
                "Адрес для людей": f"{settings.ORIGIN}: прокси отвечает, а сайта за ним не видит (502)"
            }

    def test_a_certificate_that_nobody_trusts_is_named(self, front: Front, settings: Settings) -> None:
        settings.ORIGIN = f"https://127.0.0.1:{front.port}"  # no TLS there at all

        assert bad(site_front.check()) == {"Адрес для людей": f"{settings.ORIGIN} не отвечает (tls)"}


@pytest.mark.django_db
class TestCopies:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Settings, tmp_path: Path) -> Path:
        settings.DATA, settings.DEMO = tmp_path, False
        return tmp_path

    def test_none_at_all_is_named(self) -> None:
        assert bad(copies.check()) == {"Копии": "ни одной ещё не было"}

    def test_a_fresh_one_is_well(self, folder: Path) -> None:
        note_made(folder, at=now(), path=Path("/var/backups/veche/x.zip"))

        assert bad(copies.check()) == {}

    def test_an_old_one_is_named(self, folder: Path) -> None:
        note_made(folder, at=datetime(2026, 11, 25, tzinfo=UTC), path=Path("/x.zip"))

        with time_machine.travel("2026-11-26T13:00:00Z"):
            assert bad(copies.check()) == {"Копии": "Копий давно не было. Последняя хорошая: 25.11.2026."}

    def test_a_failure_is_named_with_its_reason_until_one_succeeds(self, folder: Path) -> None:
        note_made(folder, at=datetime(2026, 11, 25, tzinfo=UTC), path=Path("/x.zip"))
        note_failed(folder, at=now(), why="На диске нет места.")

        assert bad(copies.check()) == {"Копии": "Копия не сделана. На диске нет места. Последняя хорошая: 25.11.2026."}
        note_made(folder, at=now(), path=Path("/y.zip"))
        assert bad(copies.check()) == {}


class TestMail:
    def use(self, settings: Settings, port: int, **more: str | bool) -> None:
        options = {"host": "127.0.0.1", "port": port, "timeout": 5, **more}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def test_a_server_that_answers_is_well_and_gets_no_letter(self, settings: Settings) -> None:
        with MailServer() as server:
            self.use(settings, server.port)
            assert bad(outside.mail()) == {}
            assert server.letters == []

    def test_a_silent_one_is_named_without_a_password(self, settings: Settings) -> None:
        with MailServer() as server:
            port = server.port
        self.use(settings, port, username="veche", password=PASSWORD)

        found = list(outside.mail())

        assert bad(found) == {"Почта": "сервер не отвечает (ConnectionRefusedError)"}
        assert PASSWORD not in "".join(map(str, found))

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (smtplib.SMTPAuthenticationError(535, PASSWORD.encode()), "сервер не принимает имя или пароль"),
            (socket.gaierror(-2, "Name or service not known"), "имя почтового сервера не находится"),
        ],
    )
    def test_what_does_not_let_in_is_named_without_the_servers_words(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
    ) -> None:
        self.use(settings, free_port(), username="veche", password=PASSWORD)
        monkeypatch.setattr(EmailBackend, "open", Mock(side_effect=error))

        (found,) = outside.mail()

        assert found.words == words
        assert PASSWORD not in str(found)

    def test_a_certificate_that_nobody_trusts_is_named_with_the_remedy(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        certify(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
        with MailServer(tls=context) as server:
            self.use(settings, server.port, use_ssl=True)
            (found,) = outside.mail()

        assert found.words == "сертификат почтового сервера не принят (self-signed certificate)"
        assert "update-ca-certificates" in found.todo

    def test_a_port_without_tls_is_named_with_the_other_spelling(self, settings: Settings) -> None:
        with MailServer() as server:
            self.use(settings, server.port, use_ssl=True)
            wrapped = list(outside.mail())
            self.use(settings, server.port, use_tls=True)
            started = list(outside.mail())

        assert [(found.words, found.todo) for found in (*wrapped, *started)] == [
            ("сервер на этом порту говорит не так, как сказано", outside.SPELLING)
        ] * 2

    def test_a_way_without_tls_is_told_unless_it_is_asked_for(self, settings: Settings) -> None:
        with MailServer() as server:
            port = server.port
        self.use(settings, port, host="127.0.0.2")
        unasked = list(outside.mail())
        settings.PLAIN = frozenset({"mail"})

        assert [finding.words for finding in unasked] == [
            "по сети без TLS: пароль и письма видит вся сеть",
            "сервер не отвечает (ConnectionRefusedError)",
        ]
        assert bad(outside.mail()) == {"Почта": "сервер не отвечает (ConnectionRefusedError)"}

    def test_none_at_all_is_named(self, settings: Settings) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}

        assert bad(outside.mail()) == {"Почта": "сервер не назван, писем не будет"}


@pytest.mark.django_db
class TestNetworks:
    @pytest.fixture
    def vk(self, sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
        return make_account(rubtsovsk, responsible=alice)

    def test_one_that_answers_is_well_and_so_is_the_clock(self, vk: Account) -> None:
        found = {finding.about: finding.words for finding in outside.networks()}

        assert found == {"Сеть ВКонтакте": "отвечает", "Часы": "идут как у сетей"}

    def test_a_silent_one_is_named_with_its_hour(self, vk: Account, settings: Settings) -> None:
        settings.NETWORKS = settings.NETWORKS | {"vk": settings.NETWORKS["vk"] | {"url": "http://127.0.0.1:9"}}
        settings.TIME_ZONE = "Asia/Barnaul"
        Account.objects.update(unreachable_since="2026-11-25T05:04:00Z")

        assert bad(outside.networks())["Сеть ВКонтакте"].startswith("нет связи с 25.11 12:04 (")

    def test_a_clock_that_is_late_is_named(self, vk: Account) -> None:
        with time_machine.travel(now() - timedelta(hours=1)):
            found = bad(outside.networks())

        assert found["Часы"].startswith(("расходятся с сетями на 35", "расходятся с сетями на 36"))

    def test_a_clock_that_went_back_is_named(self, rubtsovsk: Administration, alice: Person) -> None:
        with time_machine.travel(now() + timedelta(days=1)):
            note(alice, "staff.signed_in")

        assert Entry.objects.of(rubtsovsk).exists()
        assert "часы этого компьютера отстали" in bad(outside.networks())["Часы"]


def left_out(*values: str) -> ParameterSet:
    """Each starts a process: `make test` asks about one setting."""
    return pytest.param(*values, marks=pytest.mark.sweep)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("VECHE_DATABASE_URL", "postgres://veche:secret@db:port/veche", "postgres://имя:пароль@узел:5432/база"),
        left_out("VECHE_DATABASE_URL", "oracle://veche@db/veche", "postgres://имя:пароль@узел:5432/база"),
        left_out("VECHE_EMAIL_URL", "pigeon://veche:secret@mail:25", "smtp+tls://имя:пароль@узел:587"),
        left_out("VECHE_VK_PROXY", "socks5://veche:secret@gate:1080", "http://узел:порт"),
        left_out("VECHE_ORIGIN", "https://[press", "https://узел, а задано 'https://[press'"),
        left_out("VECHE_ORIGIN", "press.example.ru", "https://узел, а задано 'press.example.ru'"),
        left_out(
            "VECHE_TIME_ZONE", "Asia/Rubtsovsk", "имя часового пояса вроде Asia/Barnaul, а задано 'Asia/Rubtsovsk'"
        ),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    command: Command, data: Path, name: str, value: str, wanted: str
) -> None:
    words = command("-m", "veche.cli", "doctor", VECHE_DATA=str(data), **{name: value}).communicate()[1]

    assert words == f"Настройка неверна: {name}: не разобрать, нужно {wanted}.\n"
