"""The publication's page and «Сегодня» after publication: buttons, cards, changes by others."""

import re

import pytest
from django.urls import reverse

from tests.markup import element, elements
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from tests.publishing.test_after_publication import BETTER, act_of, agreed, out  # noqa: F401
from tests.publishing.test_release import put
from tests.written import approved
from veche.accounts.models import Passport
from veche.kernel.clock import local, now
from veche.networks.errors import post_gone
from veche.networks.protocol import Verb
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.domain.queries import line_of
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act, PostDivergence
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Withdrawal
from veche.staff.models import Person


def page(by: Person, post: Post) -> str:
    shown = client_of(by).get(reverse("publishing:detail", args=[post.pk])).content.decode()
    return re.sub(r"</?bdi>", "", shown)


def status(shown: str) -> str:
    return element(shown, "div#post-state")


def today(by: Person) -> str:
    return client_of(by).get(reverse("web:today")).content.decode()


def no_admin_key(version: PostVersion) -> None:
    account = act_of(version, "vk").account
    unable = {"mode": "by_hand", "why": "Ключ администратора не вписан.", "steps": []}
    blind = {"mode": "absent", "why": "Сверить записи со стеной VK нельзя.", "steps": []}
    abilities = {"edit": unable, "withdraw": unable, "pin": unable, "read_back": blind}
    Passport.objects.create(
        administration=account.administration, account=account, abilities=abilities, checked_at=now()
    )


def test_the_buttons_stand_where_the_post_stands(out: PostVersion, alice: Person, audrey: Person, carol: Person):  # noqa: F811
    shown = page(alice, out.post)
    assert [word in shown for word in ("Исправить", "Снять с публикации", "Закрепить")] == [True] * 3

    assert "Снять с публикации" not in page(audrey, out.post)
    planned = approved(alice, carol, accounts=[act_of(out, "vk").account])
    shown = page(alice, planned.post)
    assert "Править" in shown
    assert "Снять с публикации" not in shown
    assert "Закрепить" not in shown


def test_it_is_withdrawn_with_a_reason(out: PostVersion, alice: Person):  # noqa: F811
    browser, url = client_of(alice), reverse("publishing:take_down", args=[out.post.pk])
    asked = browser.get(url).content.decode()
    assert ("Почему" in asked, "https://vk.test/5" in asked) == (True, True)

    empty = browser.post(url, {"reason": " "})
    assert (empty.status_code, "Запись пока на месте" in empty.content.decode()) == (422, True)
    done = browser.post(url, {"reason": "Неверный адрес"})

    assert done["Location"] == reverse("publishing:detail", args=[out.post.pk])
    assert Withdrawal.objects.get().reason == "Неверный адрес"
    shown = page(alice, out.post)
    assert [word in shown for word in ("«Неверный адрес»", "снимаем с публикации", "Исправить")] == [True, True, False]
    again = browser.get(url).content.decode()
    assert "уже сняли" in again


def test_pinned_and_let_go_by_one_button(out: PostVersion, alice: Person):  # noqa: F811
    browser = client_of(alice)
    browser.post(reverse("publishing:pin", args=[out.post.pk]))
    assert ("Открепить" in page(alice, out.post), "закрепляем" in page(alice, out.post)) == (True, True)

    browser.post(reverse("publishing:unpin", args=[out.post.pk]))
    assert "Закрепить" in page(alice, out.post)


