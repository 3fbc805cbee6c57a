"""The demo city against real training networks: its claims match the walls."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain import clients
from veche.accounts.models import Account, AccountProposal, Key
from veche.appeals.domain.ways import way_to_send
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings
from veche.approval.domain.holders import steps_decided_by
from veche.approval.models import Step
from veche.cases.domain import propose
from veche.cases.domain.queries import Show, list_page
from veche.cases.models import Case, CaseStep
from veche.demo import contested
from veche.demo.approvals import TRANSPORT
from veche.demo.chain.sandbox_client import NETWORKS
from veche.demo.city import WEEKS
from veche.demo.content import judged, storm, troubles
from veche.demo.content.letters import SUGGESTED, TOPIC, UNDER_PHOTO
from veche.demo.content.present import PAST_VECHE
from veche.demo.content.sources import EVENT
from veche.demo.residents import HOW_MANY, LEFT_OPEN
from veche.demo.seed import HalfSeeded, is_seeded, seed
from veche.inbox.models import AskedTopic, Message
from veche.journal.domain.verify import verify
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.ladder import asked_open
from veche.moderation.domain.news import may_confirm
from veche.moderation.domain.offers import open_offers
from veche.moderation.domain.precision import precisions
from veche.moderation.domain.sample import waiting_for
from veche.moderation.enums import Ground
from veche.moderation.models import Correction, Evidence, Restriction, Ruling
from veche.networks.protocol import Verb
from veche.networks.text import canonical
from veche.norm.domain.week import week_norm
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.queries import news_untold
from veche.plan.models import Occasion, PlanItem
from veche.posts.models import Comment, Post, Suggestion
from veche.publishing.domain.best_hour import best_hours, best_of_city
from veche.publishing.domain.poll_outcome import reading_of_untold_polls
from veche.publishing.domain.poll_results import board_of
from veche.publishing.models import Evergreen, ForeignPost
from veche.requests.models import Request
from veche.staff.domain.demo import demo_doors, person_behind, person_to_show
from veche.staff.enums import Role
from veche.staff.models import Administration, Department

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def training(tmp_path: Path, settings: Settings) -> Iterator[SandboxProcess]:
    """Separate networks: the seed writes on the walls of the default city."""
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as running:
        settings.DATA = tmp_path
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.SANDBOX_PATH = tmp_path / "sandbox.json"
        settings.SANDBOX_PATH.write_text(json.dumps(running.info), encoding="utf-8")
        settings.SANDBOX_URL = running.info["control"].removesuffix("/control")
        settings.NETWORKS = {
            slug: {"url": running.info[slug]["base"], "proxy": "", "ca": ""} for slug in running.networks
        }
        clients.http.cache_clear()
        clients.keyring.cache_clear()
        yield running
    clients.http.cache_clear()
    clients.keyring.cache_clear()


# A sweep seeds the demo in its chain and for its screens.
@pytest.mark.nightly
def test_the_city_is_what_it_says(training: SandboxProcess):
    assert not is_seeded()
    seed()

    assert is_seeded()
    city, district = Administration.objects.order_by("pk")
    walls = {slug: {str(post["id"]): post for post in training.posts(slug)} for slug in NETWORKS}
    _every_proven_act_stands_there(walls)
    _everybody_has_a_door()
    _posts_are_in_every_state()
    _sheets_wait_for_who_is_asked()
    _every_department_has_its_curator(city)
    _one_works_in_the_district_too(city, district)
    _a_text_is_corrected_by_its_curator()
    _comments_came_as_always(training)
    _letters_came_as_always(training)
    _cases_are_in_every_state(city)
    _a_stormy_day_waits(city)
    _decisions_wait_for_a_second_person(city)
    _past_weeks_tell_how_often_the_program_was_right(city)
    _walls_are_in_the_order_of_time()
    _a_deleted_comment_had_a_picture()
    _two_authors_were_restricted()
    _nothing_old_bursts_out()
    _each_source_of_the_plan_is_shown(city)
    assert (verify(city).ok, verify(district).ok) == (True, True)
    assert (city.name, city.city) == ("Администрация города Рубцовска", "Рубцовск")
    assert week_norm(city, now().date()).forecast <= 5
    assert [training.complaints(slug) for slug in NETWORKS] == [[]] * 4
    _keys_are_sealed(training)


def _every_proven_act_stands_there(walls: dict[str, dict[str, dict[str, object]]]) -> None:
    proven = Act.objects.filter(state=ActState.CONFIRMED, verb=Verb.PUBLISH).select_related("account")
    texts = {(act.account.network, act.remote_id): canonical(act.payload["text"]) for act in proven}
    there = {
        (slug, number): canonical(str(post["text"]))
        for slug, posts in walls.items()
        for number, post in posts.items()
        if not post["deleted"]
    }
    [foreign] = [key for key, text in there.items() if text == canonical(PAST_VECHE)]
    del there[foreign]
    assert texts == there
    of_each = Counter(network for network, _number in texts)
    assert set(of_each) == set(NETWORKS)
    assert min(of_each.values()) > 5 * WEEKS


def _each_source_of_the_plan_is_shown(city: Administration) -> None:
    """A poll that is over, texts for any day, memorial days, news of the site, what residents ask, a foreign post, a
    request after an event, the best hour of networks that tell views."""
    [poll] = reading_of_untold_polls(city).read()
    board = board_of([poll])
    assert board is not None
    assert (board.is_over, board.voters) == (True, 58)
    assert Evergreen.objects.of(city).count() == 3
    assert news_untold(city).count() == 3
    assert Occasion.objects.of(city).filter(calendar__has_days=True).count() > 5
    assert AskedTopic.objects.of(city).filter(occasion__isnull=False).exists()
    assert ForeignPost.objects.of(city).filter(text=PAST_VECHE).count() == 1
    assert [one.title for one in Request.objects.of(city).filter(kind="after_event")] == [f"Материал: {EVENT}"]
    best_of_city.cache_clear()
    best = best_hours(city, list(Account.objects.of(city).order_by("network")))
    said = [(account.network, one.start.hour, one.sure) for account, one in best.items()]
    assert said == [("ok", 18, True), ("vk", 18, True)]


def _everybody_has_a_door() -> None:
    assert [door.name for door in demo_doors()] == [*Role, "several"]


def _posts_are_in_every_state() -> None:
    assert set(Post.objects.values_list("state", flat=True)) == {"draft", "waiting", "returned", "approved"}
    publications = Act.objects.filter(verb=Verb.PUBLISH)
    assert {"confirmed", "planned", "missed", "failed"} <= set(publications.values_list("state", flat=True))
    assert PlanItem.objects.filter(post=None).exists()


def _every_department_has_its_curator(city: Administration) -> None:
    curated = Department.objects.of(city).filter(people__appointments__role=Role.CURATOR)
    assert set(curated) == set(Department.objects.of(city))


def _one_works_in_the_district_too(city: Administration, district: Administration) -> None:
    """And opens there on what waits: a proposal, an answer and a question."""
    both = person_behind("several")
    assert both is not None
    member = both.memberships.get()
    assert (both.administration, member.administration) == (city, district)
    assert [one.title for one in AccountProposal.objects.of(district)] == ["Заречный район"]
    assert Request.objects.of(district).filter(closed_at=None).count() == 2


def _sheets_wait_for_who_is_asked() -> None:
    """Each opens for the person of the demo's button."""
    asked = Step.objects.filter(decision=None, sheet__closed_at=None).exclude(asked_at=None)
    titles = {}
    for role in (Role.HEAD, Role.DEPUTY_HEAD, Role.CURATOR):
        person = person_to_show(role)
        assert person is not None
        titles[role] = [
            step.sheet.version.post.plan_item.title for step in asked.filter(pk__in=steps_decided_by(asked, person))
        ]
    assert titles == {
        Role.HEAD: ["Встреча с жителями Сельмаша: что пообещали"],
        Role.DEPUTY_HEAD: ["Обход котельной № 4: что решили"],
        Role.CURATOR: ["Воду отключат на Комсомольской", "Маршрут № 14: остановка у больницы"],
    }
    silent = asked.get(silence=True)
    assert (silent.sheet.version.post.plan_item.title, str(silent.department)) == (titles[Role.CURATOR][1], TRANSPORT)
    assert now() < silent.due_at < silent.sheet.version.post.plan_item.publish_at


