"""The Head's «Сегодня»: whether everything is in order, and the target of each line."""

import re
from collections.abc import Callable
from copy import copy
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db.models import Model
from django.urls import reverse

from tests import written
from tests.factories import NOON, make_account, make_act, make_letter, make_message
from tests.people import client_of, make_person
from tests.publishing.test_release import put
from tests.web.test_numbers import main_of
from tests.web.test_today import account, card, confirm, words
from veche.accounts.domain.page_changes import give_verdict
from veche.accounts.domain.page_changes import note_page_change as alter
from veche.accounts.enums import PageChangeKind
from veche.accounts.enums import Verdict as Whose
from veche.accounts.models import Account
from veche.journal.domain.heads import begin_anew
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.outbox.domain.divergence import mark_seen, open_divergence
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act
from veche.publishing.models import Delivery
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

# A fixture that pytest finds by name.
__all__ = ["account"]


@pytest.fixture
def all_is_well(alice: Person, carol: Person, account: Account) -> Callable[[], None]:
    def make() -> None:
        confirm(account, alice, carol, "Вышла 0")
        for number in range(1, 5):
            another(Delivery.objects.of(account.administration).get(version__post__plan_item__title="Вышла 0"), number)

    return make


def another(out: Delivery, number: int) -> None:
    """The rows of a publication once more, without its approval, which takes twenty times as long."""
    item = copied(out.version.post.plan_item, title=f"Вышла {number}", once=None)
    item.accounts.set([out.account])
    version = copied(out.version, post=copied(out.version.post, plan_item=item))
    act = copied(out.act, title=item.title, intent=f"publish:{version.pk}:{out.account_id}", idempotency_key=uuid4())
    copied(out, version=version, act=act)


def copied[Row: Model](row: Row, **changed: object) -> Row:
    made = copy(row)
    made.pk, made._state.adding = None, True
    for name, value in changed.items():
        setattr(made, name, value)
    made.save()
    return made


def test_the_head_sees_that_all_is_in_order(helen: Person, all_is_well: Callable[[], None]):
    all_is_well()

    said = words(client_of(helen))

    assert "Вмешиваться не нужно" in said or "В порядке 2 из 3" in said  # five of «tomorrow» may be in the next week
    assert "Выход: вышло всё, что должно было в порядке Каждую запись этой недели подтвердила сеть" in said
    assert "Комментарии: разобраны все в порядке За неделю ничего не удаляли" in said


def test_the_head_sees_by_whose_word_a_post_is_out(helen: Person, account: Account, all_is_well: Callable[[], None]):
    all_is_well()
    hour = {"due_at": now()}
    make_act(account, state=ActState.CONFIRMED, proof=Proof.PERSON, title="Каток", intent="publish:1:1", **hour)
    make_act(account, state=ActState.SENT, title="Мост", intent="publish:2:1", **hour)
    make_act(
        account, state=ActState.CONFIRMED, proof=Proof.PERSON, title="Проба", intent="trial:1:1", trial=True, **hour
    )

    said = words(client_of(helen))

    assert "На этой неделе одну запись подтвердил человек, а не сеть, у одной записи подтверждения ещё нет" in said
    assert "Каждую запись" not in said


@time_machine.travel(NOON, tick=False)
def test_nobody_signs_for_what_a_stranger_removed(helen: Person, alice: Person, carol: Person, account: Account):
    version = written.approved(alice, carol, accounts=(account,), title="Каток", text="Каток", publish_at=now())
    put(version, "vk", ActState.CONFIRMED)
    Act.objects.filter(delivery__version=version).update(proof=Proof.PERSON, confirmed_by=alice, proven_at=now())
    signature = "alice, сегодня в 12:00"
    before = words(client_of(helen)), posts_list(alice)
    open_divergence(act=version.deliveries.get().act, kind=DivergenceKind.GONE)

    after = words(client_of(helen)), posts_list(alice)

    assert [signature in said for said in (*before, *after)] == [True, True, False, False]
    assert ["убрали в сети" in said for said in after] == [True, True]


def test_a_post_that_is_due_and_waits_for_hands_is_not_in_time(alice: Person, account: Account):
    calm = words(client_of(alice))
    make_act(account, state=ActState.BY_HAND, title="Каток", due_at=now() - timedelta(hours=1))

    assert ["ничего не опаздывает" in said for said in (calm, words(client_of(alice)))] == [True, False]


def line_of_posts(helen: Person) -> str:
    return words(client_of(helen)).partition("Выход: ")[2].partition("Комментарии: ")[0]


