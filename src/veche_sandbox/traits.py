"""Properties of the networks for the shared parts: control API, people, public pages.

A dialect adds one row here and one to `keys.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """`account_kind`: the kind listed as accounts. `owner`: the person who posts by hand.

    `on_wall`: the page posts in its own name (author −account), and comments share the numbering of its posts.
    `restores`: deleted comments can be restored. `one_level`: threads have one level. `comment_photos`: comments may
    have pictures.
    """

    title: str
    account_kind: str
    owner: str
    on_wall: bool = True
    restores: bool = False
    one_level: bool = False
    comment_photos: bool = True


TRAITS = {
    "max": Traits("MAX", "channel", "Владелец Канала", comment_photos=False),
    "telegram": Traits("Телеграм", "channel", "Владелец Канала", on_wall=False),
    "vk": Traits("ВКонтакте", "community", "Администратор Сообщества", restores=True, one_level=True),
    "ok": Traits("Одноклассники", "group", "Администратор Группы"),
}
