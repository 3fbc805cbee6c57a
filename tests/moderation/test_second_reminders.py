"""A second signature that waits, and the quarterly review: letters, bot and «Сегодня», each with one number."""

from datetime import timedelta

import time_machine
from django.urls import reverse

from tests.factories import NOON, make_letter
from tests.moderation.measures import for_good, said, stands
from tests.people import client_of
from veche.accounts.models import Account
from veche.alarms.models import Alarm
from veche.journal.models import Entry
from veche.moderation.domain import ladder
from veche.moderation.domain.news import read_review, read_second
from veche.moderation.domain.remind import ABOVE_AFTER, remind
from veche.moderation.domain.review import QUARTER, keep
from veche.moderation.models import AskedRestriction
from veche.staff.models import Person


def told(kind: str) -> set[str]:
    return {one.person.display_name for one in Alarm.objects.filter(kind=f"moderation.{kind}").select_related("person")}


def asked_for(account: Account, by: Person, author: str) -> AskedRestriction:
    message = said(account, author_id=author)
    return ladder.ask(message=message, by=by, ground="spam", term="good", why="сто объявлений за день")


@time_machine.travel(NOON, tick=False)
def test_a_second_signature_that_waits(
    account: Account, alice: Person, bob: Person, carol: Person, helen: Person
) -> None:
    """At once, at 75 % and at the end of the next working day; nobody is told of their own or of a decided one."""
    city = account.administration
    asked = asked_for(account, alice, "1")
    assert asked.due_at is not None
    assert told("second") == {bob.display_name, carol.display_name}
    [matter] = read_second(city, bob, [asked.pk]).values()
    assert "до чт, 26 ноября" in " ".join(matter.lines)
    assert (said(account).author in " ".join((matter.title, *matter.lines)), matter.late) == (False, False)
    assert read_second(city, alice, [asked.pk]) == {}
    assert remind() == 0

    for who, shown in ((alice, False), (bob, True), (carol, True), (helen, True)):
        assert ("ограничение ждёт вашей подписи" in client_of(who).get("/").content.decode()) is shown
    decided, letter = asked_for(account, alice, "2"), make_letter(account, text="Секрет", author_name="Ира")
    private = ladder.ask(message=letter, by=alice, ground="illegal", term="good", why="угрожает врачам")
    assert helen.display_name not in told("second")
    assert "Три ограничения ждут вашей подписи" in client_of(bob).get("/").content.decode()
    page = client_of(helen).get("/").content.decode()
    assert "Два ограничения ждут вашей подписи" in page
    assert "Ждут вас два решения" in page
    register = client_of(bob).get(reverse("moderation:restricted")).content.decode()
    assert register.count(reverse("moderation:asked", args=[private.pk])) == 1
    ladder.refuse(asked=decided, by=bob)

    assert asked.next_notice_at is not None
    with time_machine.travel(asked.next_notice_at, tick=False):
        assert (remind(), remind()) == (2, 0)
        assert told("second_soon") == {bob.display_name, carol.display_name}
        assert read_second(city, bob, [decided.pk]) == {}
    with time_machine.travel(asked.due_at + timedelta(minutes=1), tick=False):
        assert (remind(), remind()) == (2, 0)
        late = Alarm.objects.filter(kind="moderation.second_late")
        assert {one.person for one in late.filter(subject=asked.pk)} == {carol, helen}
        assert {one.person for one in late.filter(subject=private.pk)} == {carol}  # the Head reads no private ones
        [matter] = read_second(city, carol, [asked.pk]).values()
        assert (matter.late, "Срок вышел" in " ".join(matter.lines)) == (True, True)
        assert "срок вышел" in client_of(bob).get("/").content.decode()
    assert Entry.objects.filter(verb="author.second_reminded").count() == 4


@time_machine.travel(NOON, tick=False)
def test_the_quarterly_review(account: Account, alice: Person, bob: Person, carol: Person) -> None:
    """The press service once a quarter, its head two weeks later; «Оставить» begins the next quarter."""
    city = account.administration
    for author in ("1", "2"):
        made = for_good(said(account, author_id=author), alice, "spam")
        stands(made)
    assert remind() == 0
    with time_machine.travel(NOON + QUARTER, tick=False):
        assert (remind(), remind()) == (2, 0)
        assert told("review") == {alice.display_name, bob.display_name, carol.display_name}
        [matter] = read_review(city, bob, [made.pk]).values()
        assert (matter.title, matter.late) == (f"Ограничение № {made.pk} пора пересмотреть", False)
        browser = client_of(bob)
        assert "Два ограничения без срока пора пересмотреть" in browser.get("/").content.decode()
        register = browser.get(reverse("moderation:restricted")).content.decode()
        assert register.count(reverse("moderation:review", args=[made.pk])) == 1
        keep(restriction=made, by=alice)
        assert read_review(city, bob, [made.pk]) == {}
    with time_machine.travel(NOON + QUARTER + ABOVE_AFTER, tick=False):
        assert (remind(), told("review_late")) == (1, {carol.display_name})
        assert "опаздывает" in client_of(bob).get("/").content.decode()
    with time_machine.travel(NOON + QUARTER * 2, tick=False):
        Alarm.objects.filter(subject=made.pk).update(state="sent")
        assert remind() == 1
        assert Alarm.objects.filter(kind="moderation.review", subject=made.pk, state="sent").count() == 0
