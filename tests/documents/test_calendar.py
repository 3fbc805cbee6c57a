"""Calendars as offices export them: repeats, exceptions, zones, whole days, and what is broken in them."""

from datetime import date

import pytest

from veche.documents.calendar import Calendar, UnreadableCalendar, read_calendar
from veche.kernel.files import MEGABYTE

ZONE = "Asia/Barnaul"  # UTC+7
JANUARY = (date(2027, 1, 1), date(2027, 1, 31))


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: str, first: date = JANUARY[0], last: date = JANUARY[1]) -> Calendar:
    return read_calendar(calendar(*events), zone=ZONE, first=first, last=last)


def starts(found: Calendar) -> list[str]:
    return [one.start for one in found.occurrences]


def problems(found: Calendar) -> list[tuple[str, str]]:
    return [(one.uid, one.kind) for one in found.problems]


WEEKLY = """UID:planning
DTSTART;TZID=Asia/Barnaul:20270104T100000
DTEND;TZID=Asia/Barnaul:20270104T110000
RRULE:FREQ=WEEKLY;BYDAY=MO
EXDATE;TZID=Asia/Barnaul:20270111T100000
SUMMARY:Планёрка
LOCATION:Большой зал"""
MOVED = """UID:planning
RECURRENCE-ID;TZID=Asia/Barnaul:20270118T100000
DTSTART;TZID=Asia/Barnaul:20270119T140000
DTEND;TZID=Asia/Barnaul:20270119T150000
SUMMARY:Планёрка перенесена"""
CANCELLED = """UID:planning
RECURRENCE-ID;TZID=Asia/Barnaul:20270125T100000
DTSTART;TZID=Asia/Barnaul:20270125T100000
DTEND;TZID=Asia/Barnaul:20270125T110000
STATUS:CANCELLED
SUMMARY:Планёрка"""


def test_a_repeated_event_comes_with_its_exceptions():
    found = read(WEEKLY, MOVED, CANCELLED)

    assert [(one.start, one.end, one.summary, one.location) for one in found.occurrences] == [
        ("2027-01-04T10:00:00+07:00", "2027-01-04T11:00:00+07:00", "Планёрка", "Большой зал"),
        ("2027-01-19T14:00:00+07:00", "2027-01-19T15:00:00+07:00", "Планёрка перенесена", ""),
    ]
    assert problems(found) == []


def test_an_occurrence_of_a_series_is_known_by_its_planned_beginning():
    weekly = "UID:days\nDTSTART;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY;COUNT=2"
    alone = "UID:alone\nDTSTART:20270106T100000Z\nCLASS:PRIVATE"

    found = read(WEEKLY, MOVED, weekly, alone)

    assert {(one.uid, one.start[:10], one.recurrence, one.private) for one in found.occurrences} == {
        ("planning", "2027-01-04", "2027-01-04T03:00:00+00:00", False),
        ("planning", "2027-01-19", "2027-01-18T03:00:00+00:00", False),
        ("planning", "2027-01-25", "2027-01-25T03:00:00+00:00", False),
        ("days", "2027-01-04", "2027-01-04", False),
        ("days", "2027-01-11", "2027-01-11", False),
        ("alone", "2027-01-06", "", True),
    }
    assert set(found.as_json()["occurrences"][0]) == {"uid", "start", "end", "all_day", "summary", "location"}


def test_moments_are_told_in_the_zone_of_the_administration():
    found = read(
        "UID:utc\nDTSTART:20270104T200000Z\nDURATION:PT30M\nSUMMARY:a",
        "UID:windows\nDTSTART;TZID=Russian Standard Time:20270105T100000\nDURATION:PT1H",
        "UID:floating\nDTSTART:20270106T100000\nDTEND:20270106T110000",
        "UID:nowhere\nDTSTART;TZID=Nowhere/Town:20270107T100000\nDTEND;TZID=Nowhere/Town:20270107T110000",
    )

    assert starts(found) == [
        "2027-01-05T03:00:00+07:00",
        "2027-01-05T14:00:00+07:00",
        "2027-01-06T10:00:00+07:00",
        "2027-01-07T10:00:00+07:00",
    ]
    assert problems(found) == [("nowhere", "unknown_zone")]


