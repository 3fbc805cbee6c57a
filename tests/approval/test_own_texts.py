"""Approvers see each network's own text compared with the common one."""

from django.urls import reverse

from tests.markup import elements, words
from tests.people import client_of
from tests.publishing.test_release import put
from tests.written import approved, drafted, step_of, working, write
from veche.approval.domain.ask import ask
from veche.approval.models import Step
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.publishing.domain.change import rewrite
from veche.staff.models import Person

SHORT = "Каток на Ленина открыт 20 минут."
LONG = "Каток на Ленина открыт 25 минут."


def own_texts(person: Person, step: Step, **query: str) -> list[str]:
    page = client_of(person).get(reverse("approval:detail", args=[step.pk]), query).content.decode()
    for mark, sign in {"<ins>": "[+", "<del>": "[-", "</ins>": "]", "</del>": "]"}.items():
        page = page.replace(mark, sign)
    return [words(one) for one in elements(page, "section.own-text")]


def corrected(alice: Person, carol: Person, **variants: str) -> Step:
    """A published post with an own text for Telegram; a correction of its common text waits for approval."""
    post = drafted(alice, text=SHORT)
    write(post, alice, SHORT, telegram=SHORT)
    first = working(post)
    ask(version=first, by=alice)
    client_of(carol).post(reverse("publishing:decide", args=[step_of(first).pk]), {"verdict": "yes"})
    put(first, "vk", ActState.CONFIRMED)
    Act.objects.filter(account__network="telegram").update(state=ActState.SENT, remote_id="6")
    rewrite(post=post, by=alice)
    write(post, alice, LONG, **(variants or {"telegram": SHORT}))
    return step_of(ask(version=working(post), by=alice, correction=True).version)


def test_a_correction_names_the_network_that_it_does_not_reach(alice: Person, carol: Person) -> None:
    step = corrected(alice, carol)
    said = "TG Здесь стоит свой текст, правка общего его не касается."

    assert own_texts(carol, step) == [f"{said} Чем он отличается от общего: Каток на Ленина открыт [-25][+20] минут."]
    assert own_texts(carol, step, view="clean") == [said]


def test_a_correction_of_the_own_text_too_is_told_as_such(alice: Person, carol: Person) -> None:
    step = corrected(alice, carol, telegram="Каток открыт 25 минут.")

    assert own_texts(carol, step) == [
        "TG Сюда идёт свой текст, не общий. Чем он отличается от общего: Каток [-на Ленина ]открыт 25 минут."
    ]


def test_an_own_text_of_a_first_version_is_shown_as_well(alice: Person, carol: Person) -> None:
    post = drafted(alice, text=LONG)
    write(post, alice, LONG, telegram=LONG)
    step = step_of(ask(version=working(post), by=alice).version)

    assert own_texts(carol, step) == ["TG Сюда идёт свой текст, не общий. От общего он не отличается."]


def test_without_own_texts_nothing_is_said(alice: Person, carol: Person) -> None:
    version = approved(alice, carol)

    assert own_texts(carol, step_of(version)) == []