def test_a_card_has_text_link_and_steps_and_is_ticked(out: PostVersion, alice: Person, carol: Person):  # noqa: F811
    no_admin_key(out)
    second = agreed(out.post, alice, carol)
    act = act_of(second, "vk")

    shown = page(alice, out.post)
    wanted = ("Сделать руками:", BETTER, "https://vk.test/5", "Ключ администратора не вписан.", "data-clip", "Сделано")
    assert [word in shown for word in wanted] == [True] * 6
    assert ("исправьте руками" in today(alice), reverse("publishing:detail", args=[out.post.pk]) in today(alice)) == (
        True,
        True,
    )
    assert BETTER in client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()

    answer = client_of(alice).post(
        reverse("outbox:happened", args=[act.pk]),
        {
            "url": f"https://vk.com/wall-{act.account.remote_id}_5",
            "next": reverse("publishing:detail", args=[out.post.pk]),
        },
    )

    act.refresh_from_db()
    assert answer.status_code == 302
    assert act.state == ActState.CONFIRMED
    assert act.proof == "person"
    assert ("исправлена, подтвердил человек" in page(alice, out.post), "исправьте руками" in today(alice)) == (
        True,
        False,
    )


def test_a_post_that_a_person_saw_says_so_on_every_page(out: PostVersion, alice: Person):  # noqa: F811
    acts = {delivery.account.network: delivery.act for delivery in out.deliveries.select_related("account", "act")}
    Act.objects.filter(pk=acts["vk"].pk).update(proof="person", confirmed_by=alice, proven_at=now())

    week = f"{reverse('web:week')}?week={local(out.post.plan_item.publish_at, alice.administration.time_zone):%G-W%V}"
    others = (reverse("publishing:list"), week)
    pages = [page(alice, out.post), *(client_of(alice).get(url).content.decode() for url in others)]

    assert "вышла, ВКонтакте: подтвердил человек" in pages[0]
    assert "подтвердил человек: alice" in pages[0]
    assert all("вышла, подтвердил человек" in shown for shown in pages)
    assert [shown.count('said-by">alice, ') for shown in pages] == [0, 1, 1]


def test_who_only_reads_is_offered_no_tick(out: PostVersion, alice: Person, carol: Person, audrey: Person):  # noqa: F811
    no_admin_key(out)
    agreed(out.post, alice, carol)

    shown = page(audrey, out.post)
    assert ("Сделать руками" in shown, "Сделано</button>" in shown) == (True, False)
    assert "исправьте руками" not in today(audrey)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(DivergenceKind.GONE, "запись убрали в сети, не мы"), (DivergenceKind.CHANGED, "запись изменили в сети, не мы")],
)
def test_what_somebody_else_did_is_shown_until_it_is_known(
    out: PostVersion,  # noqa: F811
    alice: Person,
    kind: DivergenceKind,
    words: str,
):
    open_divergence(act=act_of(out, "vk"), kind=kind, text="Купите слона" if kind == DivergenceKind.CHANGED else "")
    found = PostDivergence.objects.get()
    assert words in today(alice)
    shown = page(alice, out.post)
    assert (str(found.get_kind_display()) in shown, ("Купите слона" in shown)) == (True, kind == DivergenceKind.CHANGED)

    client_of(alice).post(reverse("outbox:seen", args=[found.pk]), {"next": reverse("web:today")})

    assert words not in today(alice)
    assert f"знаем: {alice}" in page(alice, out.post)


def test_it_is_said_what_cannot_be_read_back(out: PostVersion, alice: Person):  # noqa: F811
    no_admin_key(out)

    shown = page(alice, out.post)

    assert ("Сверить записи со стеной VK нельзя." in shown, "каждые шесть часов" in shown) == (True, True)


def test_what_has_no_number_is_not_said_to_be_compared(out: PostVersion, alice: Person):  # noqa: F811
    Act.objects.filter(verb="publish").update(remote_id="", proof="person")

    shown = page(alice, out.post)

    assert ("Проверить её в сети мы не можем." in shown, "каждые шесть часов" in shown) == (True, False)


def test_a_failed_publication_may_be_taken_by_hand(alice: Person, carol: Person):
    version = approved(alice, carol)
    act = put(version, "vk", ActState.FAILED)
    assert "Сделаю руками" in page(alice, version.post)

    client_of(alice).post(reverse("outbox:by_hand", args=[act.pk]))
    Act.objects.filter(pk=act.pk).update(due_at=now(), not_after=now())

    shown = page(alice, version.post)
    assert ("выложите руками" in shown, version.text in shown) == (True, True)
    assert "выложите руками" in today(alice)


