"""Unclear rights are said beside the picture and on the sheet; a named yes lets the post go."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.publishing.test_editor import UPLOAD
from tests.written import drafted, drafts_of, jpeg, step_of, with_picture, working
from veche.accounts.domain.clients import Opened
from veche.alarms.domain.acts import find
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import local, now
from veche.media.domain.intake import take
from veche.media.domain.state_rights import add_paper, ask_rights, state_rights
from veche.media.models import Media, Rights
from veche.networks.protocol import Done
from veche.outbox.domain import resolve
from veche.outbox.domain.by_hand import take_by_hand
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.person_decisions import send_now
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.outbox.reasons import UNCLEAR_FILES
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rights import take_responsibility
from veche.posts.models import Post
from veche.publishing.domain import hold_posts
from veche.publishing.domain.catch_up import catch_up
from veche.publishing.domain.change import move, rewrite
from veche.publishing.domain.earlier_versions import let_go
from veche.publishing.domain.pause import Chosen, begin_pause, end_pause, let_through
from veche.publishing.domain.place import save_place
from veche.publishing.domain.release import decide_and_release
from veche.publishing.enums import PauseChoice
from veche.publishing.errors import PostNeedsOtherChoice, PublishingError
from veche.staff.models import Person

CLEAR = {"basis": "own", "author": "Пресс-служба", "people_basis": "nobody", "children": "none"}


def said(answer: Any) -> str:
    return words(answer.content.decode()).replace("\u2068", "").replace("\u2069", "")


def test_a_yes_with_a_reason_lets_a_post_go_and_is_told_to_the_approver(window: Window, alice: Person, carol: Person):
    ask_rights(administration=alice.administration, by=carol, wanted=True)
    picture = with_picture(window.post, alice)
    window.version = latest_version(window.post).revision
    editor = client_of(alice).get(reverse("publishing:edit", args=[window.post.pk]))
    assert "Права не указаны. Указать права" in said(editor)

    refused = window.press("ask")
    assert refused.status_code == 422
    assert "«каток.jpg»: права не указаны" in said(refused)
    window.version = latest_version(window.post).revision
    taken = window.press(
        "take_rights", headers=UPLOAD, picture=picture.pk, **{f"why_{picture.pk}": "Сняли сами на площади"}
    )
    assert "Ставим под ответственность" in said(taken)
    window.version = latest_version(window.post).revision
    assert window.press("ask").status_code == 302

    sheet = client_of(carol).get(reverse("approval:detail", args=[step_of(latest_version(window.post)).pk]))
    assert "права не указаны. Ставит под свою ответственность" in said(sheet)
    assert "«Сняли сами на площади»" in said(sheet)


def test_files_of_the_library_are_chosen_for_a_post(window: Window, alice: Person):
    media = [take(BytesIO(jpeg(colour=colour)), name=f"{colour}.jpg", by=alice) for colour in ("red", "green")]
    browser = client_of(alice)

    assert window.press("to_library", text="Дописал").headers["Location"] == f"/posts/{window.post.pk}/library/"
    page = browser.get(f"/posts/{window.post.pk}/library/?q=RED")
    assert (page.content.count(b'name="media"'), "red.jpg" in page.content.decode()) == (1, True)
    browser.post(f"/posts/{window.post.pk}/library/", {"media": [one.pk for one in media]})

    version = latest_version(window.post)
    assert version.text == "Дописал"
    assert [picture.media for picture in version.pictures.all()] == media


def with_a_file(by: Person, **fields: Any) -> tuple[Post, Media]:
    """A draft with a photo of which nothing is unclear."""
    post = drafted(by, **fields)
    media = with_picture(post, by).media
    state_rights(media=media, by=by, said=CLEAR)
    return post, media


def agreed(post: Post, by: Person, boss: Person) -> Post:
    step = step_of(ask(version=working(post), by=by).version)
    decide_and_release(step=step, by=boss, verdict=Verdict.YES)
    return post


def states(post: Post) -> set[str]:
    return set(
        Act.objects.of(post.administration_id).filter(delivery__version__post=post).values_list("state", flat=True)
    )


def test_an_agreed_post_is_held_when_a_file_becomes_unclear_and_goes_when_it_is_clear(
    alice: Person, carol: Person, dora: Person
):
    post, media = with_a_file(alice)
    agreed(post, alice, carol)
    form = {"author": "Пресс-служба", "basis": "own", "people_basis": "unasked", "children": "none"}
    page = client_of(alice).post(reverse("media:detail", args=[media.pk]), form, follow=True)

    assert states(post) == {"cancelled"}
    assert "С этим файлом уже согласовали: «Открыли каток»" in said(page)
    held = said(client_of(alice).get(reverse("publishing:detail", args=[post.pk])))
    assert ("узнаваемый человек без согласия. Укажите права" in held, "Пусть уходит" in held) == (True, False)
    # Who may not open the file reads why, and nothing of the file.
    seen = said(client_of(dora).get(reverse("publishing:detail", args=[post.pk])))
    assert [one for one in ("узнаваемый", "Указать права", "пока правят") if one in seen] == []
    assert "права на один из файлов неясны" in seen
    with pytest.raises(PublishingError, match="узнаваемый человек без согласия"):
        let_go(post=post, by=alice)
    state_rights(media=media, by=alice, said={"people_basis": "consent"})
    held = said(client_of(alice).get(reverse("publishing:detail", args=[post.pk])))
    assert ("Укажите права" in held, "Пусть уходит" in held) == (False, True)
    let_go(post=post, by=alice)
    assert states(post) == {"planned"}


def test_an_agreed_post_is_held_when_the_parents_consent_is_removed(alice: Person, carol: Person):
    post, media = with_a_file(alice)
    paper = add_paper(media=media, by=alice, content=BytesIO(b"%PDF-1.4"), name="согласие.pdf")
    state_rights(media=media, by=alice, said={"people_basis": "consent", "children": "shown", "parents": "Мама"})
    agreed(post, alice, carol)

    page = client_of(alice).post(reverse("media:remove_paper", args=[paper.pk]), follow=True)

    assert states(post) == {"cancelled"}
    assert "С этим файлом уже согласовали: «Открыли каток»" in said(page)


def test_rights_are_kept_also_when_the_post_leaves_at_that_moment(
    alice: Person, carol: Person, monkeypatch: pytest.MonkeyPatch
):
    post, media = with_a_file(alice)
    agreed(post, alice, carol)
    Act.objects.update(state="sent")
    monkeypatch.setattr(hold_posts, "_is_ahead", lambda _version: True)  # read a moment before

    assert state_rights(media=media, by=alice, said={"people_basis": "unasked"}) == []

    assert Rights.objects.get(media=media).people_basis == "unasked"
    assert not drafts_of(post)


def test_nobody_says_yes_to_a_file_that_became_unclear_while_the_post_waited(alice: Person, carol: Person):
    post, media = with_a_file(alice)
    step = step_of(ask(version=working(post), by=alice).version)
    state_rights(media=media, by=alice, said={"people_basis": "unasked"})

    with pytest.raises(PublishingError, match="Это выяснилось после отправки"):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert not Act.objects.exists()


def test_a_post_is_not_moved_past_the_last_day_of_a_file(alice: Person, carol: Person):
    post, media = with_a_file(alice)
    hour = post.plan_item.publish_at
    state_rights(media=media, by=alice, said={"used_until": local(hour, "Asia/Barnaul").date()})
    agreed(post, alice, carol)

    with pytest.raises(PublishingError, match="права кончатся раньше нового часа"):
        move(item=post.plan_item, by=alice, publish_at=hour + timedelta(days=1))

    assert {act.due_at for act in Act.objects.all()} == {hour}


def agreed_until_its_day(by: Person, boss: Person, **fields: Any) -> Post:
    """An agreed post whose photo may be used until the day of the post, that day included."""
    post, media = with_a_file(by, **fields)
    day = local(post.plan_item.publish_at, by.administration.time_zone).date()
    state_rights(media=media, by=by, said={"used_until": day})
    return agreed(post, by, boss)


def test_a_post_that_missed_its_hour_is_judged_again_and_goes_with_a_yes(alice: Person, carol: Person):
    post = agreed_until_its_day(alice, carol)
    by_hand, missed = Act.objects.order_by("pk")
    Act.objects.update(state="missed")
    take_by_hand(act=by_hand, by=alice)

    with time_machine.travel(post.plan_item.publish_at + timedelta(days=1), tick=False):
        for act, leave in ((missed, send_now), (missed, take_by_hand), (by_hand, send_now)):
            with pytest.raises(NotNow, match=r"права кончились .* Поэтому в сеть не отправили"):
                leave(act=act, by=carol)
        pages = [said(client_of(carol).get(reverse("outbox:detail", args=[act.pk]))) for act in (missed, by_hand)]
        window = Window(client_of(alice), rewrite(post=post, by=alice).post)
        picture = working(post).pictures.get()
        taken = window.press(
            "take_rights", headers=UPLOAD, picture=picture.pk, **{f"why_{picture.pk}": "Автор продлил"}
        )
        save_place(version=working(post), item=post.plan_item, by=alice, publish_at=now() + timedelta(hours=3))
        agreed(post, alice, carol)

    for page in pages:
        assert ("Открыть запись" in page, "Отправить сейчас" in page, "скачать" in page) == (True, False, False)
    assert "Ставим под ответственность" in said(taken)
    assert states(post) == {"cancelled", "planned"}


def test_a_pause_lets_nothing_go_whose_rights_have_ended(alice: Person, carol: Person):
    post = agreed_until_its_day(alice, carol)
    out = Act.objects.order_by("pk")[0]
    Act.objects.filter(pk=out.pk).update(state="confirmed", proof="answer", proven_at=now())
    begin_pause(administration=carol.administration, by=carol, kind="mourning", reason="День траура")

    with time_machine.travel(post.plan_item.publish_at + timedelta(days=1), tick=False):
        with pytest.raises(NotNow, match="права кончились"):
            let_through(post=post, by=carol)
        moved = Chosen(PauseChoice.MOVE, now() + timedelta(hours=1))
        with pytest.raises(PostNeedsOtherChoice, match="права кончатся раньше нового часа"):
            end_pause(administration=carol.administration, by=carol, choices={post.pk: moved})

    assert states(post) == {"confirmed", "paused"}


class Taker:
    """A network that takes every act at once."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def prepare(self, _act: Any, parts: Any, *, deadline: float) -> Any:
        return iter(())

    def perform(self, act: Any, _parts: Any, *, key: Any, deadline: float) -> Done:
        self.taken.append(act.verb)
        return Done(str(len(self.taken)))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Taker:
    taker = Taker()
    monkeypatch.setattr("veche.outbox.domain.deliver.open_for", lambda *_: Opened(taker, ()))  # type: ignore[arg-type]
    return taker


