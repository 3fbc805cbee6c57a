"""Twelve traps of moderation and of running a city's accounts, and bad input of residents, each with what proves that
it does not catch us.

The table names tests elsewhere, which must exist; the tests below are for what has none of its own.
"""

import ast
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, make_account, make_message
from tests.people import client_of
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Key
from veche.kernel.clock import add_working_hours
from veche.kernel.crypto import Secret
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.rule import delete
from veche.screening.screen import screen
from veche.staff.models import Administration, Person

TESTS: Final = Path(__file__).parents[1]
OWN: Final = "moderation/test_traps.py"
SAME: Final = "moderation/test_same_question.py"
TRAPS: Final = {
    "1 decent words with obscene roots, disguised obscene words": (
        f"{OWN}::test_decent_words_and_disguised_ones",
        "screening/test_obscene.py::test_decent_words_that_look_like_them",
        "screening/test_obscene.py::test_a_disguise_hides_nothing",
    ),
    "2 criticism is never proposed": (
        f"{OWN}::test_criticism_is_no_ground",
        "screening/test_insult.py::test_criticism_complaint_and_beasts_stay",
        "moderation/test_authors.py::test_without_a_ground_or_a_term_nobody_is_restricted",
    ),
    "3 quoted insults, sarcasm, other languages": (
        f"{OWN}::test_sarcasm_and_other_languages_are_no_ground",
        "screening/test_quoted.py::test_the_words_of_others_and_jokes_are_no_ground",
    ),
    "4 edited or deleted after capture, or before": (
        "moderation/test_rulings.py::test_words_that_changed_are_read_first",
        "moderation/test_rulings.py::test_what_the_author_took_away_is_not_deleted",
        "inbox/test_process_events.py::test_an_edition_before_its_comment_loses_neither_wording",
        "inbox/test_process_events.py::test_a_deletion_of_a_comment_we_never_had_stops_waiting",
    ),
    "5 Friday evening, holidays, nights": (
        f"{OWN}::test_friday_evening_before_holidays_and_a_night",
        "staff/test_working_hours.py::test_a_year_of_working_time_in_utc_plus_seven",
        "kernel/test_clock.py::test_shortened_days_are_the_published_ones",
    ),
    "6 one person in two networks, communities as authors": (
        f"{SAME}::test_one_shown_name_in_four_networks_is_one_person_and_two_ids_of_one_network_are_two",
        "moderation/test_ladder.py::test_who_is_not_restricted",
        "moderation/test_authors.py::test_a_channel_that_comments_in_telegram_is_banned_for_good",
    ),
    "7 a lost answer makes no double, some networks of several": (
        "outbox/test_faults.py::test_lost_answer_in_vk_is_found_and_not_sent_twice",
        "outbox/test_faults.py::test_lost_answer_in_telegram_waits_for_a_person_and_is_never_sent_again",
        "outbox/test_faults.py::test_act_is_delivered_once_however_often_the_task_runs",
        "publishing/test_after_screens.py::test_a_post_that_one_network_still_shows_is_not_called_taken_down",
    ),
    "8 changed after the yes, on leave, own text, alone": (
        "networks/test_publish.py::test_a_photo_changed_after_approval_does_not_leave",
        "approval/test_screens.py::test_a_deputy_says_yes_in_the_name_of_the_absent",
        "approval/test_decide.py::test_nobody_approves_their_own_text",
        "approval/test_silence.py::test_one_person_agrees_alone_only_where_the_head_allowed_it",
    ),
    "9 the norm at the border of a week, deleted posts, reposts, posts by hand": (
        "norm/test_each_account.py::test_nothing_is_lost_or_counted_twice_at_the_borders_of_weeks",
        "norm/test_week.py::test_a_publication_counts_once_while_it_stands_anywhere",
        "publishing/test_joined.py::test_what_came_out_past_veche_is_not_sent_there_again",
    ),
    "10 a key dies with the rights of who leaves": (
        f"{OWN}::test_who_closes_somebodys_access_is_told_of_the_keys",
        "accounts/test_check.py::test_a_revoked_key_is_marked_and_a_good_one_cleared",
    ),
    "11 a network away for long": (
        "norm/test_year.py::test_a_network_that_did_not_answer_explains_its_weeks",
        "web/test_unreachable_network.py::test_the_queue_waits_and_the_pages_say_since_when",
    ),
    "12 no personal data in what citizens get": (
        "appeals/test_statistics.py::test_small_numbers_are_not_told",
        "appeals/test_report.py::test_both_reports_tell_of_the_same_decisions",
        "moderation/test_packet.py::test_a_copy_without_names_is_no_evidence",
    ),
}
BAD_INPUT: Final = {
    "HTML, scripts, direction tricks, walls of emoji, 100 kB, a file that is none, an unknown post": (
        "inbox/test_hostile_words.py::test_hostile_words_are_text_and_bounded",
        "api/test_webhooks.py::test_too_large_is_said_before_it_is_read",
    ),
    "a deleted author": (f"{OWN}::test_whom_the_network_no_longer_names",),
    "our own comments, those of communities, an administrator who is to be restricted": (
        "web/test_inbox_queue.py::test_our_own_words_bear_the_name_of_the_page_and_are_no_comments_of_residents",
        "moderation/test_ladder.py::test_who_is_not_restricted",
    ),
    "edited after capture": ("moderation/test_rulings.py::test_words_that_changed_are_read_first",),
    "events for what we never had": (
        "inbox/test_process_events.py::test_a_deletion_of_a_comment_we_never_had_stops_waiting",
        "api/test_unreadable_events.py::test_an_odd_value_anywhere_ends_in_no_error",
    ),
    "a network that refuses": (
        "cases/test_unsent.py::test_a_refused_answer_opens_the_case_and_goes_again_to_those_without",
        "inbox/test_private.py::test_a_refusal_stands_under_the_answer_and_asks_for_a_person",
    ),
    "one person in two networks": (
        f"{SAME}::test_one_shown_name_in_four_networks_is_one_person_and_two_ids_of_one_network_are_two",
    ),
    "ten thousand appeals, a wrong code, somebody else's comment": (
        "appeals/test_many.py::test_pages_lose_no_appeal_whatever_is_decided_meanwhile",
        "appeals/test_many.py::test_several_are_closed_with_one_answer",
        "appeals/test_appeals.py::test_wrong_numbers_and_codes_look_the_same_and_are_counted",
        "appeals/test_appeals.py::test_without_a_number_a_person_finds_the_decision",
    ),
    "a foreign number twice": ("cases/test_exchange.py::test_a_table_is_shown_row_by_row_and_written_once",),
}


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def test_each_trap_has_tests_that_exist() -> None:
    named = [one.split("::") for proofs in (*TRAPS.values(), *BAD_INPUT.values()) for one in proofs]
    assert [(path, name) for path, name in named if name not in names_in(path)] == []
    assert [int(trap.split()[0]) for trap in TRAPS] == list(range(1, 13))


