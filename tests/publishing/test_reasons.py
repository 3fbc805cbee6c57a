"""What the law forbids outright leaves for approval only with a reason, which the approver reads."""

from datetime import UTC, date, datetime

import time_machine
from django.urls import reverse

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from tests.written import approved, drafted, step_of, with_picture, working, write
from veche.approval.domain.ask import take_back
from veche.compliance.domain.settings import set_election
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.media.models import RightsPolicy
from veche.outbox.models import Act
from veche.posts.domain.reasons import places_in
from veche.posts.models import FindingReason, Post
from veche.publishing.domain.change import rewrite
from veche.staff.models import Person

FORBIDDEN = "Смотрите на instagram.com/gorod, там фото с катка."
POLL = "По опросам, на выборах мэра лидирует Выдумкин: за него 54 % горожан."
MORE = FORBIDDEN + " И ещё на facebook.com/gorod."


def send(post: Post, by: Person, text: str) -> str:
    """Press «Отправить на согласование» in the editor; the address to which it leads."""
    version = post.versions.latest("number")
    window = {"version": version.revision, "text": text, "text_vk": ""}
    answer = client_of(by).post(reverse("publishing:ask", args=[post.pk]), window)
    return str(answer.headers.get("Location", answer.status_code))


def asks_for(post: Post, by: Person) -> dict[str, str]:
    """Fields of the page of reasons, with the words that each is about."""
    page = client_of(by).get(reverse("publishing:reasons", args=[post.pk]))
    return {place.name: place.words for place, _typed in page.context["asked"]}


def test_a_reason_is_asked_kept_and_shown(alice: Person, bob: Person, carol: Person) -> None:
    """Without it nothing leaves; a changed text asks about what is new alone."""
    make_account(alice.administration, responsible=alice)
    post = drafted(alice, text=FORBIDDEN)
    page = reverse("publishing:reasons", args=[post.pk])
    assert send(post, alice, FORBIDDEN) == page
    [(name, first)] = asks_for(post, alice).items()
    assert "instagram" in first
    refused = client_of(alice).post(page, {name: "  "})
    assert refused.status_code == 422
    assert "Напишите причину" in words(refused.content.decode())
    assert Post.objects.get(pk=post.pk).state == "draft"
    answer = client_of(alice).post(page, {name: "Цитата из решения суда"})
    assert answer["Location"] == reverse("publishing:detail", args=[post.pk])
    step = step_of(post.versions.latest("number"))
    sheet = words(client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode())
    assert "Закон это запрещает" in sheet
    assert f"Оставляет {alice}: «Цитата из решения суда»" in sheet
    entry = Entry.objects.of(post.administration).get(verb="post.reasons_given")
    assert (entry.actor_id, entry.facts) == (alice.pk, {"version": 1, "rules": ["L10"]})

    take_back(post=post, by=alice)
    rewrite(post=post, by=bob)
    assert send(post, bob, MORE) == page
    [(name, second)] = asks_for(post, bob).items()
    assert "facebook" in second
    client_of(bob).post(page, {name: "Так называется группа"})
    assert [(one.by, one.version.number) for one in FindingReason.objects.of(post.administration).order_by("pk")] == [
        (alice, 1),
        (bob, 2),
    ]
    assert Post.objects.get(pk=post.pk).state == "waiting"


def test_a_child_in_a_photo_asks_once(alice: Person) -> None:
    """Whoever took the file upon themselves has given the reason; an alt text that says nothing is a finding."""
    RightsPolicy.objects.of(alice.administration).update(asked_since=None)
    make_account(alice.administration, responsible=alice)
    text = "На фото дети катаются на новом катке. Приходите!"
    post = drafted(alice, text=text)
    picture = with_picture(post, alice, alt="IMG_2031")
    said = client_of(alice).post(reverse("publishing:proof", args=[post.pk]), {"text": text}).json()["findings"]
    assert {"L11", "D06"} <= {one["rule"] for one in said}
    version = working(post)
    day = version.hour.date()
    assert [place.rule for place in places_in(version, day=day) if place.reason is None] == ["L11"]
    write(post, alice, "Каток открыт.")
    picture.alt = "Пустой каток вечером"
    picture.save(update_fields=["alt"])
    assert places_in(working(post), day=day) == []


def test_a_correction_is_judged_for_the_day_on_which_it_is_sent(alice: Person, carol: Person) -> None:
    """The hour of the post is over: the page of reasons asks about the same day as the way to approval."""
    account = make_account(alice.administration, responsible=alice)
    with time_machine.travel(datetime(2026, 9, 10, 5, tzinfo=UTC), tick=False):
        post = approved(alice, carol, accounts=[account]).post
        Act.objects.filter(account=account).update(state="confirmed", proof="answer", last_call_at=now())
    set_election(by=carol, voting=(date(2026, 9, 18), date(2026, 9, 20)), campaign_from=None, candidates=[])
    with time_machine.travel(datetime(2026, 9, 17, 5, tzinfo=UTC), tick=False):
        rewrite(post=post, by=alice)
        write(post, alice, POLL)
        [name] = asks_for(post, alice)
        client_of(alice).post(reverse("publishing:reasons", args=[post.pk]), {name: "Ответ на запрос комиссии"})
    assert Post.objects.get(pk=post.pk).state == "waiting"
