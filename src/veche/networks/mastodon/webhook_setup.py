"""Identify the profile. The key belongs to one, so that the name is not needed. A server calls no webhooks."""

from veche.networks.errors import READING, by_hand
from veche.networks.mastodon.account import Account, name_of, own
from veche.networks.mastodon.refusals import TITLE
from veche.networks.protocol import NetworkError, Slot
from veche.networks.webhook_setup import PageIdentity, wrong_page


def identify_page(account: Account, name: str, *, deadline: float) -> PageIdentity:
    profile = own(account.client, READING, deadline=deadline)
    account.server.rules(deadline=deadline)  # a wrong server is reported now, not at the first post
    username, number = str(profile.get("username") or ""), str(profile["id"])
    if (name and name.casefold() != username.casefold()) or (not name and number != account.number):
        said = f"ключ выдан профилю @{username}. Впишите его адрес или ключ нужного профиля."
        raise wrong_page(TITLE, said, Slot.BOT, "masto_other_profile")
    return PageIdentity(
        number=number,
        title=name_of(profile),
        username=username,
        url=account.url_of(profile),
        owners={Slot.BOT: f"@{username}"},
    )


def cannot_subscribe() -> NetworkError:
    return by_hand(TITLE, "сервер не присылает событий сам, мы спрашиваем его", READING)
