"""Restricting and releasing authors: the acts, unknown outcomes, look-ups, events."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import (
    Absent,
    AuthorReleased,
    AuthorRestricted,
    CannotTell,
    Found,
    LookUp,
    NetworkError,
    Operation,
    ReleaseAuthor,
    RestrictAuthor,
    Slot,
)

RESTRICTING = {"vk": "groups.ban", "ok": "discussions.deleteDiscussionComment", "telegram": "banChatMember"}
RELEASING = {"vk": "groups.unban", "telegram": "unbanChatMember"}
WHO = "Анна Ковалёва"


@pytest.fixture
def author(bench: Bench) -> RestrictAuthor:
    """An author of an existing comment, to be restricted for good."""
    post = bench.publish("Каток открыт").remote_id
    written = bench.resident_writes(post, "Ругань")
    number = next(one["author_id"] for one in bench.comments() if one["id"] == written["id"])
    return RestrictAuthor(str(number), post_id=post, comment_id=str(written["id"]))


def tomorrow() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def restricted(bench: Bench) -> list[tuple[str, int | None]]:
    found = bench.sandbox.ask("GET", bench.slug, "restrictions", query={"account": bench.account})
    return [(one["name"], one["until"]) for one in found]


def look_up(bench: Bench, act: RestrictAuthor | ReleaseAuthor) -> LookUp:
    since = datetime.now(UTC) - timedelta(minutes=1)
    return bench.network.look_up(act, key=uuid4(), since=since, remote_id="", deadline=soon())


def failure(bench: Bench, act: RestrictAuthor | ReleaseAuthor, seconds: float = 5.0) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, deadline=soon(seconds))
    return caught.value


@pytest.mark.parametrize("bench", RESTRICTING, indirect=True)
def test_an_author_is_restricted_for_good(bench: Bench, author: RestrictAuthor) -> None:
    assert isinstance(look_up(bench, author), Absent)

    done = bench.perform(author)

    assert (done.remote_id, restricted(bench)) == (author.author_id, [(WHO, None)])
    assert done.proven or isinstance(look_up(bench, author), Found)


@pytest.mark.parametrize("bench", RESTRICTING, indirect=True)
def test_restricted_twice_is_restricted(bench: Bench, author: RestrictAuthor) -> None:
    bench.perform(author)

    assert bench.perform(author).remote_id == author.author_id
    assert restricted(bench) == [(WHO, None)]
    assert bench.network.may_repeat(author, first_call=datetime.now(UTC), now=datetime.now(UTC))


@pytest.mark.parametrize("bench", RESTRICTING, indirect=True)
def test_a_restriction_whose_answer_is_lost_is_found(bench: Bench, author: RestrictAuthor) -> None:
    bench.fault(RESTRICTING[bench.slug], "lost_after_apply")

    assert failure(bench, author).maybe_done
    assert isinstance(look_up(bench, author), Found)
    assert restricted(bench) == [(WHO, None)]


@pytest.mark.parametrize("bench", RESTRICTING, indirect=True)
def test_a_restriction_that_did_not_arrive_is_absent(bench: Bench, author: RestrictAuthor) -> None:
    bench.fault(RESTRICTING[bench.slug], "dropped")

    assert failure(bench, author).maybe_done
    assert isinstance(look_up(bench, author), Absent)
    assert restricted(bench) == []


@pytest.mark.parametrize("bench", RELEASING, indirect=True)
def test_an_author_is_restricted_for_a_day_and_released(bench: Bench, author: RestrictAuthor) -> None:
    until = tomorrow()
    day = RestrictAuthor(author.author_id, until, author.post_id, author.comment_id, words="Оскорбления")

    bench.perform(day)

    assert restricted(bench) == [(WHO, int(until.timestamp()))]
    assert isinstance(look_up(bench, day), Found)
    assert isinstance(look_up(bench, author), Absent)
    release = ReleaseAuthor(author.author_id)
    assert isinstance(look_up(bench, release), Absent)
    assert bench.perform(release).remote_id == author.author_id
    assert (restricted(bench), isinstance(look_up(bench, release), Found)) == ([], True)


@pytest.mark.parametrize("bench", ["vk"], indirect=True)
def test_vk_gets_its_own_code_of_the_ground(bench: Bench, author: RestrictAuthor) -> None:
    """«Не по теме» (4) is never sent: no ground of clause 2.5 is that."""
    sent = []
    for ground in ("", "spam", "insult", "obscene"):
        bench.perform(RestrictAuthor(author.author_id, tomorrow(), words="Причина", ground=ground))
        [ban] = bench.sandbox.ask("GET", "vk", "restrictions", query={"account": bench.account})
        sent.append((ban["reason"], ban["comment"]))

    assert sent == [(code, "Причина") for code in (0, 1, 2, 3)]


@pytest.mark.parametrize("bench", RELEASING, indirect=True)
def test_who_is_free_already_is_released(bench: Bench, author: RestrictAuthor) -> None:
    assert bench.perform(ReleaseAuthor(author.author_id)).remote_id == author.author_id


@pytest.mark.parametrize("bench", RELEASING, indirect=True)
def test_a_release_whose_answer_is_lost_is_found(bench: Bench, author: RestrictAuthor) -> None:
    bench.perform(author)
    bench.fault(RELEASING[bench.slug], "lost_after_apply")

    assert failure(bench, ReleaseAuthor(author.author_id)).maybe_done
    assert isinstance(look_up(bench, ReleaseAuthor(author.author_id)), Found)


@pytest.mark.parametrize("bench", ["vk", "telegram"], indirect=True)
def test_restrictions_and_their_ends_are_told(bench: Bench, author: RestrictAuthor) -> None:
    cursor, until = bench.begin(), tomorrow()
    bench.perform(RestrictAuthor(author.author_id, until))
    bench.perform(ReleaseAuthor(author.author_id))

    blocked, released = bench.news(cursor).events

    assert isinstance(blocked, AuthorRestricted)
    assert isinstance(released, AuthorReleased)
    assert blocked.author_id == author.author_id
    assert blocked.author_name == WHO
    assert blocked.until == until
    assert (released.author_id, released.author_name) == (author.author_id, WHO)


@pytest.mark.parametrize(
    ("term", "words"), [(timedelta(days=400), "не дольше чем на год"), (timedelta(hours=-1), "уже прошёл")]
)
def test_a_term_that_vk_has_no_place_for(vk: Bench, term: timedelta, words: str) -> None:
    refusal = failure(vk, RestrictAuthor("100001", datetime.now(UTC) + term))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "bad_term"
    assert words in refusal.advice


def test_vk_s_community_key_does_not_restrict(vk: Bench) -> None:
    vk.slots = (Slot.COMMUNITY,)

    refusal = failure(vk, RestrictAuthor("100001"))

    assert refusal.permanent is True
    assert refusal.code == "no_key"
    assert refusal.key_slot == Slot.ADMIN
    ability = ask(vk)[Operation.RESTRICT_AUTHOR]
    assert (ability.mode, len(ability.steps)) == ("by_hand", 3)
    assert isinstance(look_up(vk, RestrictAuthor("100001")), Absent)
    vk.slots = ()
    assert isinstance(look_up(vk, RestrictAuthor("100001")), CannotTell)


def test_an_administrator_of_vk_is_not_restricted(vk: Bench) -> None:
    refusal = failure(vk, RestrictAuthor(str(vk.given["user_id"])))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "vk_15"


@pytest.mark.parametrize(
    ("term", "code"), [(timedelta(days=400), "until_too_far"), (timedelta(seconds=20), "until_too_soon")]
)
def test_a_term_that_telegram_would_take_for_ever(telegram: Bench, term: timedelta, code: str) -> None:
    refusal = failure(telegram, RestrictAuthor("100001", datetime.now(UTC) + term))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == code
    assert "В сети автор пишет как прежде" in refusal.advice


def test_a_channel_that_comments_in_telegram_is_restricted_for_good_only(telegram: Bench) -> None:
    other = telegram.sandbox.add_account("telegram", "Чужой канал", new_bot=True)["channel_id"]
    for_good = RestrictAuthor(str(other))

    assert failure(telegram, RestrictAuthor(str(other), tomorrow())).code == "channel_for_good"
    assert telegram.perform(for_good).proven
    assert isinstance(look_up(telegram, for_good), CannotTell)
    found = telegram.sandbox.ask("GET", "telegram", "restrictions", query={"account": telegram.account})
    assert [(one["person_id"], one["status"]) for one in found] == [(other, "kicked")]
    assert telegram.perform(ReleaseAuthor(str(other))).proven
    assert restricted(telegram) == []


def test_what_a_human_restricts_in_telegram_is_told_too(telegram: Bench) -> None:
    cursor, until = telegram.begin(), tomorrow()
    order = {"account": telegram.account, "author": WHO, "until": int(until.timestamp())}
    person = telegram.sandbox.ask("POST", "telegram", "restrictions", order)["person_id"]
    telegram.sandbox.ask("POST", "telegram", "restrictions/lift", {"account": telegram.account, "author": WHO})

    events = telegram.news(cursor).events

    assert [(type(event), getattr(event, "author_id", "")) for event in events] == [
        (AuthorRestricted, str(person)),
        (AuthorReleased, str(person)),
    ]
    assert isinstance(events[0], AuthorRestricted)
    assert (events[0].until, events[0].author_name) == (until, WHO)


def test_who_runs_the_group_in_telegram_is_not_restricted(telegram: Bench) -> None:
    owner = telegram.network.administrators(deadline=soon())[0]

    refusal = failure(telegram, RestrictAuthor(owner.person_id))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "tg_runs_it"


def test_a_bot_of_telegram_without_the_right_says_so(telegram: Bench) -> None:
    bot = int(telegram.given["token"].partition(":")[0])
    seat = {"account": telegram.given["group_id"], "user_id": bot, "status": "administrator", "rights": []}
    telegram.sandbox.ask("POST", "telegram", "rights", seat)
    person = telegram.sandbox.ask("POST", "telegram", "messages", {"author": WHO, "text": "Да"})["peer_id"]

    refusal = failure(telegram, RestrictAuthor(str(person)))

    assert refusal.permanent is True
    assert refusal.code == "tg_rights"
    assert refusal.key_slot == Slot.BOT
    ability = ask(telegram)[Operation.RESTRICT_AUTHOR]
    assert (ability.mode, len(ability.steps)) == ("by_hand", 3)


def test_in_max_a_person_restricts(max_: Bench) -> None:
    abilities = ask(max_)
    for act, operation in (
        (RestrictAuthor("1"), Operation.RESTRICT_AUTHOR),
        (ReleaseAuthor("1"), Operation.RELEASE_AUTHOR),
    ):
        refusal = failure(max_, act)
        assert refusal.permanent is True
        assert refusal.maybe_done is False
        assert refusal.code == "by_hand"
        assert (abilities[operation].mode, len(abilities[operation].steps)) == ("by_hand", 3)


def test_telegram_finds_a_restriction_for_a_time_whose_answer_is_lost(telegram: Bench) -> None:
    person = telegram.sandbox.ask("POST", "telegram", "messages", {"author": WHO, "text": "Да"})["peer_id"]
    day = RestrictAuthor(str(person), tomorrow())
    telegram.fault("restrictChatMember", "lost_after_apply")

    assert failure(telegram, day).maybe_done
    assert isinstance(look_up(telegram, day), Found)
    assert isinstance(look_up(telegram, RestrictAuthor(str(person), tomorrow() + timedelta(hours=1))), Absent)
    telegram.fault("restrictChatMember", "dropped")
    assert failure(telegram, ReleaseAuthor(str(person))).maybe_done
    assert isinstance(look_up(telegram, ReleaseAuthor(str(person))), Absent)
    assert telegram.perform(ReleaseAuthor(str(person))).proven
    assert restricted(telegram) == []
