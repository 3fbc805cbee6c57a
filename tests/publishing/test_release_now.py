"""«Выпустить сейчас»: one press, one confirmation, by the rules of approval; nothing twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.approval.routes import department_of, route
from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.written import approved, asked, drafted, step_of, with_picture
from veche.approval.models import ApprovalSheet
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post
from veche.publishing.domain.release_now import CHANGED, GONE, RETURNED, release_now
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

WHY = "Прорвало трубу"


def press(person: Person, post: Post, **said: object):
    fields = {"revision": latest_version(post).revision, "why": "", **said}
    return client_of(person).post(reverse("publishing:now", args=[post.pk]), fields, follow=True)


def are_due(post: Post) -> bool:
    acts = list(Act.objects.of(post.administration_id).filter(state=ActState.PLANNED))
    post.plan_item.refresh_from_db()
    close = abs(post.plan_item.publish_at - now()) < timedelta(minutes=2)
    return close and len(acts) == 2 and all(act.due_at <= now() for act in acts)


def test_the_head_of_press_does_not_wait_for_others(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"), (3, "head"))
    post = drafted(alice)
    post.plan_item.department = department_of(dave)
    post.plan_item.save(update_fields=("department",))
    window = Window(client_of(carol), post)
    to = window.press("to_now", text=latest_version(post).text)
    assert (to.status_code, to.headers["Location"]) == (302, reverse("publishing:now", args=[post.pk]))
    shown = words(window.browser.get(to.headers["Location"]).content.decode())
    for account in post.plan_item.accounts.all():
        assert account.title in shown
    assert "Не дождёмся подписей: Отдел культуры, Глава" in shown

    assert press(carol, post).status_code == 422
    assert (Act.objects.count(), latest_version(post).frozen_at) == (0, None)
    press(carol, post, why=WHY)

    sheet = ApprovalSheet.objects.of(post.administration).get(version__post=post)
    assert (sheet.hastened_by, sheet.hastened_why, are_due(post)) == (carol, WHY, True)
    press(carol, post, why=WHY)
    assert Act.objects.count() == 2


def test_an_officer_asks_and_a_writer_does_not_sign_alone(alice: Person, carol: Person):
    mine, theirs = drafted(alice), drafted(carol, accounts=list(drafted(alice).plan_item.accounts.all()))

    said = words(press(alice, mine).content.decode())
    press(carol, theirs)

    assert "уйдёт сразу, как согласуют" in said
    assert (Act.objects.count(), ApprovalSheet.objects.of(mine.administration).filter(closed_at=None).count()) == (0, 2)
    press(carol, mine)
    assert are_due(mine)


def test_an_agreed_version_leaves_at_once_and_a_returned_one_does_not(alice: Person, carol: Person):
    post = approved(alice, carol).post
    page = words(client_of(alice).get(reverse("publishing:now", args=[post.pk])).content.decode())
    assert "Её уже согласовали, меняется только час" in page
    press(alice, post)
    assert are_due(post)

    Act.objects.of(post.administration_id).update(state=ActState.SENT)
    with pytest.raises(PublishingError, match=GONE[:20]):
        release_now(post=post, by=carol, revision=latest_version(post).revision, why=WHY)
    step = asked(alice, accounts=list(post.plan_item.accounts.all()))
    client_of(carol).post(reverse("publishing:decide", args=[step.pk]), {"verdict": "return", "note": "Не то"})
    returned = step.sheet.version.post
    with pytest.raises(PublishingError, match=RETURNED[:20]):
        release_now(post=returned, by=carol, revision=latest_version(returned).revision, why=WHY)


def test_nobody_releases_what_they_have_not_read_or_what_cannot_go(alice: Person, carol: Person):
    post = drafted(alice)
    said = words(press(carol, post, revision=1 + latest_version(post).revision).content.decode())
    assert (CHANGED in said, Act.objects.count()) == (True, 0)

    with_picture(post, alice, alt="")
    page = words(client_of(carol).get(reverse("publishing:now", args=[post.pk])).content.decode())
    refused = words(press(carol, post).content.decode())
    assert ("Пока не уйдёт" in page, "нет описания" in refused, Act.objects.count()) == (True, True, 0)
    post.refresh_from_db()
    assert step_count(post) == 0


def step_count(post: Post) -> int:
    return ApprovalSheet.objects.of(post.administration).filter(version__post=post).count()


def test_what_waits_for_a_signature_is_signed_at_this_minute(alice: Person, carol: Person):
    step = asked(alice)
    post = step.sheet.version.post

    press(carol, post)

    assert (are_due(post), step_of(step.sheet.version).decision.person) == (True, carol)
