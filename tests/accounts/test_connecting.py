"""«Подключить»: a link and keys are entered, the network identifies the page, and only then is the account stored."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from tests.markup import elements
from tests.people import client_of
from tests.proposed import agreed
from tests.sandbox_process import SandboxProcess
from veche.accounts.checks import networks_in_use_are_offered
from veche.accounts.domain import connecting
from veche.accounts.domain.capability_rows import GROUPS
from veche.accounts.domain.checklist import mark
from veche.accounts.enums import ChecklistStep
from veche.accounts.models import Account, Connection, Key, Passport
from veche.accounts.tasks import check_all, look_at_connection
from veche.engine.queues import reading
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.networks.protocol import Operation
from veche.networks.registry import NETWORKS
from veche.staff.models import Administration, Person

NAME = "training_city"
LINKS = {
    "vk": f"https://vk.com/{NAME}",
    "ok": f"https://ok.ru/{NAME}",
    "telegram": f"t.me/{NAME}",
    "max": f"https://max.ru/{NAME}",
}
NUMBERS = {"vk": "group_id", "ok": "group_id", "telegram": "channel_id", "max": "chat_id"}


@pytest.fixture
def browser(ivan: Person) -> Client:
    return client_of(ivan)


@pytest.fixture(params=LINKS)
def network(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def pasted(sandbox: SandboxProcess, network: str, **instead: str) -> dict[str, str]:
    given = sandbox.info[network]
    keys = {
        "vk": {"community": "community_token", "admin": "admin_token"},
        "ok": {"admin": "access_token", "application": "application_key", "secret": "application_secret"},
    }.get(network, {"bot": "token"})
    return {"address": LINKS[network], **{slot: given[name] for slot, name in keys.items()}, **instead}


def begin(browser: Client, network: str, form: dict[str, str]) -> Connection:
    answer = browser.post(reverse(f"accounts:connect_{network}"), form)
    assert answer.status_code == 302, answer.content.decode()
    connection = Connection.objects.get()
    assert answer["Location"] == reverse("accounts:connecting", args=[connection.pk])
    return connection


def looked(connection: Connection) -> Connection:
    look_at_connection.func(str(connection.pk))
    return Connection.objects.get(pk=connection.pk)


def page(browser: Client, connection: Connection, **headers: str) -> str:
    return browser.get(reverse("accounts:connecting", args=[connection.pk]), headers=headers).content.decode()


def test_each_network_is_connected_by_its_link(
    network: str, browser: Client, sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person, ivan: Person
):
    connection = begin(browser, network, pasted(sandbox, network))
    assert 'hx-trigger="every 1s"' in page(browser, connection, **{"HX-Request": "true"})
    assert DBTaskResult.objects.get(task_path="veche.accounts.tasks.look_at_connection").queue_name == reading(network)

    connection = looked(connection)
    told = page(browser, connection)
    answer = browser.post(
        reverse("accounts:connecting_finish", args=[connection.pk]),
        {"title": "Рубцовск", "responsible": alice.pk, "legal_basis": "Постановление № 1541"},
    )

    account = Account.objects.get()
    given = sandbox.info[network]
    assert answer["Location"] == reverse("outbox:account", args=[account.pk])
    assert connection.trouble == ""
    assert len(elements(told, "#told")) == 1
    assert elements(told, "#told[hx-trigger]") == []
    assert account.remote_id == str(given[NUMBERS[network]])
    assert account.title == "Рубцовск"
    assert account.responsible == alice
    assert account.linked_group_id == (str(given["group_id"]) if network == "telegram" else "")
    assert {key.slot for key in Key.objects.all()} == {slot.value for slot in NETWORKS[network].keys.slots}
    assert Passport.objects.get(account=account).abilities["publish_text"]["mode"] == "auto"
    assert list(Connection.objects.all()) == []
    assert Entry.objects.filter(verb="account.registered", actor=ivan).count() == 1
    assert all(secret not in told for secret in pasted(sandbox, network).values() if secret != LINKS[network])


def test_the_proposal_of_the_page_fills_the_form_and_is_tied(
    browser: Client, sandbox: SandboxProcess, alice: Person, carol: Person, rubtsovsk: Administration
):
    proposal = agreed(alice, carol)
    url = f"vk.com/club{sandbox.info['vk'][NUMBERS['vk']]}"
    here = today(rubtsovsk.time_zone)
    mark(proposal=proposal, by=alice, step=ChecklistStep.CREATED, day=here, url=url)

    connection = looked(begin(browser, "vk", pasted(sandbox, "vk")))
    shown = page(browser, connection)
    [basis] = elements(shown, "#id_legal_basis")
    [chosen] = elements(elements(shown, "#id_responsible")[0], "option[selected]")
    browser.post(
        reverse("accounts:connecting_finish", args=[connection.pk]),
        {"title": "Рубцовск", "responsible": alice.pk, "legal_basis": proposal.basis_in_words},
    )

    proposal.refresh_from_db()
    assert f'value="{proposal.basis_in_words}"' in basis
    assert f'value="{alice.pk}"' in chosen
    assert proposal.account == Account.objects.get()


MISTAKES = {
    "another network's link": ({"address": "https://ok.ru/rubtsovsk"}, "Это адрес другой сети: Одноклассники."),
    "no link": ({"address": ""}, "Заполните это поле."),
    "another network's key": (
        {"community": "7100000001:AAabcdefghijklmnopqrstuvwxyz012345"},
        "Это ключ другой сети: Телеграм.",
    ),
    "vk id": ({"admin": "vk2.a.abcdefghijklmnop"}, "ключ от VK ID"),
    "a key in two lines": ({"community": "vk1.a.abcdef ghijklmnop"}, "В ключе пробел"),
    "no key": ({"community": ""}, "Ключ пустой. Скопируйте его целиком и вставьте ещё раз."),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_wrong_is_told_before_anything_is_kept(mistake: str, browser: Client, sandbox: SandboxProcess):
    instead, said = MISTAKES[mistake]
    form = pasted(sandbox, "vk", **instead)

    answer = browser.post(reverse("accounts:connect_vk"), form)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert Connection.objects.count() == 0
    assert "прежний ключ" not in text
    assert all(value not in text for slot, value in form.items() if slot != "address" and value)


REFUSED: dict[str, tuple[str, Any, str]] = {
    "nobody is there": ("telegram", lambda s: {"address": "t.me/no_such_channel"}, "Телеграм не находит канал"),
    "a key of nobody": (
        "telegram",
        lambda s: {"bot": f"{s.info['telegram']['token'][:-6]}AAAAAA"},
        "Телеграм не знает такого ключа. Скопируйте его у @BotFather ещё раз.",
    ),
    "another community's key": (
        "vk",
        lambda s: {"community": s.add_account("vk", "Соседи")["community_token"]},
        "этот ключ от другого сообщества, «Соседи»",
    ),
    "an administrator's key in the community's place": (
        "vk",
        lambda s: {"community": s.info["vk"]["admin_token"]},
        "это ключ человека, а не сообщества. Впишите его ниже",
    ),
    "a token of another network in OK": (
        "ok",
        lambda s: {"admin": s.info["max"]["token"]},
        "ОК не знает такого ключа администратора.",
    ),
    "MAX does not know the key": ("max", lambda s: {"bot": "f9LHodD0" * 5}, "MAX не знает такого ключа."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_network_refuses_is_told_and_can_be_put_right(case: str, browser: Client, sandbox: SandboxProcess):
    network, instead, said = REFUSED[case]
    connection = looked(begin(browser, network, pasted(sandbox, network, **instead(sandbox))))

    told = page(browser, connection)
    again = browser.post(reverse("accounts:connecting_again", args=[connection.pk]))
    early = browser.post(reverse("accounts:connecting_finish", args=[connection.pk]), {"title": "Рубцовск"})
    dropped = browser.post(reverse("accounts:connecting_drop", args=[connection.pk]))

    assert said in told
    assert "Внести в реестр" not in told
    assert (again["Location"], early["Location"]) == (reverse("accounts:connecting", args=[connection.pk]),) * 2
    assert dropped["Location"] == reverse(f"accounts:connect_{network}")
    assert (Account.objects.count(), Connection.objects.count()) == (0, 0)


def test_who_manages_the_page_no_more_is_told_with_what_stays(browser: Client, sandbox: SandboxProcess):
    given = sandbox.add_account("vk", "Бывший администратор")
    seat = {"account": given["group_id"], "user_id": given["user_id"], "status": "member", "rights": []}
    sandbox.ask("POST", "vk", "rights", seat)
    form = {
        "address": f"vk.com/club{given['group_id']}",
        "community": given["community_token"],
        "admin": given["admin_token"],
    }

    told = page(browser, looked(begin(browser, "vk", form)))

    assert "больше не управляет этим сообществом" in told
    assert "Внести в реестр" in told


def test_a_page_that_is_there_already_is_not_registered_twice(browser: Client, sandbox: SandboxProcess, alice: Person):
    for _twice in range(2):
        connection = looked(begin(browser, "max", pasted(sandbox, "max")))
        fields = {"title": "Рубцовск", "responsible": alice.pk, "legal_basis": "Постановление № 1541"}
        answer = browser.post(reverse("accounts:connecting_finish", args=[connection.pk]), fields)

    assert answer.status_code == 422
    assert Account.objects.count() == 1
    assert Key.objects.count() == 1
    assert "уже есть в реестре" in answer.content.decode()


def test_a_network_that_is_silent_is_told(browser: Client, sandbox: SandboxProcess):
    sandbox.fault("max", "GET /me", "dropped")

    told = page(browser, looked(begin(browser, "max", pasted(sandbox, "max"))))

    assert "Пока не подключить" in told
    assert "MAX ответил невнятно. Ничего не потеряно. Нажмите «Спросить ещё раз»." in told  # no automatic retry


def test_keys_that_nobody_finished_with_are_forgotten(browser: Client, sandbox: SandboxProcess):
    connection = begin(browser, "max", pasted(sandbox, "max"))
    look_at_connection.func("00000000-0000-0000-0000-000000000000")
    Connection.objects.update(created_at=now() - connecting.KEPT_FOR * 2)

    check_all.func()

    assert list(Connection.objects.filter(pk=connection.pk)) == []


def test_the_networks_are_offered(browser: Client, settings: Settings):
    text = browser.get(reverse("accounts:connect")).content.decode()

    assert all(f'href="{reverse(f"accounts:connect_{slug}")}"' in text for slug in settings.OFFERED_NETWORKS)


def test_a_network_that_is_not_offered_cannot_be_connected(browser: Client, settings: Settings):
    settings.OFFERED_NETWORKS = ("vk",)

    listed = browser.get(reverse("accounts:connect")).content.decode()

    assert [slug for slug in NETWORKS if reverse(f"accounts:connect_{slug}") in listed] == ["vk"]
    assert browser.get(reverse("accounts:connect_max")).status_code == 404


def test_a_network_in_use_must_be_offered(vk: Account, settings: Settings):
    def wrong() -> list[str]:
        return [str(found.id) for found in networks_in_use_are_offered(databases=["default"])]

    before = wrong()
    settings.OFFERED_NETWORKS = ("ok",)
    during = wrong()
    Account.objects.filter(pk=vk.pk).update(closed_at=now())

    assert before == []
    assert during == ["accounts.E003"]
    assert wrong() == []


@pytest.mark.parametrize("slug", NETWORKS)
def test_each_network_has_its_guide(slug: str, browser: Client, settings: Settings):
    settings.OFFERED_NETWORKS = tuple(NETWORKS)
    text = browser.get(reverse(f"accounts:connect_{slug}")).content.decode()

    assert text.count('<ol class="steps">') == len(NETWORKS[slug].keys.slots)
    assert all(f'name="{slot}"' in text for slot in NETWORKS[slug].keys.slots)


def test_every_operation_has_its_words():
    assert {name for _words, operations in GROUPS for name in operations} == set(Operation)
