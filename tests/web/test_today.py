"""«Сегодня»: by role, in live Russian, with the same number of queries for one thing and for thirty."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import written
from tests.factories import NOON, make_account, make_act, make_conversation, make_letter, make_message, make_plan_item
from tests.people import client_of, make_person, stand_in
from tests.publishing.test_release import put
from veche.accounts.domain.alterations import notice as alter
from veche.accounts.domain.alterations import say
from veche.accounts.enums import AlterationKind
from veche.accounts.enums import Verdict as Whose
from veche.accounts.models import Account
from veche.approval.enums import Verdict
from veche.journal.domain.heads import keep_head
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.outbox.domain.divergence import mark_seen, notice
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act
from veche.publishing.domain.release import decide_and_release
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

TODAY = "/"
MOST_BYTES = 100_000
EVERYBODY = ("alice", "carol", "helen", "dave", "ivan", "audrey")


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def words(client: Client) -> str:
    """What a person reads on the page, in its order."""
    page = client.get(TODAY)
    assert page.status_code == 200
    main = re.sub(r"</?bdi>", "", page.content.decode()).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\N{NO-BREAK SPACE}", " ").split())


def card(client: Client, name: str) -> str:
    page = client.get(TODAY).content.decode()
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def queries(client: Client) -> int:
    client.get(TODAY)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(TODAY)
    assert len(page.content) < MOST_BYTES
    return len(caught)


def fill(alice: Person, carol: Person, account: Account, *, times: int) -> None:
    """Everything that the page can show, `times` over."""
    for number in range(times):
        make_act(account, state=ActState.MISSED, title=f"Не ушла {number}")
        make_act(account, state=ActState.UNKNOWN, title=f"Неясна {number}", doubt_since=now())
        make_plan_item(
            alice.administration,
            author=alice,
            accounts=(account,),
            publish_at=now() + timedelta(minutes=number + 1),
            title=f"Скоро {number}",
        )
        written.asked(alice, accounts=(account,), title=f"Ждёт слова {number}", text=f"Текст {number}")
        step = written.asked(alice, accounts=(account,), title=f"Вернули {number}", text=f"Текст {number}")
        decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Суше")
        conversation = make_conversation(account, post_id=f"9{number}")
        conversation.title = f"Запись {number}"
        conversation.save()
        make_message(account, conversation=conversation, text=f"Когда {number}?", at=now())
        make_message(account, conversation=conversation, text="Лучшее казино, фриспины всем", at=now())
    propose_for_new()


@time_machine.travel(NOON, tick=False)  # what goes out within the hour goes out today
def test_the_number_of_queries_does_not_grow(
    alice: Person, carol: Person, account: Account, request: pytest.FixtureRequest
):
    clients = {who: client_of(request.getfixturevalue(who)) for who in EVERYBODY}
    counts: dict[str, list[int]] = {who: [] for who in EVERYBODY}
    for more in (1, 2, 12):
        fill(alice, carol, account, times=more)
        for who, client in clients.items():
            counts[who].append(queries(client))

    assert counts == {who: [first] * 3 for who, (first, *_) in counts.items()}
    assert max(first for first, *_ in counts.values()) <= 33


def test_an_empty_day_says_what_is_normal(alice: Person):
    said = words(client_of(alice))

    assert "Вас ничего не ждёт, сегодня больше ничего не выходит" in said
    assert "Ждёт вас ничего не опаздывает От вас ничего не ждут" in said
    assert 'id="late"' not in client_of(alice).get(TODAY).content.decode()
    assert "Норма недели: вышло 0 из 5" in said
    assert "На сегодня ничего не запланировано" in said


def test_late_acts_and_their_buttons(alice: Person, account: Account):
    missed = make_act(account, state=ActState.MISSED, title="Каток", due_at=now() - timedelta(hours=2))
    unknown = make_act(account, state=ActState.UNKNOWN, title="Тепло на «Громова»", doubt_since=now())

    late, decide = (card(client_of(alice), name) for name in ("late", "decide"))

    assert "Вышла ли запись «Тепло на „Громова“»?" in decide
    assert [re.findall(r'action="([^"]+)"', page) for page in (late, decide)] == [
        [reverse("outbox:send_now", args=[missed.pk])],
        [reverse(f"outbox:{verb}", args=[unknown.pk]) for verb in ("happened", "not_happened")],
    ]
    assert f'href="{reverse("outbox:give_up", args=[missed.pk])}?next=/"' in late
    assert "Одно дело опаздывает, одно надо решить, вас ничего не ждёт" in words(client_of(alice))


def test_a_withdrawal_that_is_late_is_sent_or_done_by_hand(alice: Person, account: Account):
    down = make_act(account, state=ActState.MISSED, verb="withdraw")

    page = card(client_of(alice), "decide")

    assert re.findall(r'action="([^"]+)"', page) == [
        reverse(f"outbox:{verb}", args=[down.pk]) for verb in ("send_now", "by_hand")
    ]


def test_the_button_does_it_and_leads_back(alice: Person, account: Account):
    act = make_act(account, state=ActState.UNKNOWN, title="Каток", doubt_since=now())
    client = client_of(alice)

    answer = client.post(reverse("outbox:happened", args=[act.pk]), {"next": TODAY})

    act.refresh_from_db()
    assert (answer.headers["Location"], act.state) == (TODAY, ActState.CONFIRMED)


def test_who_may_not_decide_sees_no_buttons(alice: Person, carol: Person, dave: Person, account: Account):
    """Nor what is no publication, where the sends are not shown."""
    version = written.approved(alice, carol, accounts=(account,), title="Каток")
    put(version, "vk", ActState.MISSED)
    make_act(account, state=ActState.FAILED, verb="set_avatar", title="Аватар")

    late, decide = (card(client_of(dave), name) for name in ("late", "decide"))

    assert ("<form" in late, f'href="/posts/{version.post_id}/"' in late, decide) == (False, True, "")


@pytest.mark.parametrize(
    ("minutes", "said"), [(40, "через 39 мин , текста ещё нет"), (-100, "опаздывает на 1 ч 40 мин , текста ещё нет")]
)
def test_an_hour_that_is_near_without_a_text(alice: Person, account: Account, minutes: int, said: str):
    moment = now() + timedelta(minutes=minutes)
    make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=moment, title="Каток")

    assert said in words(client_of(alice))


def test_an_overdue_word_stands_once(alice: Person, carol: Person, account: Account):
    """As an approval that is late; not again as an item without a text, nor among what waits."""
    step = written.asked(alice, accounts=(account,), publish_at=now() + timedelta(hours=2), title="Каток")
    step.due_at = now() - timedelta(hours=1)
    step.save()

    said = words(client_of(carol))

    assert said.count("«Каток»") == 1
    assert "Согласовать «Каток» опаздывает на 1 ч" in said


def test_the_head_of_press_is_asked_and_the_writer_is_not(alice: Person, carol: Person, account: Account):
    written.asked(alice, accounts=(account,), title="Каток")

    assert "Согласовать «Каток» выходит завтра" in words(client_of(carol))
    assert "Согласовать «Каток»" not in words(client_of(alice))


def test_a_deputy_is_asked_too_but_not_about_the_own_text(alice: Person, bob: Person, carol: Person, account: Account):
    stand_in(bob, carol, Role.PRESS_HEAD)
    forget_roles(bob)
    written.asked(alice, accounts=(account,), title="Чужая")
    written.asked(bob, accounts=(account,), title="Своя")

    said = words(client_of(bob))

    assert ("Согласовать «Чужая»" in said, "Согласовать «Своя»" in said) == (True, False)


def test_what_came_back_waits_for_its_writer(alice: Person, bob: Person, carol: Person, account: Account):
    step = written.asked(alice, accounts=(account,), title="Каток")
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Напишите, до которого часа")

    assert "Поправить «Каток»" in words(client_of(alice))
    assert "«Напишите, до которого часа»" in words(client_of(alice))
    assert "Поправить «Каток»" not in words(client_of(bob))


def test_comments_wait_by_what_is_to_do(alice: Person, account: Account):
    spam = "Лучшее казино, фриспины всем новым, заходи"
    for text in ("Когда откроют?", "Спасибо", spam, "Вы там все дебилы", "Сам ты идиот"):
        make_message(account, text=text, at=now() - timedelta(minutes=5))
    propose_for_new()

    said = words(client_of(alice))

    assert re.search(r"2 комментария ждут ответа самый давний \w+ в \d\d:\d\d Ответить", said)
    assert "3 комментария предложено удалить оскорбления 2, спам 1. Решаете вы" in said


def test_what_people_ask_about(alice: Person, account: Account):
    for title, number in (("Каток", 3), ("Тепло", 1)):
        conversation = make_conversation(account, post_id=title)
        conversation.title = title
        conversation.save()
        for one in range(number):
            make_message(account, conversation=conversation, text=f"Ясно. Когда {one}? Ждём", at=now())
    make_message(account, text="Давно", at=now() - timedelta(days=5))

    said = words(client_of(alice))

    assert "за сутки 4 комментария, обычно 0" in said
    assert "Каток 3 «Ясно. Когда 2?» Тепло 1 «Ясно. Когда 0?»" in said


def test_a_rude_question_is_not_quoted(alice: Person, account: Account):
    conversation = make_conversation(account)
    conversation.title = "Каток"
    conversation.save()
    make_message(account, conversation=conversation, text="Вы там все дебилы?", at=now())
    propose_for_new()

    assert "дебилы" not in words(client_of(alice))


def test_a_silent_network_and_a_refused_key_stand_over_the_page(alice: Person, ivan: Person, account: Account):
    make_act(account, due_at=now() - timedelta(minutes=5))
    account.unreachable_since = now() - timedelta(minutes=30)
    account.save()
    key = account.keys.create(
        administration=account.administration,
        slot="community",
        sealed="-",
        added_by=ivan,
        refused_at=now(),
        refusal="Введите новый ключ.",
    )

    said = words(client_of(ivan))

    assert "ВКонтакте не отвечает с" in said
    assert "Одна запись ждёт в очереди и уйдёт сама, когда связь вернётся." in said
    assert f"ВКонтакте: {str(key.get_slot_display()).lower()} не принят. Введите новый ключ. К ключам" in said


def confirm(account: Account, alice: Person, carol: Person, title: str) -> None:
    version = written.approved(alice, carol, accounts=(account,), title=title, text=title)
    version.deliveries.get().act.delivery  # noqa: B018 -- the relation is there
    act = version.deliveries.get().act
    act.state, act.proof, act.proven_at = ActState.CONFIRMED, Proof.READ_BACK, now()
    act.save()


@pytest.fixture
def all_is_well(alice: Person, carol: Person, account: Account) -> Callable[[], None]:
    def make() -> None:
        for number in range(5):
            confirm(account, alice, carol, f"Вышла {number}")

    return make


def test_the_head_sees_that_all_is_in_order(helen: Person, all_is_well: Callable[[], None]):
    all_is_well()

    said = words(client_of(helen))

    assert "Вмешиваться не нужно" in said or "В порядке 2 из 3" in said  # five of «tomorrow» may fall into next week
    assert "Выход: вышло всё, что должно было в порядке Каждую запись этой недели подтвердила сеть" in said
    assert "Комментарии: разобраны все в порядке За неделю ничего не удаляли" in said


def test_the_head_sees_by_whose_word_a_post_is_out(helen: Person, account: Account, all_is_well: Callable[[], None]):
    all_is_well()
    hour = {"due_at": now()}
    make_act(account, state=ActState.CONFIRMED, proof=Proof.PERSON, title="Каток", intent="publish:1:1", **hour)
    make_act(account, state=ActState.SENT, title="Мост", intent="publish:2:1", **hour)
    make_act(account, state=ActState.CONFIRMED, proof=Proof.PERSON, title="Проба", intent="trial:1:1", **hour)

    said = words(client_of(helen))

    assert "На этой неделе одну запись подтвердил человек, а не сеть, у одной записи подтверждения ещё нет" in said
    assert "Каждую запись" not in said


@time_machine.travel(NOON, tick=False)
def test_nobody_signs_for_what_a_stranger_removed(helen: Person, alice: Person, carol: Person, account: Account):
    version = written.approved(alice, carol, accounts=(account,), title="Каток", text="Каток", publish_at=now())
    put(version, "vk", ActState.CONFIRMED)
    Act.objects.filter(delivery__version=version).update(proof=Proof.PERSON, confirmed_by=alice, proven_at=now())
    signature = "alice, 25 ноября"
    before = words(client_of(helen)), posts_list(alice)
    notice(act=version.deliveries.get().act, kind=DivergenceKind.GONE)

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

    assert "ждут рук две записи поправить" in said
    assert "«Вышла 1», «Вышла 0». В сети это делает человек из пресс-службы" in said
    assert "вышло всё" not in said
    listed = client_of(alice).get(reverse("posts:list") + "?state=by_hand").context["page"].paginator.count
    assert listed == 2


def test_the_head_sees_what_a_stranger_removed_until_it_is_known(
    helen: Person, alice: Person, all_is_well: Callable[[], None]
):
    all_is_well()
    act = Act.objects.get(delivery__version__post__plan_item__title="Вышла 0")
    Act.objects.filter(pk=act.pk).update(due_at=now())
    found = notice(act=act, kind=DivergenceKind.GONE)
    assert found is not None

    said, listed = line_of_posts(helen), client_of(alice).get(reverse("posts:list") + "?state=decide")

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


def posts_list(person: Person) -> str:
    return client_of(person).get(reverse("posts:list")).content.decode()


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

    assert "В порядке 0 из 3" in said
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
    say(alteration=alter(account=account, kind=AlterationKind.PAGE, what="title"), by=ivan, verdict=Whose.NOT_OURS)

    said = words(client_of(helen))

    order = ["Страницы: меняет кто-то чужой", "Выход: решить", "План: вышло", "Комментарии: разобраны все"]
    assert sorted(order, key=said.index) == order


def test_the_forecast_is_not_promised_while_frozen(helen: Person, alice: Person, carol: Person):
    freeze(administration=alice.administration, by=alice, reason="Страницу взломали")

    said = [words(client_of(person)) for person in (helen, carol)]

    assert all(re.search("[Пп]ока заморожено, прогноза нет", page) for page in said)


def test_a_stranger_stands_over_the_page_and_the_unexplained_waits_for_a_word(carol: Person, account: Account):
    say(alteration=alter(account=account, kind=AlterationKind.PAGE, what="title"), by=carol, verdict=Whose.NOT_OURS)
    alter(account=account, kind=AlterationKind.PAGE, what="avatar")
    client = client_of(carol)

    assert "ВКонтакте «Рубцовск официально» меняет кто-то чужой." in words(client).partition("Ждёт вас")[0]
    assert (card(client, "late") == "", "скажите, чьё это" in card(client, "mine")) == (True, True)


def test_the_head_sees_one_line_about_changes_by_others_until_they_are_explained(
    helen: Person, ivan: Person, account: Account, all_is_well: Callable[[], None]
):
    all_is_well()
    before = words(client_of(helen))
    rows = [alter(account=account, kind=AlterationKind.PAGE, what=what) for what in ("title", "avatar")]

    said = words(client_of(helen))

    assert ("Страницы:" in before, said.count("Страницы:")) == (False, 1)
    assert "Страницы: изменили в сети, чьё это, не сказали поправить ВКонтакте «Рубцовск официально»" in said
    assert "из 4" in said
    say(alteration=rows[0], by=ivan, verdict=Whose.NOT_OURS)
    assert "Страницы: меняет кто-то чужой" in words(client_of(helen))
    say(alteration=rows[0], by=ivan, verdict=Whose.SETTLED)
    say(alteration=rows[1], by=ivan, verdict=Whose.OURS)
    assert "Страницы:" not in words(client_of(helen))


def test_a_head_who_also_works_at_the_desk_gets_the_desk(rubtsovsk: Administration):
    both = make_person(rubtsovsk, Role.HEAD, Role.PRESS_HEAD)

    assert "Ждёт вас" in words(client_of(both))


def test_a_broken_journal_stands_above_all_for_who_may_read_it(alice: Person, ivan: Person, helen: Person) -> None:
    keep_head(ivan.administration_id, 9, "f" * 64)

    wanted = "Журнал нарушен. Проверка не сошлась. Ничего не трогайте и позовите отдел ИТ. Что найдено"
    assert [wanted in words(client_of(person)) for person in (ivan, helen, alice)] == [True, True, False]
