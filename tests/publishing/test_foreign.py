"""«Вышло мимо Вече»: never a post of ours, asked about once, counted or an alarm by a person's word."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, make_account, make_act, make_foreign_post
from tests.inbox.test_process_events import take
from tests.markup import words
from tests.people import client_of
from veche.accounts.models import Account
from veche.alarms.models import Alarm
from veche.journal.models import Entry
from veche.networks.payload import act_to_json
from veche.networks.protocol import OutgoingPost, PostChanged, PostGone, PostSeen, Publish
from veche.norm.domain.week import week_norm
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.plan.enums import PostCategory
from veche.publishing.domain.foreign import judge_waiting
from veche.publishing.domain.foreign_queries import undecided
from veche.publishing.domain.foreign_verdicts import say_ours, take_back
from veche.publishing.enums import ForeignVerdict
from veche.publishing.errors import PublishingError
from veche.publishing.models import ForeignPost, PostWatch
from veche.staff.models import Person
from veche.web.pages.foreign_rows import foreign_alerts, foreign_rows, reading_of_foreign

HOUR = timedelta(hours=1)
RINK = "Каток на Ленина открыт с девяти утра"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def post(number: str = "9", text: str = "Субботник в парке", **more: object) -> PostSeen:
    fields = {"photo_count": 0, "at": NOON, **more}
    return PostSeen(dedup=f"post:{number}", post_id=number, text=text, **fields)  # type: ignore[arg-type]


def act_of(account: Account, text: str = RINK, **fields: Any) -> Act:
    payload = act_to_json(Publish(OutgoingPost(text)))
    return make_act(account, payload=payload, first_call_at=NOON, last_call_at=NOON, **fields)


def asked(account: Account) -> list[str]:
    """Texts that a person is asked about once everything has settled."""
    with time_machine.travel(NOON + HOUR, tick=False):
        judge_waiting()
    return sorted(undecided(account.administration).values_list("text", flat=True))


def test_a_post_by_hand_is_asked_about_once_and_follows_the_network(account: Account) -> None:
    take(account, post(), post(), post("10", "", album="a", photo_count=1), post("11", "Три фото", album="a"))
    assert list(undecided(account.administration)) == []  # nothing is said before it is sure

    assert asked(account) == ["Субботник в парке", "Три фото"]
    assert asked(account) == ["Субботник в парке", "Три фото"]
    assert Entry.objects.filter(verb="publishing.foreign_noticed").count() == 2

    take(account, PostChanged("changed:9", "9", "Субботник перенесли", NOON + HOUR), PostGone("gone:10", "10", NOON))
    moved, album = ForeignPost.objects.get(post_id="9"), ForeignPost.objects.get(post_id="10")
    assert (moved.text, moved.changed_at, moved.gone_at) == ("Субботник перенесли", NOON + HOUR, None)
    assert album.gone_at == NOON


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Совсем другие слова", {"state": ActState.SENDING}),
        (f"{RINK}!", {"state": ActState.UNKNOWN, "doubt_since": NOON}),
        ("", {"state": ActState.UNKNOWN, "doubt_since": NOON}),
        ("Каток на Ленина открыт", {"state": ActState.BY_HAND}),
    ],
    ids=["its call is under way", "unknown, mended words", "unknown, a message of an album", "by hand, other words"],
)
def test_a_post_that_may_be_ours_waits_until_its_act_is_known(
    account: Account, text: str, fields: dict[str, Any]
) -> None:
    """The event comes before the result is written: nobody is asked, and the act's answer ends it."""
    act = act_of(account, **fields)
    take(account, post(text=text))
    assert asked(account) == []

    Act.objects.filter(pk=act.pk).update(
        state=ActState.CONFIRMED, proof=Proof.ANSWER, remote_id="9", doubt_since=None, proven_at=NOON
    )
    assert asked(account) == []
    assert ForeignPost.objects.get().act == act


def test_a_post_is_asked_about_when_the_act_turns_out_not_to_have_made_it(account: Account) -> None:
    act = act_of(account, state=ActState.UNKNOWN, doubt_since=NOON)
    take(account, post(text=RINK + "!"), post("10", "Купите слона недорого"))

    assert asked(account) == ["Купите слона недорого"]
    Act.objects.filter(pk=act.pk).update(state=ActState.FAILED, doubt_since=None)
    assert asked(account) == [RINK + "!", "Купите слона недорого"]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ActState.CONFIRMED, "proof": Proof.ANSWER, "remote_id": "9"},
        {"state": ActState.CONFIRMED, "proof": Proof.ANSWER, "remote_id": "8", "more_ids": ["9"]},
        {"state": ActState.CONFIRMED, "proof": Proof.PERSON, "proven_at": NOON},
        {"state": ActState.CONFIRMED, "proof": Proof.ANSWER, "verb": "set_avatar"},
    ],
    ids=["by its id", "a message of its album", "a person said so, without an address", "a new picture of the page"],
)
def test_a_post_of_ours_is_never_asked_about(account: Account, fields: dict[str, Any]) -> None:
    act_of(account, **fields)
    text = "" if fields.get("verb") or fields.get("more_ids") else RINK + "!"

    take(account, post(text=text))

    assert asked(account) == []
    assert Entry.objects.filter(verb="publishing.foreign_noticed").count() == 0


