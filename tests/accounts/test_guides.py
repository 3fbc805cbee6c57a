"""A guide asks for exactly the rights that the adapter uses."""

import re

from veche.accounts.enums import KeySlot
from veche.networks.ok import rights as ok
from veche.networks.registry import NETWORKS
from veche.networks.vk import rights as vk


def test_ok_s_rights():
    guide = NETWORKS["ok"].keys.guide(KeySlot.APPLICATION)
    assert guide
    assert tuple(re.findall(r"[A-Z]+(?:_[A-Z]+)+", " ".join(guide.steps))) == ok.RIGHTS


def test_vk_s_boxes():
    guide = NETWORKS["vk"].keys.guide(KeySlot.COMMUNITY)
    assert guide
    [ticked] = [step for step in guide.steps if step.startswith("Отметьте")]
    assert [box.lower() for box in re.findall("«([^»]+)»", ticked)] == list(vk.TITLES.values())
    assert set(vk.TITLES) == {vk.STORIES, vk.PHOTOS, vk.MESSAGES, vk.WALL, vk.MANAGE, vk.DOCS}
