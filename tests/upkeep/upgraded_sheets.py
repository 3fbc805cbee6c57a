"""What an upgraded installation asks of whom, and what becomes of it once the head of press says yes.

`python -m tests.upkeep.upgraded_sheets` prints JSON. Our modules are imported late, because Django is set up here.
"""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from veche.approval.models import Step
    from veche.staff.models import Administration, Person

YES = ("waits", "waits, written by the substitute", "returned and asked again", "replaced", "correction")


def main() -> None:
    from veche.journal.domain.verify import verify
    from veche.staff.models import Administration, Person

    city = Administration.objects.get()
    people = list(Person.objects.of(city).order_by("pk"))
    told = {"seen": _asked(city, people), "files": _files(people[0]), "before": _acts()}
    _run_the_schedule()
    _say_yes(city, next(one for one in people if one.display_name == "carol"))
    json.dump(told | {"after": _acts(), "journal": verify(city).problems}, sys.stdout)


def _asked(city: "Administration", people: "Iterable[Person]") -> dict[str, Any]:
    from veche.approval.domain.queries import asked_of, signers_of, waiting

    return {
        "open": {_title(step): [one.display_name for one in _able(signers_of, step)] for step in waiting(city)},
        "asked": {one.display_name: len(asked_of(one)) for one in people},
    }


def _able(signers_of: Any, step: "Step") -> "Iterable[Person]":
    able: Iterable[Person] = signers_of(step.sheet.version, [step])[0].people
    return able


def _title(step: "Step") -> str:
    return str(step.sheet.version.post.plan_item.title)


def _files(person: "Person") -> dict[str, int]:
    """The status of each file's page, by the file's name."""
    from django.conf import settings
    from django.urls import reverse

    from tests.people import client_of
    from veche.media.models import Media

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = client_of(person)
    return {one.name: browser.get(reverse("media:detail", args=[one.pk])).status_code for one in Media.objects.all()}


def _acts() -> dict[str, list[str]]:
    """Verbs and states of the acts of each post, sorted, by its title."""
    from veche.publishing.models import Delivery

    told: dict[str, list[str]] = {}
    found = Delivery.objects.unscoped().select_related("act__account", "version__post__plan_item").order_by("act_id")
    for one in found:
        words = f"{one.act.verb} {one.act.account.network} {one.version.number} {one.act.state}"
        told.setdefault(one.version.post.plan_item.title, []).append(words)
    return {title: sorted(words) for title, words in told.items()}


def _run_the_schedule() -> None:
    """What reminds, tells and agrees by itself."""
    from veche.alarms.tasks import tell
    from veche.publishing.tasks import agree_in_silence
    from veche.requests.tasks import remind

    for task in (agree_in_silence, remind, tell):
        task.call()


def _say_yes(city: "Administration", carol: "Person") -> None:
    from veche.approval.domain.queries import waiting
    from veche.approval.enums import Verdict
    from veche.publishing.domain.release import decide_and_release

    for step in waiting(city):
        if _title(step) in YES:
            decide_and_release(step=step, by=carol, verdict=Verdict.YES)


if __name__ == "__main__":
    django.setup()
    main()
