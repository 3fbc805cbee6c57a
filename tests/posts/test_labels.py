"""Labels of a post: saved with its version, put below the text in each network, read by the checks."""

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.written import drafted, step_of, working
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.networks.protocol import Publish
from veche.outbox.domain.unpack import network_act
from veche.outbox.models import Act
from veche.posts.domain.changes import changes
from veche.posts.domain.labels import BAD_ERID, NO_ADVERTISER, NO_ERID, Labels, labels_of
from veche.posts.domain.proofreading import proofread
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.rendering import Draft, fitted, outgoing, rendered
from veche.posts.domain.write import save_text
from veche.posts.errors import PostError
from veche.posts.forms import LabelsForm
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

AD = Labels(ad=True, advertiser="ООО «Двор»", erid="2Vtzqx7abc")
SALE = "В магазине «Двор» скидка 20 %, купите лыжи. Промокод ЗИМА."


@pytest.mark.parametrize(
    ("labels", "line", "problem"),
    [
        (Labels(election=True), "", ""),
        (Labels(adults=True), "18+", ""),
        (AD, "Реклама. ООО «Двор», erid: 2Vtzqx7abc", ""),
        (Labels(ad=True, adults=True), "18+. Реклама", NO_ERID),
        (Labels(ad=True, erid="2Vtzqx7abc"), "Реклама. erid: 2Vtzqx7abc", NO_ADVERTISER),
        (Labels(ad=True, erid="два семь", advertiser="ИП"), "Реклама. ИП, erid: два семь", BAD_ERID),
        (Labels(erid="2Vtzqx7abc"), "", ""),
    ],
)
def test_the_line_that_residents_read(labels: Labels, line: str, problem: str):
    assert (labels.line, labels.problem) == (line, problem)


def test_labels_that_nobody_can_see_are_none():
    form = LabelsForm({"ad": "on", "advertiser": "\u200b", "erid": "\u2060", "first_comment": "\u200b \ufeff"})

    assert (form.labels, form.labels.problem) == (Labels(ad=True, signed=False, tagged=False), NO_ERID)


def test_a_filled_erid_silences_the_check_and_an_election_is_checked_as_one():
    def rules(text: str, labels: Labels) -> set[str]:
        proof = proofread(text, labels=labels)
        return {finding.rule for finding in proof.report.findings} if proof else set()

    praise = "Среди кандидатов Орлов самый достойный и честный."
    assert ("L05" in rules(SALE, Labels()), "L05" in rules(SALE, AD)) == (True, False)
    assert rules(praise, Labels(election=True)) - rules(praise, Labels()) == {"L06"}


def test_labels_stand_below_every_text_and_are_no_part_of_what_is_cut(alice: Person):
    post = drafted(alice)
    version = working(post)
    save_text(version=version, by=alice, revision=version.revision, text="я" * 4090, variants={"vk": "Своё"}, labels=AD)
    fresh = latest_version(post)

    assert outgoing(fresh, "vk").text == f"Своё\n\n{AD.line}"
    assert outgoing(fresh, "vk", Draft("", {}, labels=AD)).text == ""
    shown = rendered(fresh, "telegram")
    assert shown.length == 4090 + 2 + len(AD.line)
    words_ = "Каток открыт. " * 300
    cut = fitted(words_, rendered(fresh, "telegram", Draft(words_, {}, labels=AD)))
    assert cut is not None
    assert AD.line not in cut.head + cut.rest
    assert not rendered(fresh, "telegram", Draft(cut.head, {}, labels=AD)).problems


def test_labels_from_the_window_to_the_networks(alice: Person, helen: Person, bob: Person):
    """Typed, checked, conflicted, asked, seen by whoever agrees, sent; copied into the next version."""
    post = drafted(alice, text=SALE)
    window = Window(client_of(alice), post)
    ticked: dict[str, Any] = {
        "labels_there": "1",
        "signed": "on",
        "tagged": "on",
        "ad": "on",
        "advertiser": " ООО «Двор» ",
        "erid": "",
    }

    said = window.press("look", headers={"HX-Request": "true"}, **ticked).content.decode()
    assert (NO_ERID in said, "Реклама. ООО «Двор»" in said) == (True, True)
    assert labels_of(latest_version(post)) == Labels()

    refused = window.press("ask", **ticked)
    assert (refused.status_code, NO_ERID in words(refused.content.decode())) == (422, True)
    assert labels_of(latest_version(post)) == Labels(ad=True, advertiser="ООО «Двор»")
    found = window.browser.post(reverse("publishing:proof", args=[post.pk]), {"text": SALE, **ticked, "erid": AD.erid})
    assert "L05" not in {one["rule"] for one in found.json()["findings"]}

    window.version = latest_version(post).revision
    other = Window(client_of(bob), post)
    saved = window.press("save", headers={"X-Autosave": "1"}, **ticked | {"erid": AD.erid})
    assert set(json.loads(saved.content)["seen"]) >= {"ad", "advertiser", "erid", "adults", "election", "signed"}
    clash = other.press("save", **ticked | {"erid": "3Wwwwwwww"})
    shown = words(clash.content.decode())
    assert (clash.status_code, "реклама, ООО «Двор», erid 3Wwwwwwww" in shown) == (409, True)
    assert "Пометки разные" in shown

    # A form without labels, such as an older window, keeps them.
    window.version = latest_version(post).revision
    window.press("save", text=f"{SALE} Ждём.")
    assert labels_of(latest_version(post)) == AD
    sheet = ask(version=working(post), by=alice)
    page = words(client_of(helen).get(reverse("approval:detail", args=[sheet.steps.get().pk])).content.decode())
    assert "реклама, ООО «Двор», erid 2Vtzqx7abc" in page

    window.version = latest_version(post).revision
    window.press("save", labels_there="1", signed="on", tagged="on", adults="on")
    first, second = versions_of(post)
    assert (labels_of(first), labels_of(second), second.text) == (AD, Labels(adults=True), f"{SALE} Ждём.")
    assert changes(first, second).labels is not None


def test_what_goes_out_carries_the_labels(alice: Person, helen: Person):
    post = drafted(alice)

    def save(labels: Labels) -> None:
        version = working(post)
        save_text(version=version, by=alice, revision=version.revision, text="Концерт", variants={}, labels=labels)

    save(Labels(ad=True))
    with pytest.raises(PostError, match="erid нет"):
        ask(version=working(post), by=alice)
    save(AD)
    step = step_of(ask(version=working(post), by=alice).version)
    decide_and_release(step=step, by=helen, verdict=Verdict.YES)

    sent = [network_act(act) for act in Act.objects.of(post.administration)]
    assert [one.post.text for one in sent if isinstance(one, Publish)] == [f"Концерт\n\n{AD.line}"] * 2