def test_the_head_sees_what_waits_for_hands(
    helen: Person, alice: Person, account: Account, all_is_well: Callable[[], None]
):
    all_is_well()
    act = Act.objects.get(delivery__version__post__plan_item__title="Вышла 0")
    Act.objects.filter(pk=act.pk).update(state=ActState.BY_HAND, due_at=now() - timedelta(hours=2))
    about = Act.objects.get(delivery__version__post__plan_item__title="Вышла 1")
    make_act(account, verb="edit", about=about, state=ActState.BY_HAND, title="Вышла 1", due_at=now())

    said = line_of_posts(helen)

    assert "две записи надо выложить или исправить руками поправить" in said
    assert "«Вышла 1», «Вышла 0». В сети это делает человек из пресс-службы" in said
    assert "вышло всё" not in said
    listed = client_of(alice).get(reverse("publishing:list") + "?state=by_hand").context["page"].paginator.count
    assert listed == 2
    later = now() + timedelta(days=3)  # listed, but not late yet
    Act.objects.filter(pk=act.pk).update(due_at=later, not_after=later)
    assert "одну запись надо исправить руками поправить" in line_of_posts(helen)


def test_the_head_sees_what_a_stranger_removed_until_it_is_known(
    helen: Person, alice: Person, all_is_well: Callable[[], None]
):
    all_is_well()
    act = Act.objects.get(delivery__version__post__plan_item__title="Вышла 0")
    Act.objects.filter(pk=act.pk).update(due_at=now())
    found = open_divergence(act=act, kind=DivergenceKind.GONE)
    assert found is not None

    said, listed = line_of_posts(helen), client_of(alice).get(reverse("publishing:list") + "?state=decide")

    assert "решить, что с одной записью поправить «Вышла 0». Решает пресс-служба" in said
    assert [row["post"].plan_item.title for row in listed.context["rows"]] == ["Вышла 0"]
    assert "в сети изменили или убрали не мы: 1" in words(client_of(helen))
    mark_seen(divergence=found, by=alice)
    assert "На этой неделе одну запись потом убрали в сети не мы, пресс-служба знает" in line_of_posts(helen)


def test_out_in_some_networks_is_not_called_not_out(helen: Person, alice: Person, carol: Person, account: Account):
    channel = make_account(alice.administration, responsible=alice, network="telegram")
    version = written.approved(alice, carol, accounts=(account, channel), title="Каток", text="Каток")
    put(version, "vk", ActState.CONFIRMED)
    put(version, "telegram", ActState.MISSED)

    said = words(client_of(helen))

    assert "Поправить: не везде вышла одна запись" in said
    assert "не вышла" not in said.partition("Выходит сегодня")[0]


def test_the_head_reads_of_each_post_to_decide_what_is_wrong(
    helen: Person, alice: Person, carol: Person, account: Account
):
    """The numbers of the heading add up to that of the line."""
    channel = make_account(alice.administration, responsible=alice, network="telegram")
    for title, states in {
        "Каток": (ActState.CONFIRMED, ActState.MISSED),
        "Мост": (ActState.FAILED, ActState.MISSED),
        "Тепло": (ActState.FAILED, ActState.UNKNOWN),
    }.items():
        version = written.approved(alice, carol, accounts=(account, channel), title=title, text=title)
        for network, state in zip(("vk", "telegram"), states, strict=True):
            put(version, network, state)

    said = words(client_of(helen))

    assert "Поправить: не вышла одна запись, не везде вышла одна запись, не знаем, вышла ли одна запись," in said
    assert "Выход: решить, что с тремя записями" in said


def posts_list(person: Person) -> str:
    return client_of(person).get(reverse("publishing:list")).content.decode()


def test_a_failed_avatar_is_no_publication(helen: Person, account: Account, all_is_well: Callable[[], None]):
    all_is_well()
    make_act(account, state=ActState.FAILED, verb="set_avatar", title="Аватар")

    assert "Выход: вышло всё, что должно было" in words(client_of(helen))


def test_private_messages_are_counted_for_who_may_read_them(helen: Person, alice: Person, account: Account):
    make_letter(account)

    assert "1 личное сообщение без ответа" in words(client_of(alice))
    assert "Комментарии: разобраны все" in words(client_of(helen))


def test_the_head_sees_what_is_wrong(helen: Person, alice: Person, carol: Person, account: Account):
    for title, state in (("Каток", ActState.MISSED), ("Тепло", ActState.FAILED)):
        put(written.approved(alice, carol, accounts=(account,), title=title, text=title), "vk", state)
    ruling = delete(message=make_message(account, text="Казино"), by=alice, ground="spam")
    delete(message=make_message(account, text="Лучшее казино"), by=alice, ground="spam")
    Act.objects.filter(ruling=ruling).update(state=ActState.CONFIRMED, proof="answer")
    make_message(account, text="Когда?", at=now() - timedelta(days=3))

    said = words(client_of(helen))

    assert "В порядке 1 из 4" in said
    assert "Поправить: не вышли две записи, комментарий ждёт 3 дня, не хватает пяти записей" in said
    assert "Выход: решить, что с двумя записями" in said
    assert "За неделю удалили 1, у каждого основание: спам 1" in said