def test_whole_days_are_dates_and_end_on_the_next():
    found = read(
        "UID:one\nDTSTART;VALUE=DATE:20270113\nSUMMARY:День печати",
        "UID:same\nDTSTART;VALUE=DATE:20270114\nDTEND;VALUE=DATE:20270114",
        "UID:fair\nDTSTART;VALUE=DATE:20270129\nDTEND;VALUE=DATE:20270203",
        "UID:before\nDTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270101",
    )

    assert [(one.uid, one.start, one.end, one.all_day) for one in found.occurrences] == [
        ("one", "2027-01-13", "2027-01-14", True),
        ("same", "2027-01-14", "2027-01-15", True),
        ("fair", "2027-01-29", "2027-02-03", True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_calendars_of_old_programs_are_decoded(encoding: str):
    one = calendar("UID:one\nDTSTART:20270113T030000Z\nSUMMARY:День печати").decode()

    found = read_calendar(
        (one + one.replace("one", "two")).encode(encoding), zone=ZONE, first=JANUARY[0], last=JANUARY[1]
    )

    assert [(one.uid, one.summary) for one in found.occurrences] == [("one", "День печати"), ("two", "День печати")]


def test_only_what_takes_place_between_the_days_is_told():
    night = "UID:night\nDTSTART;TZID=Asia/Barnaul:20261231T230000\nDTEND;TZID=Asia/Barnaul:20270101T020000"
    ended = "UID:ended\nDTSTART;TZID=Asia/Barnaul:20261231T230000\nDTEND;TZID=Asia/Barnaul:20270101T000000"
    late = "UID:late\nDTSTART;TZID=Asia/Barnaul:20270131T233000\nDTEND;TZID=Asia/Barnaul:20270201T003000"
    after = "UID:after\nDTSTART;TZID=Asia/Barnaul:20270201T000000\nDTEND;TZID=Asia/Barnaul:20270201T010000"

    assert [one.uid for one in read(night, ended, late, after).occurrences] == ["night", "late"]


def test_a_broken_event_is_named_and_the_others_are_read():
    found = read(
        "UID:none\nSUMMARY:Без начала",
        "UID:letters\nDTSTART:2027XX05T100000Z\nSUMMARY:Буквы",
        "UID:rule\nDTSTART:20270105T100000Z\nRRULE:FREQ=SOMETIMES\nSUMMARY:Правило",
        "UID:backwards\nDTSTART:20270105T100000Z\nDTEND:20270105T090000Z\nSUMMARY:Назад",
        "UID:good\nDTSTART:20270106T100000Z\nSUMMARY:Хорошо",
    )

    assert [(one.uid, one.start, one.end) for one in found.occurrences] == [
        ("backwards", "2027-01-05T17:00:00+07:00", "2027-01-05T17:00:00+07:00"),
        ("good", "2027-01-06T17:00:00+07:00", "2027-01-06T17:00:00+07:00"),
    ]
    assert sorted(problems(found)) == [
        ("backwards", "ends_before_start"),
        ("letters", "unreadable_start"),
        ("none", "no_start"),
        ("rule", "bad_rule"),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        pytest.param("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", marks=pytest.mark.sweep),  # two seconds
        f"FREQ=DAILY;BYSECOND=1,2;BYMINUTE={','.join(map(str, range(60)))}",
    ],
)
def test_an_endless_rule_ends_by_itself(rule: str):
    found = read(f"UID:endless\nDTSTART:20270105T100000Z\nRRULE:{rule}", "UID:good\nDTSTART:20270106T100000Z")

    assert ([one.uid for one in found.occurrences], problems(found)) == (["good"], [("endless", "endless_rule")])


def test_what_is_no_calendar_is_refused_in_words():
    for content, words in (
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "повреждён"),
        (b"<html></html>", "не календарь"),
        (b"BEGIN:VCALENDAR" + b" " * (11 * 1024 * 1024), "больше 10 МБ"),
    ):
        with pytest.raises(UnreadableCalendar, match=words):
            read_calendar(content, zone=ZONE, first=JANUARY[0], last=JANUARY[1])


def test_a_calendar_that_takes_longer_than_there_is_time_is_refused_in_words():
    with pytest.raises(UnreadableCalendar, match=r"дольше 0\sсекунд"):
        read_calendar(calendar(), zone=ZONE, first=JANUARY[0], last=JANUARY[1], seconds=0.01)


def test_long_words_and_controls_are_cut_before_they_are_repeated():
    long = "ж" * 20_000
    lines = ["BEGIN:VEVENT", "UID:1", "DTSTART:20270301T100000Z", "RRULE:FREQ=DAILY;COUNT=3", f"SUMMARY:а\x00б{long}"]
    event = "\r\n".join([*lines, "END:VEVENT", ""])
    raw = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n".encode()

    found = read_calendar(raw, zone="Asia/Barnaul", first=date(2027, 2, 1), last=date(2027, 4, 1))

    assert {len(one.summary) for one in found.occurrences} == {500}
    assert found.occurrences[0].summary.startswith("абжж")


def test_what_takes_more_memory_than_it_may_is_refused():
    many = calendar(*(f"UID:{number}\nDTSTART:20270104T030000Z" for number in range(3_000)))

    with pytest.raises(UnreadableCalendar, match="повреждён"):
        read_calendar(many, zone=ZONE, first=JANUARY[0], last=JANUARY[1], memory=20 * MEGABYTE)
