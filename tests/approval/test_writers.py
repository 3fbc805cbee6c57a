"""Nobody approves a text that they helped to write, however many others saved it later."""

import pytest

from tests.factories import make_account, make_plan_item
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import decide
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.kernel.clock import DAY, now
from veche.posts.domain.write import new_version, save_text, start_post
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def written_by(people: tuple[Person, ...], rubtsovsk: Administration, starter: Person):
    account = make_account(rubtsovsk, responsible=starter)
    item = make_plan_item(rubtsovsk, author=starter, accounts=(account,), publish_at=now() + DAY)
    version = start_post(item=item, by=starter).versions.get()
    for person in people:
        version = save_text(version=version, by=person, revision=version.revision, text=f"Пишет {person}", variants={})
    return version


def test_a_head_who_mended_the_draft_before_others_cannot_approve_it(
    rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    version = written_by((alice, carol, bob), rubtsovsk, alice)
    step = ask(version=version, by=bob).steps.get()

    with pytest.raises(ApprovalError, match="Свой текст"):
        decide(step=step, by=carol, verdict=Verdict.YES)


def test_a_new_version_remembers_whose_words_it_is_made_of(
    rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    version = written_by((carol,), rubtsovsk, alice)
    ask(version=version, by=alice)
    version.refresh_from_db()

    fresh = new_version(post=version.post, by=bob)

    assert set(fresh.writers.all()) == {alice, bob, carol}
