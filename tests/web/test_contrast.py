"""Contrast of text in both themes: WCAG 2.1, 4.5 for text and 3 for the borders of controls."""

import re
from pathlib import Path

import pytest

from veche.networks.registry import NETWORKS

ROOT = Path(__file__).parents[2]
TOKENS = (ROOT / "frontend" / "css" / "tokens.css").read_text().split("@media print")[0]
BADGES = ROOT / "src" / "veche" / "networks"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
SINGLE = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")

COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
COLOURS |= {name: (one, one) for name, one in SINGLE.findall(TOKENS)}
for slug in NETWORKS:
    of_badge = PAIR.findall((BADGES / slug / "badge.css").read_text())
    COLOURS |= {f"{slug}-{name}": (light, dark) for name, light, dark in of_badge}

GROUNDS = ("page", "surface", "raised", "sunken", "hover")
INKS = ("ink", "ink-2")
WORDS = [
    *[(ink, ground) for ink in INKS for ground in GROUNDS],
    *[("ink-3", ground) for ground in ("page", "surface", "raised")],
    *[
        (tone, ground)
        for tone in ("accent", "ok", "warn", "bad", "info", "freeze-ink")
        for ground in ("page", "surface")
    ],
    *[(tone, f"{tone}-tint") for tone in ("accent", "ok", "warn", "bad", "info", "chat")],
    *[(f"{slug}-net", f"{slug}-net-tint") for slug in NETWORKS],
    *[("ink", f"{tone}-tint") for tone in ("ok", "warn", "bad", "info")],
    *[("ink", mark) for mark in ("mark-style", "mark-bad", "ins-tint")],
    ("ink-2", "del-tint"),
    ("ink-2", "ok-tint"),
    *[("ink-on", fill) for fill in ("accent-solid", "accent-hover", "bad-fill", "freeze")],
    ("toast-ink", "toast"),
    ("freeze-btn", "ink-on"),
]
BORDERS = [("control", "page"), ("control", "surface"), ("accent", "page"), ("accent", "surface")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(over: str, under: str) -> float:
    light, dark = sorted((luminance(over), luminance(under)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def fainter_than(least: float, pairs: list[tuple[str, str]], theme: int) -> dict[tuple[str, str], float]:
    found = {(over, under): contrast(COLOURS[over][theme], COLOURS[under][theme]) for over, under in pairs}
    return {pair: value for pair, value in found.items() if value < least}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_stand_out(theme: int) -> None:
    assert fainter_than(4.5, WORDS, theme) == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_borders_of_controls_stand_out(theme: int) -> None:
    assert fainter_than(3, BORDERS, theme) == {}