def work() -> None:
    """Run the worker once over the acts whose hour has come, as if their turn had come too."""
    for act in Act.objects.filter(state="planned", due_at__lte=now()):
        Act.objects.filter(pk=act.pk).update(next_try_at=now())
        deliver(act.pk, worker="w")


def before_midnight() -> datetime:
    tomorrow = local(now(), "Asia/Barnaul") + timedelta(days=1)
    return tomorrow.replace(hour=23, minute=50, second=0, microsecond=0)


def test_a_post_that_leaves_after_its_midnight_is_judged_at_that_minute(network: Taker, alice: Person, carol: Person):
    hour = before_midnight()
    post = agreed_until_its_day(alice, carol, publish_at=hour)

    with time_machine.travel(hour + timedelta(minutes=15), tick=False):
        work()
        [act, *_rest] = Act.objects.order_by("pk")
        page = said(client_of(carol).get(reverse("outbox:detail", args=[act.pk])))
        told = list(find(now()))
        withheld, called = states(post), [*network.taken]
        state_rights(media=Media.objects.get(), by=alice, said={"used_until": local(now(), "Asia/Barnaul").date()})
        send_now(act=act, by=carol)
        work()

    assert (withheld, called) == ({"failed"}, [])
    assert "права на один из файлов кончились или неясны" in page
    assert ("права кончились" in page, "Отправить сейчас" in page) == (True, False)
    assert {(one.kind, alice in one.people) for one in told} == {("failed", True)}
    assert Entry.objects.of(alice.administration).filter(verb="act.withheld").count() == 2
    assert (states(post), network.taken) == ({"sent", "failed"}, ["publish"])