def _a_text_is_corrected_by_its_curator() -> None:
    """The press opens on it, and the curator sees it wait."""
    made, remark = Suggestion.objects.get(), Comment.objects.get()
    curator = person_to_show(Role.CURATOR)
    assert [change.state for change in made.changes.all()] == ["waiting", "waiting"]
    assert (made.author, made.department) == (curator, remark.department)
    assert (remark.quote, remark.occurrence) == ("меняют задвижку", 1)


def _comments_came_as_always(training: SandboxProcess) -> None:
    elsewhere = {UNDER_PHOTO[1], SUGGESTED[1], *(text for _author, text in TOPIC[1])}
    under_posts = Message.objects.filter(private=False).exclude(text__in=elsewhere)
    ours = {(m.account.network, m.remote_id): m.text for m in under_posts.select_related("account")}
    assert Message.objects.filter(text__in=elsewhere).count() == len(elsewhere)
    theirs = {(slug, str(comment["id"])): comment["text"] for slug in NETWORKS for comment in training.comments(slug)}
    assert ours == theirs
    of_residents = under_posts.filter(ours=False).exclude(text=contested.INSULTS)
    assert of_residents.count() == HOW_MANY + len(troubles.TEXTS) + storm.HOW_MANY + len(judged.TEXTS)
    of_each = Counter(network for network, _number in ours)
    assert set(of_each) == set(NETWORKS)
    assert min(of_each.values()) > HOW_MANY / 6
    waiting = Message.objects.filter(state="new", private=False, ours=False)
    usual = waiting.exclude(text__in=troubles.TEXTS | storm.TEXTS)
    assert 0 < usual.filter(proposal__ground="").count() <= LEFT_OPEN
    proposed = waiting.values_list("proposal__grounds", flat=True)
    assert {ground for grounds in proposed for ground in grounds} == set(Ground.values)
    assert not Message.objects.filter(state="deleting", rulings__evidence=None).exists()


