"""Whose data: a person in one network, by number, by the address of their page, or as the author of a message."""

import re
from dataclasses import dataclass
from typing import Final

from veche.inbox.models import Message
from veche.networks.registry import NETWORKS
from veche.personal_data.errors import PersonalDataError
from veche.staff.models import Administration

_NUMBER: Final = re.compile(r"-?[0-9]{1,30}")
# The last part of an address that names a person by number: vk.com/id311, ok.ru/profile/311.
_IN_ADDRESS: Final = re.compile(r"/(?:id|profile/)([0-9]{1,30})/?(?:[?#].*)?$")


@dataclass(frozen=True, slots=True)
class Subject:
    network: str
    author_id: str

    @property
    def page(self) -> str:
        """Their page in the network; "" where it cannot be told from the number."""
        return NETWORKS[self.network].pages.author(self.author_id)


def subject_of(network: str, given: str) -> Subject:
    """Raises `PersonalDataError` if it names nobody by number: a short name is known to the network alone."""
    if network not in NETWORKS:
        raise PersonalDataError("Выберите сеть: в каждой у человека свой номер.")
    wanted = given.strip()
    found = _IN_ADDRESS.search(wanted)
    if found is not None:
        return Subject(network, found.group(1))
    if _NUMBER.fullmatch(wanted):
        return Subject(network, wanted)
    raise PersonalDataError(
        "Нужен номер человека в сети или адрес с номером: vk.com/id311. Короткое имя знает только сеть: откройте "
        "«Входящие», найдите его комментарий и нажмите там «Что о нём хранится»."
    )


def author_of(administration: Administration, message: int) -> Subject | None:
    """The author of a message of ours; None if there is none, or the network did not name them."""
    rows = Message.objects.of(administration).filter(pk=message, ours=False).exclude(author_id="")
    found = rows.values_list("account__network", "author_id").first()
    return Subject(*found) if found else None
