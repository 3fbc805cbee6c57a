"""What the parts that all networks share must know of each: the control API, the people, the public page.

A dialect adds one row here and one to `keys.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """`account_kind`: what is listed as an account. `owner`: the person who posts there by hand.

    `on_wall`: the page speaks as itself (author −account) and comments stand beside its posts, in the same numbering.
    `restores`: a deleted comment may come back. `one_level`: an answer to an answer belongs to the first comment.
    `comment_photos`: a comment may have pictures.
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
