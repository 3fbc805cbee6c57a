"""A style report as shown on pages."""

import pytest
from django.template.loader import render_to_string

from tests.factories import make_account
from tests.written import drafted, with_picture
from veche.compliance.domain.standard import NO_STANDARD
from veche.media.models import Media
from veche.plan.enums import Format
from veche.plan.models import PlanItem
from veche.posts.domain.proofreading import (
    LISTED,
    LONGEST,
    SIGNS,
    as_json,
    mark_of,
    proofread,
    proofread_all,
    text_media_of,
)
from veche.posts.domain.queries import versions_of
from veche.posts.domain.rendering import Draft
from veche.staff.models import Person

OFFICIAL = "🔥 В целях уборки мы закроем улицу. В соответствии с планом откроем её завтра."


def test_nothing_is_said_of_no_words() -> None:
    assert [proofread(text) for text in ("", "  \n ")] == [None, None]
    assert as_json(None) == {
        "score": None,
        "warned": False,
        "parts": [],
        "readability": None,
        "signs": [],
        "findings": [],
    }


def test_offsets_are_told_as_javascript_counts() -> None:
    proof = proofread(OFFICIAL)

    assert proof is not None
    said = as_json(proof)["findings"]
    assert said != []
    for finding in said:
        words = OFFICIAL.encode("utf-16-le")[2 * finding["start16"] : 2 * finding["end16"]].decode("utf-16-le")
        assert words == OFFICIAL[finding["start"] : finding["end"]]
        assert finding["start16"] == finding["start"] + (finding["start"] > 0)
    assert [remark.was for remark in proof.remarks if remark.finding.start == 2] == ["В целях"]


def test_the_title_counts_faults_and_no_advice() -> None:
    proof = proofread(OFFICIAL)

    assert proof is not None
    faults = [finding for finding in proof.report.findings if finding.severity != "hint"]
    assert proof.faults == len(faults) >= 2
    assert [remark.is_advice for remark in proof.remarks] == sorted(remark.is_advice for remark in proof.remarks)


def test_a_post_is_checked_for_accessibility_and_law_with_the_source_of_each() -> None:
    text = "ВНИМАНИЕ! Ждём вас в понедельник, 3 декабря 2026 года."
    proof = proofread(text)

    assert proof is not None
    told = {remark.finding.family: (remark.was, remark.source) for remark in proof.remarks}
    assert told["accessibility"][0] == "ВНИМАНИЕ"
    assert told["law"] == ("понедельник, 3 декабря 2026", "Календарь")
    # Style knows both faults as well, and says neither again.
    assert len(proof.remarks) == 2
    assert told["accessibility"][1] in render_to_string("posts/_proof.html", {"proof": proof, "live": True})
    assert {one["source"] for one in as_json(proof)["findings"]} == {source for _, source in told.values()}
    answer = proofread(text, form="answer")
    assert answer is not None
    assert {one.family for one in answer.report.findings} <= {"style", "form", "readability"}


def test_a_long_list_is_cut_and_says_so() -> None:
    proof = proofread("В целях уборки закроем улицу. " * (LISTED + 3))

    assert proof is not None
    assert (len(proof.remarks), proof.unlisted) == (LISTED, len(proof.report.findings) - LISTED)


def test_a_text_beyond_every_network_is_judged_by_its_beginning() -> None:
    proof = proofread("Снег уберём завтра. " * 5_000)

    assert proof is not None
    assert len(proof.text) == LONGEST


def test_every_own_text_is_judged_beside_the_common_one() -> None:
    words = Draft("Каток открыт.", {"vk": "Каток открыт до восьми.", "telegram": " "})

    assert [(proof.network, proof.text) for proof in proofread_all(words, {}, NO_STANDARD)] == [
        ("", "Каток открыт."),
        ("vk", "Каток открыт до восьми."),
    ]


def test_what_is_kept_is_no_fault_wherever_it_stands() -> None:
    first = proofread(OFFICIAL)
    assert first is not None
    mark = ("R01", "В целях")
    kept = proofread(f"Снег.\r\n{OFFICIAL}", kept={mark: "Пресс-секретарь"})

    assert kept is not None
    assert kept.faults == first.faults - 1
    assert [(one.finding.rule, one.was, one.kept_by) for one in kept.kept_remarks] == [(*mark, "Пресс-секретарь")]
    assert mark not in {(one.finding.rule, one.was) for one in kept.remarks}
    assert [one["rule"] for one in as_json(kept)["findings"] if one["kept"]] == ["R01"]


def test_a_mark_is_the_same_however_lines_end() -> None:
    assert mark_of("R03", "по итогам\r\n проведения\0") == mark_of("R03", "по итогам\nпроведения")
    assert mark_of("R03\0" * 9, "я" * 900) == ("R03R03R03R", "я" * 500)


def test_who_has_no_name_kept_it_all_the_same() -> None:
    kept = proofread(OFFICIAL, kept={("R01", "В целях"): ""})

    assert kept is not None
    assert [one.was for one in kept.kept_remarks] == ["В целях"]


def test_what_is_about_the_whole_text_quotes_none_of_it() -> None:
    text = "В целях решения вопроса осуществляем контроль за уборкой."
    proof = proofread(text, form="answer")

    assert proof is not None
    whole = [remark for remark in proof.remarks if remark.finding.end - remark.finding.start == len(text)]
    assert whole != []
    assert {remark.was for remark in whole if remark.finding.replacement is None} == {""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("В целях уборки снега осуществляется контроль за проведением работ.", ("bad", "Похоже на официальную бумагу")),
        ("Подрядчик сорвал сроки ремонта улицы Ленина. Новый срок – 20 октября.", ("warn", "Живого маловато")),
        ("Каток открыт! Приходите с десяти до десяти, коньки дадим.", ("ok", "Живой текст")),
    ],
)
def test_the_ring_and_its_title_say_the_engines_verdict(text: str, said: tuple[str, str]) -> None:
    proof = proofread(text)

    assert proof is not None
    assert (proof.tone, proof.title) == said


@pytest.mark.parametrize("sign", ["P01", "P02", "P03", "P04", "P05"])
def test_every_good_sign_has_words(sign: str) -> None:
    assert str(SIGNS[sign]) != ""


@pytest.mark.django_db
def test_the_figures_of_a_card_are_asked_for_in_the_text(alice: Person) -> None:
    """Of a photo they are not: there the text may tell something else."""
    post = drafted(
        alice,
        text="Смотрите, сколько дорог починили.",
        accounts=[make_account(alice.administration, responsible=alice)],
    )
    with_picture(post, alice, alt="Столбики: 9 км в 2025 году, 12 км в 2026-м")

    def told(text: str, form: Format) -> list[str]:
        PlanItem.objects.of(post.administration).update(format=form)
        proof = proofread(text, media=text_media_of(list(versions_of(post))[-1]))
        return [one.finding.message for one in proof.remarks if one.finding.rule == "D14"] if proof else []

    bare, whole = "Починили дороги.", "В 2025 году починили 9 км дорог, в 2026 году уже 12."
    assert told(bare, Format.CARDS) == ["Слова с картинки не повторены в тексте: 9, 2025, 12, 2026."]
    assert [told(whole, Format.INFOGRAPHIC), told(bare, Format.PHOTO)] == [[], []]
    Media.objects.of(post.administration).update(kind="video", flashes=5)
    proof = proofread(whole, media=text_media_of(list(versions_of(post))[-1]))
    assert proof is not None
    assert [(one.was, one.source[:8]) for one in proof.remarks if one.finding.rule == "D08"] == [("", "WCAG 2.1")]
