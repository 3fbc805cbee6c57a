"""«О чём»: an entry stores ids and hashes, its line shows names and texts."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_act, make_message, make_occasion, make_plan_item, make_post
from tests.markup import spaced_once
from tests.people import client_of
from veche.accounts.domain.page_changes import note_page_change
from veche.accounts.enums import PageChangeKind
from veche.approval.models import ApprovalSheet
from veche.journal import words
from veche.journal.domain.chain import model_of
from veche.journal.domain.record import record
from veche.journal.lines import lines_of
from veche.moderation.enums import Ground
from veche.outbox.models import Freeze
from veche.plan.enums import OccasionKind
from veche.staff.enums import Role

DIGEST = "ab" * 32
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


@pytest.fixture
def tell(rubtsovsk, carol):
    """The line of one act for a reader with all permissions: text, name, link, facts."""

    def line(verb, obj, facts=None, *, may=lambda what: True):
        with transaction.atomic():
            entry = record(administration=rubtsovsk, actor=carol, verb=verb, obj=obj, facts=facts)
        [told] = lines_of(rubtsovsk, [entry], zone="Asia/Barnaul", may=may)
        return told.word, told.name, told.url, told.facts

    return line


@pytest.fixture
def account(rubtsovsk, alice):
    return make_account(rubtsovsk, responsible=alice, title="Рубцовск в VK")


@pytest.fixture
def item(rubtsovsk, alice, account):
    return make_plan_item(rubtsovsk, author=alice, accounts=(account,))


def test_people_and_their_roles(tell, alice, bob):
    page = reverse("staff:person", args=[alice.pk])
    appointed = {"role": Role.IT, "since": date(2026, 11, 2), "until": None}
    lent = {"absent": bob.pk, "role": Role.PRESS_OFFICER}

    assert tell("staff.appointed", alice, appointed) == (
        "сотрудник",
        "alice",
        page,
        ("роль: отдел ИТ", "с: 2 ноября 2026"),
    )
    assert tell("staff.deputy_ended", alice, lent)[3] == ("вместо кого: bob", "роль: специалист пресс-службы")
    assert tell("staff.signed_in", alice, {"steps": ["password", "totp"]})[3] == ("чем: пароль, код из приложения",)


def test_accounts_and_keys(tell, account):
    page = reverse("outbox:account", args=[account.pk])
    edited = {"changed": ["title", "linked_group_id"]}
    key = {"key": str(UUID(int=7)), "slot": "bot"}

    assert tell("account.edited", account, edited) == (
        "аккаунт",
        "ВКонтакте · Рубцовск в VK",
        page,
        ("что изменено: название, группа обсуждений",),
    )
    assert tell("key.added", account, key)[3] == ("ключ: 00000000…", "место: Ключ бота")
    assert tell("passport.checked", account, {"answered": True, "absent": 2})[3] == (
        "сеть ответила: да",
        "не может: 2",
    )


def test_what_was_changed_in_the_network(tell, account):
    came = note_page_change(account=account, kind=PageChangeKind.CAME, person_id="17", name="Незнакомец")
    page = note_page_change(
        account=account, kind=PageChangeKind.PAGE, what="title", before="Рубцовск", after="Розыгрыш"
    )

    told = [
        tell("account.administrator_came", account, {"alteration": came.pk}),
        tell("account.page_altered", account, {"alteration": page.pk, "part": "title"}),
    ]

    assert [facts for _word, _name, _url, facts in told] == [
        ("подробности: Незнакомец",),
        ("подробности: было «Рубцовск», стало «Розыгрыш»", "что изменили: название"),
    ]


def test_the_plan(tell, rubtsovsk, alice, account, item):
    page = reverse("web:item", args=[item.pk])
    occasion = make_occasion(rubtsovsk, by=alice)
    added = {"accounts": [account.pk, 99999], "publish_at": NOON.isoformat()}

    assert tell("plan.added", item, added) == (
        "пункт плана",
        "Открыли каток",
        page,
        ("куда: ВКонтакте · Рубцовск в VK, № 99999", "выход: 25 ноября, 12:00"),
    )
    assert tell("occasion.added", occasion, {"kind": OccasionKind.DATE}) == (
        "повод",
        "День матери",
        reverse("plan:occasion_page", args=[occasion.pk]),
        ("вид: памятный день",),
    )


def test_a_publication_on_its_way(tell, rubtsovsk, alice, account, item):
    post = make_post(item)
    version = post.versions.get()
    sheet = ApprovalSheet.objects.create(administration=rubtsovsk, version=version, opened_by=alice, opened_at=NOON)
    act = make_act(account)
    page = reverse("publishing:detail", args=[post.pk])
    asked = {"post": post.pk, "version": 1, "fingerprint": DIGEST}

    assert tell("post.started", post, {"item": item.pk}) == (
        "публикация",
        "Открыли каток",
        page,
        (),
    )
    assert tell("approval.asked", sheet, asked) == (
        "публикация",
        "Открыли каток",
        page,
        ("версия: 1", "код текста: abababab…"),
    )
    assert tell("act.confirmed", act, {"proof": "event", "remote_id": "7"}) == (
        "отправка",
        "Каток открыт",
        reverse("outbox:detail", args=[act.pk]),
        ("чем подтверждено: сеть прислала событие", "номер в сети: 7"),
    )


def test_comments_stand_without_a_residents_words(tell, account):
    message = make_message(account, text="Безобразие")
    page = reverse("web:message", args=[message.pk])
    facts = {"ground": Ground.SPAM, "ruling": 5, "act": 77777, "evidence": DIGEST}

    assert tell("comment.deleted", message, facts) == (
        "комментарий",
        f"№ {message.pk}",
        page,
        ("основание: Спам", "решение: 5", "отправка: № 77777", "контрольная сумма доказательства: abababab…"),
    )
    message.conversation.title = "Открыли каток"
    message.conversation.save()
    assert tell("comment.kept", message)[:3] == ("комментарий под", "Открыли каток", page)


def test_what_there_is_only_one_of(tell, rubtsovsk, alice):
    frozen = Freeze.objects.create(administration=rubtsovsk, since=NOON, by=alice, reason="Взломали почту")

    assert tell("journal.verified", rubtsovsk, {"whole": False, "length": 4}) == (
        "вся администрация",
        "",
        "",
        ("цела: нет", "прочитано записей: 4"),
    )
    assert tell("outbox.frozen", frozen, {"stopped": 3}) == ("заморозка", "Взломали почту", "", ("остановлено: 3",))


def test_who_may_not_open_it_gets_no_link(tell, alice):
    assert tell("staff.dismissed", alice, may=lambda what: what != "staff.see_people") == ("сотрудник", "alice", "", ())


def test_what_is_gone_or_of_another_city_keeps_its_number(tell, rubtsovsk, alice, mallory):
    gone = make_plan_item(rubtsovsk, author=alice)
    number = gone.pk
    told = tell("plan.cancelled", gone)
    assert told[:2] == ("пункт плана", "Открыли каток")
    gone.delete()
    gone.pk = number

    assert tell("plan.cancelled", gone) == ("пункт плана", f"№ {number}", "", ())
    assert tell("staff.dismissed", mallory) == ("сотрудник", f"№ {mallory.pk}", "", ())


def test_one_query_names_everything(rubtsovsk, carol, alice, bob, account, item):
    things = [alice, bob, account, item, make_post(item), make_act(account), make_message(account)]
    with transaction.atomic():
        entries = [
            record(
                administration=rubtsovsk, actor=carol, verb="plan.added", obj=thing, facts={"accounts": [account.pk]}
            )
            for thing in things
        ]
    with CaptureQueriesContext(connection) as queries:
        told = lines_of(rubtsovsk, entries, zone="Asia/Barnaul", may=lambda what: False)

    assert len(queries) == 1
    assert [line.name for line in told[:4]] == ["alice", "bob", "ВКонтакте · Рубцовск в VK", "Открыли каток"]


def test_every_thing_that_acts_are_about_can_be_named(rubtsovsk):
    """Each registered object type has its model, look-ups and address."""
    assert {"staff.person", "posts.post", "outbox.act", "inbox.message"} <= set(words._things)
    for label, thing in words._things.items():
        model: Any = model_of(label)
        if thing.name:
            assert list(model.objects.of(rubtsovsk).values_list(thing.name, thing.target)[:0]) == []
        if thing.url_name:
            assert reverse(thing.url_name, args=[1])


def test_the_page_links_for_the_head_only_what_the_head_may_open(rubtsovsk, carol, helen, account):
    act = make_act(account)
    with transaction.atomic():
        record(administration=rubtsovsk, actor=None, verb="act.missed", obj=act)
    link = f'отправка <a href="{reverse("outbox:detail", args=[act.pk])}"><bdi>Каток открыт</bdi></a>'

    assert link in spaced_once(client_of(carol).get(reverse("journal:list")).content.decode())
    page = spaced_once(client_of(helen).get(reverse("journal:list")).content.decode())
    assert "отправка <b><bdi>Каток открыт</bdi> </b>" in page