def _cases_are_in_every_state(city: Administration) -> None:
    """And some run late; the press opens on a draft to agree."""
    shown, has_next = list_page(city, Show.OPEN, None, 1)
    assert not has_next
    assert Counter(one.case.state for one in shown) == {"routing": 2, "asked": 3, "draft": 1, "interim": 1}
    late = [one.case.title for one in shown if one.case.due_at < now()]
    assert late == [troubles.TROUBLES[2].title, troubles.TROUBLES[1].title]
    assert set(CaseStep.objects.filter(by=None).values_list("kind", flat=True)) >= {"due", "to_head"}
    # One answer has helped, another case was opened again: the authors have said so in the network.
    done, again = Case.objects.of(city).get(state="answered"), Case.objects.of(city).get(reopened_at__isnull=False)
    assert (done.helped_at is not None, again.state) == (True, "routing")
    assert not Act.objects.filter(answer__message__in_case__case__in=(done, again), state=ActState.PLANNED).exists()
    replies = Message.objects.filter(text__in=[one.then for one in troubles.TROUBLES if one.then])
    authors = Message.objects.filter(in_case__case__in=(done, again)).values("author_id")
    assert (replies.count(), replies.filter(author_id__in=authors).count()) == (2, 2)


def _decisions_wait_for_a_second_person(city: Administration) -> None:
    """A restriction for good, and last month's decisions; an author is told of a deletion under the post."""
    officer, chief = person_to_show(Role.PRESS_OFFICER), person_to_show(Role.PRESS_HEAD)
    assert officer is not None
    assert chief is not None
    [asked] = asked_open(city)
    assert (asked.term, may_confirm(chief, asked), may_confirm(officer, asked)) == ("good", True, False)
    assert waiting_for(chief).count() > 0
    deleted = Ruling.objects.select_related("message__account").get(message=asked.message)
    assert way_to_send(deleted, AppealSettings.objects.get()).channel == Channel.POST