def test_a_threat_is_never_in_order_for_the_head(helen: Person, account: Account):
    make_message(account, text="Убью тебя, я знаю, где ты живёшь", at=now() - timedelta(hours=1))
    propose_for_new()

    said = words(client_of(helen))

    assert "Комментарии: ждут 1, среди них одна угроза поправить" in said
    assert "ждёт решения одна угроза" in said
    page = client_of(helen).get("/").content.decode()
    assert '<a href="/inbox/?show=proposed&amp;ground=threat">Комментарии: ждут 1, среди них одна угроза</a>' in page
    assert '<a class="btn btn-sm" href="/inbox/?order=sharp">Что ждёт</a>' in page
    opened = client_of(helen).get("/inbox/?show=proposed&ground=threat").context["queue"].lines
    assert [line.message.text for line in opened] == ["Убью тебя, я знаю, где ты живёшь"]


def test_the_row_of_proposals_opens_them_with_the_gravest_first(alice: Person, account: Account):
    make_message(account, text="Убью тебя, я знаю, где ты живёшь", at=now() - timedelta(hours=1))
    propose_for_new()

    page = client_of(alice).get("/").content.decode()

    assert '<a href="/inbox/?show=proposed&amp;order=sharp">' in page


def test_a_comment_with_a_proposal_is_forgotten_too(helen: Person, account: Account):
    make_message(account, text="Займ за 5 минут! Деньги на карту 89991234567", at=now() - timedelta(days=2))
    propose_for_new()

    assert "комментарий ждёт 2 дня" in words(client_of(helen))


def test_the_worst_stands_first_for_the_head(
    helen: Person, alice: Person, carol: Person, ivan: Person, account: Account
):
    put(written.approved(alice, carol, accounts=(account,)), "vk", ActState.UNKNOWN)
    give_verdict(
        alteration=alter(account=account, kind=PageChangeKind.PAGE, what="title"), by=ivan, verdict=Whose.NOT_OURS
    )

    said = words(client_of(helen))

    order = ["Страницы: меняет кто-то чужой", "Выход: решить", "План: вышло", "Комментарии: разобраны все"]
    assert sorted(order, key=said.index) == order


def test_the_forecast_is_not_promised_while_frozen(helen: Person, alice: Person, carol: Person, account: Account):
    freeze(administration=alice.administration, by=alice, reason="Страницу взломали")

    said = [words(client_of(person)) for person in (helen, carol)]

    week = client_of(carol).get("/week/").content.decode()
    assert all(re.search("[Пп]ока заморожено, прогноза нет", page) for page in (*said, week))
    assert not any("Не хватает" in page or "не хватает" in page or "Свободн" in page for page in (*said, week))
    assert ("По сетям: вышло</caption>" in week, '<span class="sr">будет</span>' in week) == (True, False)


def test_a_stranger_stands_over_the_page_and_the_unexplained_waits_for_a_word(carol: Person, account: Account):
    give_verdict(
        alteration=alter(account=account, kind=PageChangeKind.PAGE, what="title"), by=carol, verdict=Whose.NOT_OURS
    )
    alter(account=account, kind=PageChangeKind.PAGE, what="avatar")
    client = client_of(carol)

    assert "ВКонтакте «Рубцовск официально» меняет кто-то чужой." in words(client).partition("Ждёт вас")[0]
    assert (card(client, "late") == "", "скажите, чьё это" in card(client, "mine")) == (True, True)


def test_the_head_sees_one_line_about_changes_by_others_until_they_are_explained(
    helen: Person, ivan: Person, account: Account, all_is_well: Callable[[], None]
):
    all_is_well()
    before = words(client_of(helen))
    rows = [alter(account=account, kind=PageChangeKind.PAGE, what=what) for what in ("title", "avatar")]

    said = words(client_of(helen))

    assert ("Страницы:" in before, said.count("Страницы:")) == (False, 1)
    assert "Страницы: изменили в сети, чьё это, не сказали поправить ВКонтакте «Рубцовск официально»" in said
    assert "из 5" in said
    give_verdict(alteration=rows[0], by=ivan, verdict=Whose.NOT_OURS)
    assert "Страницы: меняет кто-то чужой" in words(client_of(helen))
    give_verdict(alteration=rows[0], by=ivan, verdict=Whose.SETTLED)
    give_verdict(alteration=rows[1], by=ivan, verdict=Whose.OURS)
    assert "Страницы:" not in words(client_of(helen))


def test_a_head_who_also_works_at_the_desk_gets_the_desk(rubtsovsk: Administration):
    both = make_person(rubtsovsk, Role.HEAD, Role.PRESS_HEAD)

    browser = client_of(both)

    assert "Ждёт вас" in words(browser)
    assert "Страница Главы" in words(browser)
    assert "План: вышло 0 из 5" in main_of(browser.get("/?as=head"))


def test_a_broken_journal_stands_above_all_for_who_may_read_it(alice: Person, ivan: Person, helen: Person) -> None:
    begin_anew(ivan.administration_id, 9, "f" * 64)

    wanted = "Журнал нарушен. Проверка не сошлась. Ничего не трогайте и позовите отдел ИТ. Что найдено"
    assert [wanted in words(client_of(person)) for person in (ivan, helen, alice)] == [True, True, False]
