"""A post published by hand may have another text: it was not changed, and its page asks once."""

from tests.factories import make_account
from tests.people import client_of
from tests.publishing.test_release import put
from tests.web.test_numbers import main_of
from tests.written import approved
from veche.alarms.domain.notice import notice as look_for_alarms
from veche.alarms.models import Alarm
from veche.kernel.clock import now
from veche.outbox.domain.divergence import open_divergence, unseen_divergences
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act, PostDivergence
from veche.staff.models import Person


def test_other_words_of_a_person_are_asked_about_and_not_called_changed(alice: Person, carol: Person) -> None:
    account = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, accounts=[account])
    act = put(version, "vk", ActState.CONFIRMED)
    Act.objects.update(proof="person", confirmed_by=alice, proven_at=now(), last_call_at=None, remote_id="7")
    open_divergence(act=Act.objects.get(pk=act.pk), kind=DivergenceKind.CHANGED, text="Каток ждёт всех!")
    officer, page = client_of(alice), f"/posts/{version.post_id}/"

    listed, asks = main_of(officer.get("/posts/")), main_of(officer.get(page))
    look_for_alarms()
    accepted = main_of(officer.post(f"/outbox/seen/{PostDivergence.objects.get().pk}/", {"next": page}, follow=True))

    assert ("вышла, подтвердил человек" in listed, "изменили в сети" in listed) == (True, False)
    assert "в сети другие слова. Принять их как наши? Каток ждёт всех! Принять" in asks
    assert "слова из сети приняли как наши. Каток ждёт всех! приняли: alice" in accepted
    assert (
        list(unseen_divergences(alice.administration)),
        Alarm.objects.filter(kind__in=("gone", "changed")).count(),
    ) == ([], 0)