def test_what_is_gone_from_the_network_is_neither_sent_nor_done_by_hand(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
):
    edit = act_of(agreed(out.post, alice, carol), "vk")
    Act.objects.filter(pk=edit.pk).update(state=ActState.FAILED, reason=post_gone("VK").advice)
    edit.refresh_from_db()

    shown, desk = page(alice, out.post), today(alice)
    client_of(alice).post(reverse("outbox:by_hand", args=[edit.pk]))
    edit.refresh_from_db()

    told = "этой записи в сети уже нет"
    assert line_of(edit).choices == ("give_up",)
    assert told in shown
    assert "Не отправлять" in shown
    assert "Отправить сейчас" not in shown
    assert "Сделаю руками" not in shown
    (row,) = (line for line in elements(desk, "li") if told in line)
    assert ("Не отправлять" in row, "Отправить" in row) == (True, False)
    assert edit.state == ActState.FAILED
    line = re.search(r'<p class="sr" role="status">([^<]*)</p>\s*<header class="card-head"><h2 id="acts-title">', shown)
    assert line is not None
    assert line[1].count("ВКонтакте: ") == 1
    assert "ВКонтакте: исправить не вышло." in line[1]


def test_what_is_out_is_not_offered_to_leave_the_plan(out: PostVersion, alice: Person, carol: Person):  # noqa: F811
    ahead = approved(alice, carol, accounts=[act_of(out, "vk").account])

    pages = [
        client_of(alice).get(reverse("publishing:edit", args=[one.post.pk])).content.decode() for one in (out, ahead)
    ]

    assert ["Снять с плана" in shown for shown in pages] == [False, True]


def test_a_network_where_it_was_taken_down_has_one_state(out: PostVersion, alice: Person):  # noqa: F811
    client_of(alice).post(reverse("publishing:take_down", args=[out.post.pk]), {"reason": "Неверный адрес"})
    going = page(alice, out.post)
    Act.objects.filter(verb=Verb.WITHDRAW).update(state=ActState.CONFIRMED, proof="read_back")

    gone = page(alice, out.post)
    told = gone[gone.index('role="status"') : gone.index('id="acts-title"')]
    rows = gone[gone.index('class="acts"') : gone.index("</ul>", gone.index('class="acts"'))]

    assert "https://vk.test/5" in going
    assert [told.count(word) for word in ("ВКонтакте", "снята с публикации", "вышла")] == [1, 2, 0]
    assert [rows.count(word) for word in ("<li>", "снята с публикации", "https://", "вышла")] == [2, 2, 0, 0]
    assert "снимаем с публикации" in status(going)
    assert "снята с публикации" in status(gone)


def test_a_post_that_one_network_still_shows_is_not_called_taken_down(alice: Person, carol: Person):
    version = approved(alice, carol)
    for network in ("vk", "telegram"):
        put(version, network, ActState.CONFIRMED)
    client_of(alice).post(reverse("publishing:take_down", args=[version.post.pk]), {"reason": "Неверный адрес"})
    down = Act.objects.filter(verb=Verb.WITHDRAW)
    down.filter(account__network="vk").update(state=ActState.CONFIRMED, proof="read_back")
    down.filter(account__network="telegram").update(state=ActState.BY_HAND)

    assert "снята, но не везде" in status(page(alice, version.post))


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.BY_HAND])
def test_a_correction_that_is_on_its_way_is_not_called_missing(alice: Person, carol: Person, state: ActState):
    version = approved(alice, carol)
    for network in ("vk", "telegram"):
        put(version, network, ActState.CONFIRMED)
    newer = agreed(version.post, alice, carol)
    put(newer, "telegram", state)
    put(newer, "vk", ActState.CONFIRMED)

    assert "вышла, исправлена не везде" in status(page(alice, version.post))