@pytest.mark.parametrize(
    "text",
    [
        "Не надо оскорблять людей, за рубля три копейки",
        "Страхуй дом, а потом будем хлебать дождевую воду",
        "Гражданин Хлебников живёт в Ухте, сосед Мандельштам в Херсоне",
        "Скипидар, употреблять, потребление, колебания давления",
    ],
)
def test_decent_words_and_disguised_ones(text: str) -> None:
    assert not {"obscene", "insult"} & set(screen(text).proposed)
    for disguised in ("п и з д е ц", "пи3дец", "пиzдец", "пиииииздец", "п.и.з.д.е.ц"):
        assert "obscene" in screen(f"{text}. Это {disguised}").proposed


@pytest.mark.parametrize(
    "text",
    [
        "Вы ничего не делаете",
        "Позор",
        "Позор администрации, которая ничего не делает",
        "Глава, уходите в отставку",
        "Когда уже нормально уберут снег? Надоело ваше враньё",
        "За что вам платят зарплату?",
    ],
)
def test_criticism_is_no_ground(text: str) -> None:
    assert screen(text).proposed == ()


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо, родная администрация, так почистили, что скорая не проехала. Браво!",
        "Ну конечно, кто бы сомневался, опять всё по плану",
        "Рәхмәт, бик яхшы эшлисез, юл кайчан төзәтелә?",
        "Менде карыз, качан жолду оңдойсуңар?",
        "Эзенер, јол качан јазалар?",
    ],
)
def test_sarcasm_and_other_languages_are_no_ground(text: str) -> None:
    assert screen(text).proposed == ()


def test_friday_evening_before_holidays_and_a_night() -> None:
    """A comment of Friday 17:55 in UTC+7 is due in the next working hour, wherever the holidays end."""
    zone = "Asia/Barnaul"
    friday = datetime(2026, 11, 27, 10, 55, tzinfo=UTC)  # 17:55 there, five minutes after a shorter Friday's end
    assert add_working_hours(friday, timedelta(hours=1), zone) == datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
    night = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)  # 02:30 of Wednesday
    assert add_working_hours(night, timedelta(hours=4), zone) == datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
    last = datetime(2026, 12, 30, 10, 59, tzinfo=UTC)
    holidays_over = add_working_hours(last, timedelta(hours=2), zone)
    assert holidays_over >= datetime(2027, 1, 11, 1, 0, tzinfo=UTC)


def test_whom_the_network_no_longer_names(rubtsovsk: Administration, alice: Person) -> None:
    """The words of an author who has left the network are decided about as any; nobody is there to be restricted."""
    nameless = make_message(make_account(rubtsovsk, responsible=alice), author_id="", author_name="", text="Вы идиоты")
    browser, page = client_of(alice), reverse("moderation:restrict", args=[nameless.pk])
    shown = browser.get(page).content.decode()
    assert ("Сеть не назвала автора" in shown, 'value="week"' in shown) == (True, False)
    ruling = delete(message=nameless, by=alice, ground="insult")
    assert is_intact(ruling.evidence)
    for path in (
        reverse("web:message", args=[nameless.pk]),
        reverse("moderation:evidence", args=[ruling.pk]),
        reverse("appeals:notice", args=[ruling.pk]),
    ):
        assert browser.get(path).status_code == 200


@time_machine.travel(NOON, tick=False)
def test_who_closes_somebodys_access_is_told_of_the_keys(
    rubtsovsk: Administration, alice: Person, bob: Person, ivan: Person
) -> None:
    """The network takes a token back with the rights of its owner: whose keys these are is said before."""
    account = make_account(rubtsovsk, responsible=alice)
    put_key(account=account, slot="admin", secret=Secret("vk1.a." + "x" * 80), by=alice)
    browser = client_of(ivan)
    for person, told in ((alice, True), (bob, False)):
        page = browser.get(reverse("staff:dismiss", args=[person.pk])).content.decode()
        assert ("Сначала впишите там ключ другого администратора" in page) is told
        assert ("Закрыть доступ" in page, account.title in page) == (True, told)
    Key.objects.update(owner_name=bob.display_name)
    assert account.title in browser.get(reverse("staff:dismiss", args=[bob.pk])).content.decode()
