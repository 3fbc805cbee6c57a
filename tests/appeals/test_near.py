"""Which decisions are offered for an appeal without a number."""

from datetime import timedelta

from tests.appeals.conftest import ruled, wait
from tests.factories import NOON, make_account
from tests.people import client_of
from veche.appeals.domain.near import MOST_NEAR
from veche.appeals.models import Appeal, AppealSettings
from veche.inbox.models import Message
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
