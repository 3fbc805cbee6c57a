"""An unusable network folder prevents the start, with the missing field named."""

import subprocess
import sys
from pathlib import Path

import pytest

from veche import networks
from veche.networks.registry import NETWORKS, IncompleteProfile, profile_of

LIKE_MAX = "from dataclasses import replace\nfrom veche.networks.max.profile import PROFILE as MAX\n"
FIELDS = "{name: getattr(MAX, name) for name in MAX.__dataclass_fields__ if name not in ('limits', 'pace')}"
BROKEN = {
    "no_fields": (
        f"{LIKE_MAX}PROFILE = type(MAX)(**{FIELDS})",
        "нет обязательных полей NetworkProfile: limits, pace.",
    ),
    "no_names": (
        "from veche.networks.profile import Names\nPROFILE = Names(title='Сеть')",
        "нет обязательных полей Names: short, genitive, badge, page_of.",
    ),
    "no_guide": (
        f"{LIKE_MAX}PROFILE = replace(MAX, keys=replace(MAX.keys, guides=()))",
        "в keys.guides нет мест: bot.",
    ),
    "no_title": (f"{LIKE_MAX}PROFILE = replace(MAX, names=replace(MAX.names, title=''))", "пусты поля names: title."),
    "nothing": ("", "нет PROFILE с профилем сети."),
}


@pytest.mark.parametrize("slug", BROKEN)
def test_an_incomplete_profile_names_network_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    content, said = BROKEN[slug]
    (tmp_path / slug).mkdir()
    (tmp_path / slug / "profile.py").write_text(content, encoding="utf-8")
    monkeypatch.setattr(networks, "__path__", [*networks.__path__, str(tmp_path)])

    with pytest.raises(IncompleteProfile) as caught:
        profile_of(slug)

    assert str(caught.value) == f"Сеть {slug}: в veche/networks/{slug}/profile.py {said}"


def test_a_start_ends_with_this_sentence_alone(tmp_path: Path) -> None:
    (tmp_path / "max").mkdir()
    for name in ("__init__.py", "profile.py"):
        (tmp_path / "max" / name).touch()
    code = "import sys; from veche import networks; networks.__path__.insert(0, sys.argv[1]); import veche.cli"

    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        1,
        "Сеть max: в veche/networks/max/profile.py нет PROFILE с профилем сети.\n",
    )


def test_a_line_without_a_folder() -> None:
    with pytest.raises(IncompleteProfile, match=r"Сеть myspace: .* не прочесть"):
        profile_of("myspace")


def test_answers_to_many_comments_take_as_long_as_the_network_lets_them() -> None:
    """Telegram takes 20 a minute into one group, and one a second otherwise; a single answer waits for nothing."""
    telegram = NETWORKS["telegram"].pace
    assert telegram.seconds_of_replies(1) == 0
    assert telegram.seconds_of_replies(65) == pytest.approx(60 * 60.05 / 16)
    assert NETWORKS["vk"].pace.seconds_of_replies(10) == 0
