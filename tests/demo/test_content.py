"""Texts of the demo city."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from veche.demo.canvas import HEIGHT, WIDTH
from veche.demo.chain.sandbox_client import NETWORKS
from veche.demo.city import city_name
from veche.demo.content import all_year, present, seasons, sources, voices, weekly
from veche.demo.dates import HOW_MANY, coming_hours, history, past_hours
from veche.demo.pictures import SCENES, draw
from veche.demo.residents import LEFT_RUDE
from veche.kernel.clock import local, week_of
from veche.networks.protocol import OutgoingPost
from veche.networks.registry import render_post
from veche.screening.screen import screen
from veche.screening.verdict import GROUNDS
from veche.style.check import check

ZONE = "Asia/Barnaul"
OUT = [piece for season in present.SEASONS for piece in (*season.out, season.morning)]
PIECES = (*all_year.PIECES, *seasons.PIECES, *OUT, present.YESTERDAY, present.REFUSED)
AHEAD = [piece for season in present.SEASONS for piece in (season.today, season.waiting, season.draft, season.ahead)]
AHEAD += [present.WAITING_TOO, present.RETURNED, present.TIMETABLE, sources.POLL, *sources.EVERGREENS]
COLD = r"снег|снеж|сугроб|каток|катк|коньк|лыж|лёд|льд|(?<!за)мороз|ёлк|минус [0-9]|сосульк"
WARM = r"пляж|купа|клещ|паводк|листья|асфальт|рассад|сирен|субботник|жар[аукео]\b|плюс 3"
DAYS = [date(2026, 11, 25) + timedelta(days=n) for n in (0, 3, 5, 40, 100, 180, 250, 330)]


def test_every_decent_comment_is_left_alone():
    """Questions, thanks and criticism: none has a ground."""
    decent = [line for lines in voices.QUESTIONS.values() for line in lines] + list(voices.REMARKS)

    assert [line for line in decent if screen(line).proposed] == []


def test_every_rude_one_is_seen():
    assert [line for line in voices.RUDE if not screen(line).proposed] == []


def test_what_was_left_for_the_morning_has_every_ground():
    proposed = [screen(line).proposed for line in voices.RUDE[:LEFT_RUDE]]

    assert {ground for grounds in proposed for ground in grounds} == set(GROUNDS)


def test_people_ask_about_everything():
    assert {piece.topic for piece in PIECES} - set(voices.QUESTIONS) == set()


def test_of_all_texts_only_the_one_sent_back_is_official():
    texts = [*PIECES, *AHEAD, *(build(day) for day in DAYS for build in (weekly.reception, weekly.streets))]
    warned = {piece.title for piece in texts if check(piece.text).warned}

    assert warned == {present.RETURNED.title}


@pytest.mark.parametrize("piece", [*PIECES, *AHEAD], ids=lambda piece: piece.title)
def test_every_text_fits_every_network(piece):
    post = OutgoingPost(piece.text)

    assert [problem for network in NETWORKS for problem in render_post(network, post).problems] == []
    assert bool(piece.scene) == bool(piece.alt)
    assert piece.scene in {"", *SCENES}


@pytest.mark.parametrize("month", range(1, 13))
def test_this_week_fits_its_season(month: int):
    """Nobody skates in July; texts for any month mention no season."""
    season = present.season_of(date(2026, month, 15))
    words, scenes = (WARM, {"river"}) if month in (11, 12, 1, 2, 3) else (COLD, {"snow", "rink", "hill"})
    foreign = re.compile(words, re.IGNORECASE)
    own = (*season.out, season.morning, season.today, season.waiting, season.draft, season.ahead)
    texts = [f"{piece.title} {piece.text} {piece.alt}" for piece in own] + [season.idea]
    texts += [f"{hook.title} {hook.place}" for hook in season.hooks]

    assert [text for text in texts if foreign.search(text)] == []
    assert scenes.isdisjoint({*(piece.scene for piece in own), *season.photos})
    assert season.out[0].scene
    assert season.today.title in {hook.title for hook in season.hooks}


def test_what_fits_any_month_speaks_of_no_season():
    season = re.compile(f"{COLD}|{WARM}", re.IGNORECASE)
    waiting = (present.WAITING_TOO, present.RETURNED, present.TIMETABLE, present.FOR_SILENCE)
    always = (present.YESTERDAY, present.REFUSED, *waiting)
    texts = [f"{piece.title} {piece.text}" for piece in always] + [hook.title for hook in present.HOOKS]
    texts += [*present.ANSWERS, *voices.REMARKS, *voices.RUDE]

    assert [text for text in texts if season.search(text)] == []
    assert sorted(month for season in present.SEASONS for month in season.months) == list(range(1, 13))


@pytest.mark.parametrize("scene", SCENES)
def test_a_drawing_is_the_same_each_time(scene: str):
    first = draw(scene, seed=7)

    with Image.open(BytesIO(first)) as image:
        assert (image.format, image.size) == ("JPEG", (WIDTH, HEIGHT))
    assert draw(scene, seed=7) == first


@pytest.mark.parametrize("day", DAYS)
def test_twelve_weeks_end_last_sunday(day: date):
    told = history(day, ZONE)

    days = [local(past.at, ZONE).date() for past in told]
    first, last = week_of(day)[0] - timedelta(weeks=12), week_of(day)[0]
    assert (len(told), days == sorted(days)) == (sum(HOW_MANY) + 1, True)  # and the poll of the last week
    assert first <= days[0]
    assert days[-1] < last
    assert all(local(past.at, ZONE).month in past.piece.months for past in told)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("hours", [0, 8, 14, 23])
def test_hours_of_this_week(day: date, hours: int):
    """Published posts are in the past, planned ones in the future, and one day stays empty."""
    from veche.demo.present import empty_day

    moment = local(_moment(day, hours), ZONE)
    out = past_hours(moment, ZONE, count=2)
    ahead = coming_hours(moment, ZONE, count=10, leave_out=empty_day(day))

    assert all(week_of(day)[0] <= local(one, ZONE).date() and one < moment for one in out)
    assert len(ahead) == 10
    assert all(one > moment for one in ahead)
    assert empty_day(day) not in {local(one, ZONE).date() for one in ahead}


def _moment(day: date, hours: int):
    from datetime import time

    from veche.kernel.clock import at

    return at(day, time(hours, 30), ZONE)


@pytest.mark.parametrize(
    ("administration", "city"),
    [
        ("Администрация города Рубцовска", "Рубцовск"),
        ("Администрация города Барнаула", "Барнаул"),
        ("Администрация города Славгорода", "Славгород"),
        ("Администрация города Камень-на-Оби", "Камень-на-Оби"),
        ("Мэрия", "Мэрия"),
    ],
)
def test_the_citys_name(administration: str, city: str):
    assert city_name(administration) == city
