"""The editor's top: free hours of the day, and the networks whose previews a person chooses."""

from datetime import time, timedelta

from django.urls import reverse

from tests.markup import words
from tests.publishing.conftest import Window
from tests.publishing.test_editor import HTMX
from tests.written import drafted
from veche.kernel.clock import at, local
from veche.plan.domain.free_hours import OFFERED, Hours, hours_of
from veche.plan.models import PlanItem
from veche.staff.models import Person


def test_an_hour_is_free_where_nothing_else_of_the_city_goes_out_within_an_hour(alice: Person, mallory: Person):
    zone = alice.administration.time_zone
    post = drafted(alice)
    item, day = post.plan_item, local(post.plan_item.publish_at, zone).date() + timedelta(days=2)
    accounts = list(item.accounts.all())

    def planned(hour: time, by: Person = alice) -> PlanItem:
        chosen = accounts if by is alice else []
        return drafted(by, title=f"В {hour:%H:%M}", publish_at=at(day, hour, zone), accounts=chosen).plan_item

    assert hours_of(item, at(day, time(12), zone)).free == [time(hour) for hour in (9, 10, 11, 12, 13, 14)][:OFFERED]
    planned(time(12))
    planned(time(14, 30))
    planned(time(11), mallory)
    dropped = planned(time(10))
    PlanItem.objects.filter(pk=dropped.pk).update(cancelled_at=dropped.publish_at)

    assert hours_of(item, at(day, time(12, 30), zone)) == Hours(
        [("В 12:00", at(day, time(12), zone))], [time(hour) for hour in (8, 9, 10, 11, 13, 16)]
    )
    assert hours_of(item, at(day, time(13), zone)).taken == []
    assert hours_of(item, at(day, time.min, zone) - timedelta(days=30)).free == []


def test_the_editor_says_whether_the_hour_is_free_and_shows_chosen_networks(window: Window):
    address = reverse("publishing:edit", args=[window.post.pk])
    first = window.browser.get(address).content.decode()
    assert ("Час свободен" in words(first), first.count("<figure>")) == (True, 2)

    shown = window.press("look", headers=HTMX, preview_there="1", preview="telegram")
    assert (shown.content.decode().count("<figure>"), shown.cookies["previews"].value) == (1, "telegram")
    again = window.browser.get(address).content.decode()
    assert (again.count("<figure>"), 'value="telegram" data-view checked' in again) == (1, True)
    assert window.press("look", headers=HTMX, preview_there="1").content.decode().count("<figure>") == 0
    window.browser.cookies["previews"] = "vk.<script>"
    last = window.browser.get(address).content.decode()
    assert last.count("<figure>") == 1

    item = window.post.plan_item
    PlanItem.objects.filter(pk=drafted(item.author, accounts=list(item.accounts.all())).plan_item.pk).update(
        publish_at=item.publish_at + timedelta(minutes=30), title="Концерт"
    )
    assert "Рядом выходит «Концерт»" in words(window.browser.get(address).content.decode())