def test_an_address_given_later_ends_the_question_and_stops_a_decision(account: Account, alice: Person) -> None:
    take(account, post())
    assert asked(account) == ["Субботник в парке"]
    row = ForeignPost.objects.get()
    act_of(account, state=ActState.CONFIRMED, proof=Proof.PERSON, remote_id="9")

    with pytest.raises(PublishingError, match="вышла через Вече"):
        say_ours(post=row, by=alice, category=PostCategory.ACTIVITY)
    assert list(undecided(account.administration)) == []
    asked(account)
    assert ForeignPost.objects.get().act is not None


def test_posts_before_the_watch_are_the_pages_past(account: Account) -> None:
    PostWatch.objects.create(administration=account.administration, account=account, since=NOON)

    take(account, post(at=NOON - HOUR), post("10", "Новое"))

    assert asked(account) == ["Новое"]


def test_whose_it_is(
    account: Account, alice: Person, carol: Person, ivan: Person, dave: Person, django_assert_max_num_queries: Callable
) -> None:
    """The press says «наше» or «не мы» and can take it back; «не мы» tells IT and the head of press once."""
    one, other = make_foreign_post(account), make_foreign_post(account, text="Купите слона", repost=True)

    def say(what: str, row: ForeignPost, by: Person = alice, **fields: str) -> int:
        return client_of(by).post(reverse(f"publishing:foreign_{what}", args=[row.pk]), fields).status_code

    browser = client_of(alice)
    with django_assert_max_num_queries(12):
        page = words(browser.get(reverse("publishing:foreign")).content.decode())
    assert ("Вышло мимо Вече: 2" in page, page.count("какая рубрика?")) == (True, 2)
    assert say("ours", one, category="") == 422  # nothing is chosen for the person
    [row] = foreign_rows(alice, reading_of_foreign(alice).read(), "Asia/Barnaul")
    assert (row.say, row.things) == ("скажите, наши ли они", 2)
    assert say("ours", one, category="чужое") == 422
    assert say("ours", one, category="activity") == 302
    assert say("ours", one, category="other") == 302  # a colleague was quicker: nothing changes
    assert say("not_ours", other) == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.verdict, one.category, one.said_by) == (ForeignVerdict.OURS, "activity", alice)
    assert {row.person for row in Alarm.objects.filter(subject=other.pk)} == {carol, ivan}
    for person in (alice, ivan, carol):
        [alert] = foreign_alerts(reading_of_foreign(person).read(), "Asia/Barnaul")
        assert alert.strong == "На странице «Рубцовск официально» запись, которую выпустили не мы."

    assert say("undo", other) == 302
    assert not Alarm.objects.filter(subject=other.pk).exists()
    assert say("not_ours", other, by=carol) == 302
    assert {row.person for row in Alarm.objects.filter(subject=other.pk)} == {ivan}
    assert say("settled", other, by=ivan) == 302
    page = words(client_of(dave).get(reverse("publishing:foreign")).content.decode())
    assert "Все записи на наших страницах известны" in page
    assert "не мы , разобрались" in page
    assert "Отменить решение" not in page
    verbs = list(
        Entry.objects.filter(verb__startswith="publishing.foreign").order_by("pk").values_list("verb", flat=True)
    )
    assert [verb.rpartition("foreign_")[2] for verb in verbs] == ["ours", "not_ours", "undone", "not_ours", "settled"]


def test_what_is_ours_counts_in_the_norm_once_for_all_pages(account: Account, alice: Person) -> None:
    """The same words on two pages are one publication; a repost, a removed one and another category do not count."""
    city = account.administration
    other = make_account(city, responsible=alice, network="ok")
    again = make_foreign_post(other, text="Субботник, в парке!", posted_at=NOON + HOUR)
    rows = [
        make_foreign_post(account),
        again,
        make_foreign_post(account, text="Иное"),
        make_foreign_post(other, text=""),
    ]
    for row in rows:
        say_ours(post=row, by=alice, category=PostCategory.OTHER if row.text == "Иное" else PostCategory.ACTIVITY)
    repost = make_foreign_post(account, text="", repost=True)
    say_ours(post=repost, by=alice, category=PostCategory.ACTIVITY)

    week = week_norm(city, NOON.date())
    assert [one.title for one in week.counted] == ["Субботник в парке", "Запись без слов"]
    assert (week.out, week.beside) == (2, 1)

    take(account, PostGone("gone:1", rows[0].post_id, NOON))
    assert [one.title for one in week_norm(city, NOON.date()).counted] == ["Запись без слов", "Субботник, в парке!"]
    take_back(post=again, by=alice)
    assert week_norm(city, NOON.date()).out == 1
