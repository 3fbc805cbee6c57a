"""The sheet of an approval, a request and the inbox ask the database twelve times at most, whatever they show."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.approval.routes import ask_about_item, department_of, route, steps
from tests.factories import make_account, make_letter, make_message
from tests.people import client_of, stand_in
from tests.requests.many import many
from tests.written import drafted, jpeg, with_picture, working, write
from veche.approval.domain.ask import ask
from veche.approval.domain.hasten import hasten
from veche.approval.domain.holders import people_for
from veche.approval.domain.sheet import find_step, read_sheet
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet
from veche.cases.domain.open import open_case
from veche.engine import pulse
from veche.inbox.domain.answer import answer
from veche.inbox.domain.holds import take
from veche.inbox.domain.notes import add_note
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.restrict import restrict
from veche.moderation.enums import Ground, Term
from veche.posts.domain.comments import comment
from veche.posts.domain.presence import record_presence
from veche.posts.domain.suggest import Seen, Side, suggest
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.requests.models import Request
from veche.search.domain.indexing import index_everything
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.sweep

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
QUERIES = 12
READERS = ("alice", "bob", "carol", "dave", "erin", "helen", "audrey", "dora", "ivan")
# Who wrote, who agrees and who stands in: what was decided meanwhile changes their pages most.
CONCERNED = ("alice", "carol", "dave", "erin")
FIRST, SECOND, THIRD = "Каток закрыт.", "Каток открыт. Вход свободный.", "Каток на Ленина открыт. Вход свободный."
_colours = count(1)


@pytest.fixture
def cast(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    monkeypatch.setattr(pulse, "_newest", [NOON])  # the worker's last activity is queried once a minute
    return {name: request.getfixturevalue(name) for name in READERS}


@time_machine.travel(NOON, tick=False)
def test_a_sheet_with_everything_asks_twelve_times(rubtsovsk: Administration, cast: dict[str, Person]) -> None:
    alice, carol, dave = cast["alice"], cast["carol"], cast["dave"]
    stand_in(cast["erin"], dave, Role.CURATOR)
    route(rubtsovsk, (1, "item_department"), (2, "press_head"), (3, "head"))
    post = _approved_once_and_returned_once(cast)
    sheet = _asked_with_everything(post, cast)
    browsers = {name: _signed_in(person) for name, person in cast.items()}
    concerned = {name: browsers[name] for name in CONCERNED}
    over = _over(sheet, browsers)
    _agree(sheet, dave)
    over |= {f"signed, {name}": asked for name, asked in _over(sheet, concerned).items()}
    hasten(step=steps(sheet)[0], by=carol, why="Авария")
    over |= {f"hastened, {name}": asked for name, asked in _over(sheet, concerned).items()}
    rewrite(post=post, by=alice)
    over |= {f"rewritten, {name}": asked for name, asked in _over(sheet, concerned).items()}
    assert over == {}


@time_machine.travel(NOON, tick=False)
def test_a_request_asks_twelve_times(rubtsovsk: Administration, cast: dict[str, Person]) -> None:
    alice = cast["alice"]
    many(rubtsovsk, alice, departments=2, requests=30)
    rows = Request.objects.of(rubtsovsk)
    post = drafted(alice)
    rows.filter(kind__in=("material", "facts")).update(subject_id=post.plan_item_id)
    rows.update(department=department_of(cast["dave"]))
    paths = ["/requests/", "/requests/mine/", "/requests/departments/"]
    paths += [f"/requests/{pk}/" for pk in rows.order_by("pk").values_list("pk", flat=True)[:20]]
    over = {}
    for name in ("alice", "carol", "dave", "helen"):
        browser = _signed_in(cast[name])
        for path in paths:
            if (asked := _asked(browser, path)) > QUERIES:
                over[name, path] = asked
    assert over == {}


@pytest.mark.timeout(180)
@time_machine.travel(NOON, tick=False)
def test_the_inbox_asks_twelve_times(rubtsovsk: Administration, cast: dict[str, Person]) -> None:
    """A comment that several people wrote, proposed, answered, in a case, of a restricted author; and a long talk."""
    alice, dave = cast["alice"], cast["dave"]
    page, other = (make_account(rubtsovsk, responsible=alice, network=network) for network in ("vk", "ok"))
    asked = [make_message(one, text="Когда дадут воду?", author_id="7") for one in (page, other, page, other)]
    rude = make_message(page, text="Вы идиоты и сволочи", author_id="8")
    letters = [make_letter(page, text=f"Лично {number}", at=NOON + timedelta(minutes=number)) for number in range(40)]
    make_message(page, text="Не хочу больше жить, нет сил", author_id="9")
    propose_for_new()
    index_everything()
    answer(message=letters[0], by=alice, text="Завтра.")
    answer(message=asked[0], by=alice, text="Завтра.")
    open_case(message=asked[1], by=alice)
    for one in (rude, letters[39]):
        take(message=one, by=alice)
        add_note(message=one, by=alice, text="Звонили")
    restrict(message=rude, by=alice, ground=Ground.INSULT, term=Term.WEEK, why="пишет так часто")
    paths = ["/inbox/", "/inbox/?part=lines&lines=1_2"]
    paths += [f"/inbox/{one.pk}/" for one in (*asked, rude, letters[0], letters[20], letters[39])]
    paths += [f"/inbox/?show={show}" for show in ("questions", "proposed", "talks", "deleted", "all")]
    paths += [
        f"/inbox/?show=all&author={asked[0].pk}",
        f"/inbox/?show=all&same={asked[0].pk}",
        "/inbox/?order=sharp",
        "/inbox/?mine=1",
        "/inbox/?noted=1",
        "/inbox/?late=1",
    ]
    paths += [
        "/inbox/?danger=1",
        "/inbox/?show=all&q=вода",
        "/inbox/?q=вода",
        "/inbox/?show=talks&q=лично",
        "/inbox/?show=all&after=0_0",
    ]
    over: dict[tuple[str, str], int] = {}
    for reader in (alice, dave):
        browser = _signed_in(reader)
        over |= {(str(reader), path): number for path in paths if (number := _asked(browser, path)) > QUERIES}
    assert over == {}


@time_machine.travel(NOON, tick=False)
def test_the_sheet_names_those_whom_the_query_of_one_step_names(
    rubtsovsk: Administration, cast: dict[str, Person]
) -> None:
    """Also where somebody stands in, and where nobody has the role."""
    route(rubtsovsk, (1, "item_department"), (2, "press_head"), (3, "head"))
    sheet = ask_about_item(drafted(cast["alice"]), cast["alice"], department_of(cast["dave"]))
    found = []
    for change in (
        lambda: None,
        lambda: stand_in(cast["erin"], cast["dave"], Role.CURATOR),
        lambda: cast["carol"].appointments.all().delete(),
        lambda: cast["dave"].appointments.all().delete(),
    ):
        change()
        reader = Person.objects.of(rubtsovsk).get(pk=cast["helen"].pk)
        asked = find_step(reader, steps(sheet)[0].pk)
        assert asked is not None
        read, _ = read_sheet(asked, reader, [])
        found.append([read.holders.of(step) for step in asked.steps])
        assert found[-1] == [people_for(step) for step in asked.steps]
    assert len({tuple(map(str, one)) for one in found}) == 4


def _approved_once_and_returned_once(cast: dict[str, Person]) -> Post:
    """Acts of the first version wait in two networks."""
    alice = cast["alice"]
    pages = [make_account(alice.administration, responsible=alice, network=network) for network in ("vk", "ok", "max")]
    post = drafted(alice, text=FIRST, accounts=pages)
    first = ask_about_item(post, alice, department_of(cast["dave"]))
    for name in ("dave", "carol", "helen"):
        _agree(first, cast[name])
    version = rewrite(post=post, by=alice)
    write(post, alice, SECOND)
    second = ask(version=working(post), by=alice)
    step = next(one for one in steps(second) if one.role == Role.CURATOR)
    decide_and_release(step=step, by=cast["dave"], verdict=Verdict.RETURN, note="Где это?")
    assert version.number == 2
    return post


def _asked_with_everything(post: Post, cast: dict[str, Person]) -> ApprovalSheet:
    """The third version: a photo, own texts, suggested words, a remark, and a colleague in the editor."""
    alice, dave = cast["alice"], cast["dave"]
    rewrite(post=post, by=alice)
    with_picture(post, alice, content=jpeg(60 + next(_colours)))
    write(post, alice, THIRD, vk="Каток!", ok="Каток открыт.")
    side = Side(department=department_of(dave))
    suggest(post=post, by=dave, seen=Seen(THIRD), text=THIRD.replace("Ленина", "Мира"), side=side)
    suggest(post=post, by=dave, seen=Seen("Каток!", "vk"), text="Каток открыт!", side=side)
    comment(post=post, by=dave, text="Точно?", side=side)
    record_presence(post=post, by=cast["bob"])
    return ask(version=working(post), by=alice)


def _agree(sheet: ApprovalSheet, by: Person) -> None:
    role = Role(by.appointments.get().role)
    step = next(one for one in steps(sheet) if one.role == role)
    decide_and_release(step=step, by=by, verdict=Verdict.YES)


def _over(sheet: ApprovalSheet, browsers: dict[str, Client]) -> dict[str, int]:
    """By reader and step: how many queries, where there are too many."""
    found = {}
    for name, browser in browsers.items():
        for step in steps(sheet):
            asked = _asked(browser, f"/approval/{step.pk}/")
            if asked > QUERIES:
                found[f"{name}, {step.title}"] = asked
    return found


def _signed_in(person: Person) -> Client:
    """A browser after its first visit, which stores the person's last activity in the session."""
    browser = client_of(person)
    browser.get("/")
    return browser


def _asked(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path, follow=False)
    assert (path, answer.status_code) in {(path, 200), (path, 302), (path, 403)}
    return len(captured)