def _past_weeks_tell_how_often_the_program_was_right(city: Administration) -> None:
    """Enough decisions about insults in VK for another threshold, and every decision as its comment was proposed."""
    rows = Correction.objects.of(city).filter(message__text__in=judged.TEXTS)
    assert set(rows.filter(violation=False).values_list("message__text", flat=True)) == set(judged.LEFT)
    assert set(rows.filter(violation=True).values_list("message__text", "ground")) == set(judged.DELETED)
    insult = next(one for one in precisions(city) if one.ground == Ground.INSULT)
    assert (insult.is_enough, sum(bool(number) for _, number in insult.weeks) > WEEKS / 2) == (True, True)
    [offer] = open_offers(city)
    assert (offer.account.network, offer.ground, offer.missed) == ("vk", Ground.INSULT, 1)
    assert offer.value > offer.before
    deleted = Evidence.objects.filter(ruling__message__text__in=judged.TEXTS).select_related("ruling__message")
    assert [is_intact(one) for one in deleted] == [True] * len(judged.DELETED)


def _a_stormy_day_waits(city: Administration) -> None:
    """A case of one comment takes all others of its trouble in one step; the advertisement is one group."""
    first = Message.objects.of(city).get(text=storm.WATER[0])
    alike = {one.text for one in propose.alike(city, [first])}
    assert len(alike & set(storm.WATER)) > len(storm.WATER) / 2
    raid = Message.objects.of(city).filter(text=storm.RAID)
    assert (raid.count(), raid.values("same_as").distinct().count()) == (storm.RAIDERS, 1)
    assert set(raid.values_list("proposal__ground", flat=True)) == {Ground.SPAM}


def _letters_came_as_always(training: SandboxProcess) -> None:
    ours = sorted(Message.objects.filter(private=True).values_list("text", flat=True))
    assert ours == sorted(letter["text"] for slug in NETWORKS for letter in training.ask("GET", slug, "messages"))
    last_words = Message.objects.filter(private=True, followed=False)
    assert Counter(last_words.values_list("state", flat=True)) == {"new": 1, "answered": 1, "closed": 2}
    assert Act.objects.get(verb=Verb.ANSWER_MESSAGE).state == ActState.PLANNED


def _walls_are_in_the_order_of_time() -> None:
    """Networks number posts as they come: the later post has the greater number."""
    for account in Account.objects.all():
        proven = Act.objects.filter(account=account, state=ActState.CONFIRMED, verb=Verb.PUBLISH)
        came = sorted((_place(act.remote_id), act.due_at) for act in proven)
        assert [at for _number, at in came] == sorted(at for _number, at in came)


def _place(remote_id: str) -> int:
    """The order within an account: MAX ids end with the time in hexadecimal digits."""
    return int(remote_id[-16:], 16) if remote_id.startswith("mid.") else int(remote_id)


def _keys_are_sealed(training: SandboxProcess) -> None:
    given = {value for slug in NETWORKS for value in training.info[slug].values() if isinstance(value, str)}
    sealed = [key.sealed for key in Key.objects.all()]
    assert len(sealed) == 7
    assert not any(value in text for value in given for text in sealed)


def _two_authors_were_restricted() -> None:
    """By the product's verbs: with the kept text, an act and journal entries."""
    first, second = Restriction.objects.order_by("pk")
    assert [
        (one.ended_at is None, one.released_by is None, one.evidence.wordings != []) for one in (first, second)
    ] == [
        (True, True, True),
        (False, False, True),
    ]
    assert (first.act and first.act.state, second.act and second.act.state) == (ActState.PLANNED, ActState.CANCELLED)
    told = Entry.objects.filter(verb__startswith="author.").order_by("number").values_list("verb", flat=True)
    assert list(told) == ["author.restricted", "author.restricted", "author.released", "author.restriction_asked"]


def _a_deleted_comment_had_a_picture() -> None:
    deleted = Message.objects.filter(state="deleting")
    assert deleted.filter(pictures__isnull=False).exists()
    assert all(message.pictures.exists() == bool(message.rulings.get().evidence.pictures) for message in deleted)


def _nothing_old_bursts_out() -> None:
    """Acts due now are this minute's decisions about comments; no past publication is among them."""
    due = Act.objects.filter(state=ActState.PLANNED, due_at__lte=now())
    assert not due.filter(verb=Verb.PUBLISH).exists()
    assert reconcile()["missed"] == 0


def test_half_a_city_is_refused(tmp_path: Path, settings: Settings):
    settings.DATA = tmp_path
    (tmp_path / "seeding").touch()

    with pytest.raises(HalfSeeded, match=r"населили не до конца\. Удалите .* и запустите снова"):
        is_seeded()