def test_a_correction_that_follows_a_doubt_is_judged_when_it_leaves(network: Taker, alice: Person, carol: Person):
    post = agreed(drafted(alice), alice, carol)
    Act.objects.filter(account__network="telegram").update(state="confirmed", proof="answer", proven_at=now())
    Act.objects.filter(account__network="vk").update(state="unknown", doubt_since=now())
    rewrite(post=post, by=alice)
    media = with_picture(post, alice).media
    state_rights(media=media, by=alice, said={**CLEAR, "used_until": local(now(), "Asia/Barnaul").date()})
    step = step_of(ask(version=working(post), by=alice, correction=True).version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    with time_machine.travel(now() + timedelta(days=1), tick=False):
        Act.objects.filter(verb="publish", account__network="vk").update(state="sent", remote_id="9", updated_at=now())
        assert catch_up() == 1
        work()

    edit = Act.objects.get(verb="edit")
    assert (edit.state, edit.reason, network.taken) == ("failed", UNCLEAR_FILES, [])


def test_a_named_yes_to_rights_that_end_holds_at_the_hour(network: Taker, alice: Person, carol: Person):
    post, media = with_a_file(alice, publish_at=before_midnight())
    state_rights(media=media, by=alice, said={"used_until": local(now(), "Asia/Barnaul").date()})
    hour, picture = post.plan_item.publish_at, working(post).pictures.get()
    take_responsibility(picture=picture, by=alice, reason="Автор продлил", at=hour)
    agreed(post, alice, carol)

    with time_machine.travel(hour + timedelta(minutes=15), tick=False):
        work()

    assert network.taken == ["publish", "publish"]


def test_a_call_in_doubt_is_not_repeated_with_rights_that_have_ended(alice: Person, carol: Person):
    hour = before_midnight()
    agreed_until_its_day(alice, carol, publish_at=hour)
    Act.objects.update(state="unknown", first_call_at=hour)
    [act, *_rest] = Act.objects.order_by("pk")

    class Harmless:
        def may_repeat(self, _act: Any, **_hours: Any) -> bool:
            return True

    may = []
    for minutes in (5, 15):
        with time_machine.travel(hour + timedelta(minutes=minutes), tick=False):
            may.append(resolve._may_repeat(act, Harmless()))  # type: ignore[arg-type]

    assert may == [True, False]
