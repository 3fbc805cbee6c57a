"""«Первый комментарий»: agreed with the version, sent once when the post stands, explained where it cannot be."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account
from tests.markup import element, words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.written import drafted, step_of, working
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import Reply
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.posts.domain.changes import changes
from veche.posts.domain.first_comment import NO_GROUP
from veche.posts.domain.freeze import digest, fingerprint
from veche.posts.domain.labels import Labels
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.reasons import give_reasons, places_in
from veche.posts.domain.write import new_version, save_text
from veche.posts.errors import PostError
from veche.posts.models import PostVersion
from veche.publishing.domain.first_comment import plan_first_comments
from veche.publishing.domain.release import decide_and_release
from veche.publishing.models import Delivery, Withdrawal
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
WORDS = "Расшифровка видео:\nсначала говорит Глава."
TICKED: dict[str, Any] = {"labels_there": "1", "signed": "on", "tagged": "on"}


def save(version: PostVersion, by: Person, labels: Labels) -> PostVersion:
    return save_text(version=version, by=by, revision=version.revision, text=version.text, variants={}, labels=labels)


def test_it_is_read_by_style_and_by_the_law_as_the_text_is(alice: Person, carol: Person) -> None:
    """In the editor, before sending and on the sheet, and said to be of the comment."""
    post = drafted(alice, accounts=[make_account(alice.administration, responsible=alice, network="vk")])
    ours = Labels(first_comment="В целях информирования граждан начата укладка. Фото: https://www.instagram.com/city")
    version = save(working(post), alice, ours)

    page = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()
    assert "замечаний к первому комментарию: " in words(page)
    assert "В целях" in words(element(page, "div#proof-first-comment"))
    asked = client_of(alice).post(
        f"{reverse('publishing:proof', args=[post.pk])}?of=comment", {"text": ours.first_comment}
    )
    assert "В целях" in words(asked.json()["panel"])
    places = [one for one in places_in(version, day=now().date()) if "instagram" in one.words]
    assert [one.message.startswith("В первом комментарии: ") for one in places] == [True]

    give_reasons(version=version, by=alice, reasons={(one.rule, one.words): "Так решили" for one in places})
    step = step_of(ask(version=working(post), by=alice).version)
    sheet = words(client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode())
    assert ("Проверка текста: " in sheet, "Проверка первого комментария: " in sheet) == (True, True)


def test_from_the_window_to_the_network(alice: Person, helen: Person, bob: Person) -> None:
    """Typed, shown, conflicted, agreed, sent once when the post stands; a channel without a group says why not."""
    city = alice.administration
    vk, telegram = (make_account(city, responsible=alice, network=network) for network in ("vk", "telegram"))
    post = drafted(alice, accounts=[vk, telegram])
    window, other = Window(client_of(alice), post), Window(client_of(bob), post)

    page = words(window.browser.get(reverse("publishing:edit", args=[post.pk])).content.decode())
    assert ("Первый комментарий" in page, NO_GROUP in page) == (True, True)
    typed = WORDS.replace("\n", "\r\n")
    look = window.press(
        "look", headers={"HX-Request": "true"}, preview=["vk"], preview_there="1", **TICKED, first_comment=typed
    )
    assert f"Первый комментарий, {vk.title} Расшифровка видео" in words(look.content.decode())
    long = window.press("save", **TICKED, first_comment="я" * 2001)
    assert "Первый комментарий длиннее 2000 знаков" in words(long.content.decode())
    window.press("save", **TICKED, first_comment=typed)
    assert latest_version(post).first_comment == WORDS
    clash = other.press("save", **TICKED, first_comment="Иной")
    assert (clash.status_code, "Иной" in words(clash.content.decode())) == (409, True)

    step = step_of(ask(version=working(post), by=alice).version)
    sheet = words(client_of(helen).get(reverse("approval:detail", args=[step.pk])).content.decode())
    assert "Первый комментарий Расшифровка видео" in sheet
    decide_and_release(step=step, by=helen, verdict=Verdict.YES)
    assert plan_first_comments() == 0

    out = Act.objects.of(city).filter(delivery__version__post=post)
    out.update(state=ActState.CONFIRMED, remote_id="77", proven_at=now(), proof=Proof.READ_BACK)
    assert [plan_first_comments(), plan_first_comments()] == [1, 0]
    sent = Delivery.objects.of(city).get(account=vk)
    comment = sent.first_comment
    assert comment is not None
    assert (comment.intent, comment.account) == (f"first_comment:{sent.act_id}", vk)
    assert network_act(comment) == Reply("77", "", WORDS)
    assert Entry.objects.of(city).get(verb="publishing.first_comment").facts["acts"] == [comment.pk]
    detail = words(client_of(helen).get(reverse("publishing:detail", args=[post.pk])).content.decode())
    assert "Первый комментарий: ответ уходит" in detail
    assert f"Первый комментарий: {NO_GROUP}" in detail

    save(new_version(post=post, by=alice), alice, Labels(first_comment="Другой"))
    first, second = versions_of(post)
    assert changes(first, second).first_comment is not None


def test_no_comment_for_a_post_that_was_taken_down(alice: Person, helen: Person) -> None:
    post = drafted(alice, accounts=[make_account(alice.administration, responsible=alice)])
    save(working(post), alice, Labels(first_comment=WORDS))
    decide_and_release(step=step_of(ask(version=working(post), by=alice).version), by=helen, verdict=Verdict.YES)
    Act.objects.of(post.administration).update(
        state=ActState.CONFIRMED, remote_id="7", proven_at=now(), proof=Proof.READ_BACK
    )
    Withdrawal.objects.create(administration=post.administration, post=post, by=helen, reason="Ошибка", at=now())

    assert plan_first_comments() == 0


def test_what_is_agreed_names_the_comment_and_versions_without_one_keep_their_digest(alice: Person) -> None:
    post = drafted(alice, text="Каток", accounts=[make_account(alice.administration, responsible=alice)])
    version = save(working(post), alice, Labels(adults=True))
    marks = {
        "ad": False,
        "advertiser": "",
        "erid": "",
        "adults": True,
        "election": False,
        "signed": True,
        "tagged": True,
    }
    before = {"text": "Каток", "variants": [], "pictures": [], "labels": marks}
    own = {key: value for key, value in (("accounts", sorted(version.accounts.values_list("pk", flat=True))),) if value}
    if version.publish_at:
        own["publish_at"] = version.publish_at.isoformat()  # type: ignore[assignment]
    assert fingerprint(version) == digest(before | own)

    version = save(version, alice, Labels(first_comment=WORDS))
    whole = {key: value for key, value in before.items() if key != "labels"} | own
    assert fingerprint(version) == digest(whole | {"first_comment": WORDS})


def test_a_comment_that_a_network_does_not_take_is_refused_before_it_is_asked_about(alice: Person) -> None:
    post = drafted(alice, accounts=[make_account(alice.administration, responsible=alice, network="telegram")])
    save(working(post), alice, Labels(first_comment="я" * 5000))
    with pytest.raises(PostError, match=r"Первый комментарий\. "):
        ask(version=working(post), by=alice)
