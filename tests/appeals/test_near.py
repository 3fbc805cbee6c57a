"""Which decisions are offered for an appeal without a number."""

from datetime import timedelta

from tests.appeals.conftest import ruled, wait
from tests.factories import NOON, make_account
from tests.markup import words
from tests.people import client_of
from veche.appeals.domain.leave import NEEDS_ANOTHER, TO_OTHERS
from veche.appeals.domain.near import MOST_NEAR
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal, AppealSettings
from veche.inbox.models import Message
from veche.journal.models import Entry
from veche.moderation.domain.restrict import restrict
from veche.moderation.models import Ruling
from veche.staff.models import Administration, Person


def test_on_a_stormy_day_the_named_comment_is_offered_first(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    """Of sixty deletions around one hour: those with the resident's words, then the nearest."""
    account = make_account(rubtsovsk, responsible=alice)
    made = [ruled(rubtsovsk, alice, account=account) for _ in range(60)]
    for minutes, one in enumerate(made):
        Message.objects.filter(pk=one.message_id).update(at=NOON + timedelta(minutes=minutes - 55))
    Message.objects.filter(pk=made[3].message_id).update(text="Тракторов нет, дураки")
    [appeal] = wait(rubtsovsk, 1)
    press = client_of(bob)

    def offered() -> list[Ruling]:
        keys = [one.key for one in press.get(f"/inbox/appeals/{appeal.pk}/").context["near"]]
        return [Ruling.objects.get(pk=key.partition("-")[2]) for key in keys]

    assert offered()[0] == made[55]
    assert len(offered()) == MOST_NEAR
    Appeal.objects.update(words="про трактор")
    assert offered()[:2] == [made[3], made[55]]
    press.post(
        f"/inbox/appeals/{appeal.pk}/match/", {"decision": f"ruling-{made[0].pk}"}
    )  # near the hour, though not offered
    assert Appeal.objects.get().ruling == made[0]


def test_who_took_the_decision_gives_the_appeal_no_other_one(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    """A colleague's decision they could uphold themselves."""
    account = make_account(rubtsovsk, responsible=alice)
    own, colleagues = ruled(rubtsovsk, alice, account=account), ruled(rubtsovsk, bob, account=account)
    [appeal] = wait(rubtsovsk, 1)

    for person, decision in ((bob, own), (alice, colleagues)):
        client_of(person).post(f"/inbox/appeals/{appeal.pk}/match/", {"decision": f"ruling-{decision.pk}"})

    assert Appeal.objects.get().ruling == own


def test_who_decided_around_the_hour_leaves_the_dismissal_to_others(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    """Unless all of them did, which the journal says; alone, nobody dismisses an appeal against themselves."""
    account = make_account(rubtsovsk, responsible=alice)
    ruling = ruled(rubtsovsk, alice, account=account)
    limit = restrict(message=ruling.message, by=alice, ground="insult", term="good", why="пишет часто", second=bob)
    other_network, alone, last = wait(rubtsovsk, 3, first=1000)
    Appeal.objects.filter(pk=other_network.pk).update(network="ok")

    def dismisses(person: Person, appeal: Appeal) -> str:
        """The page that refuses; "" if the appeal is closed."""
        at, said = f"/inbox/appeals/{appeal.pk}/", {"reason": "Такого решения нет."}
        page = client_of(person).post(f"{at}dismiss/", said)
        return "" if page.status_code == 302 else words(page.content.decode())

    def entry() -> dict[str, object]:
        facts: dict[str, object] = Entry.objects.filter(verb="appeal.dismissed").latest("pk").facts
        return facts

    assert limit.second == bob
    for person in (alice, bob):
        assert TO_OTHERS in dismisses(person, alone)
        assert TO_OTHERS in words(client_of(person).get(f"/inbox/appeals/{alone.pk}/").content.decode())
        together = {"appeal": [alone.pk], "kind": "lost", "reason": "Такого решения нет."}
        assert client_of(person).post("/inbox/appeals/together/", together).status_code == 422
    assert (dismisses(alice, other_network), entry()) == ("", {})
    Person.objects.filter(pk__in=(bob.pk, carol.pk)).update(is_active=False)
    assert NEEDS_ANOTHER in dismisses(alice, alone)
    Person.objects.filter(pk__in=(bob.pk, carol.pk)).update(is_active=True)
    assert (dismisses(carol, alone), entry()) == ("", {})
    ruled(rubtsovsk, carol, account=account, author_id="6")
    assert (dismisses(alice, last), entry()) == ("", {"own": True})
    assert set(Appeal.objects.values_list("state", flat=True)) == {AppealState.DISMISSED}
