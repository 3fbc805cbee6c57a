"""What the key may do: its account, the scopes of its application, and the server's features."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from veche.networks.by_hand import DONE
from veche.networks.errors import READING
from veche.networks.mastodon.account import Account, own
from veche.networks.mastodon.answers import NO_RESTORE
from veche.networks.mastodon.profile import NO_LIVE, PROFILE, REPORT
from veche.networks.mastodon.publish import ABLE
from veche.networks.mastodon.server import stricter
from veche.networks.protocol import Ability, NetworkError, Operation, Slot, Verb

_AUTO: Final = Ability("auto", slot=Slot.BOT)
_POST: Final = PROFILE.by_hand[Verb.PUBLISH]
_ANSWER: Final = ("Откройте этот ответ в Mastodon.", "Нажмите «Ответить» и вставьте текст отсюда.", DONE)
_READ: Final = ("Откройте уведомления на своём сервере Mastodon и прочитайте ответы.",)
_FIGURES: Final = ("Откройте запись в Mastodon: отметки и ответы стоят под ней.",)
_NO_POLLS: Final = "На этом сервере Mastodon опросов нет."
# docs.joinmastodon.org/api/oauth-scopes: the scope of each call; «write» and «read» include all of their kind.
_SCOPES: Final[Mapping[Operation, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    **dict.fromkeys(ABLE, (("write:statuses",), _POST)),
    **dict.fromkeys(
        (Operation.PUBLISH_PHOTO, Operation.PUBLISH_ALBUM, Operation.PUBLISH_VIDEO, Operation.PUBLISH_ANIMATION),
        (("write:media", "write:statuses"), _POST),
    ),
    Operation.READ_COMMENTS: (("read:notifications",), _READ),
    Operation.READ_MESSAGES: (("read:notifications",), _READ),
    Operation.REPLY: (("write:statuses", "read:statuses"), _ANSWER),
    Operation.ANSWER_MESSAGE: (("write:statuses", "read:accounts"), PROFILE.steps(Verb.ANSWER_MESSAGE)),
    Operation.EDIT: (("write:statuses",), PROFILE.steps(Verb.EDIT)),
    Operation.WITHDRAW: (("write:statuses",), PROFILE.steps(Verb.WITHDRAW)),
    Operation.PIN: (("write:accounts",), PROFILE.steps(Verb.PIN)),
    Operation.STATISTICS: (("read:statuses",), _FIGURES),
    Operation.RESTRICT_AUTHOR: (("write:blocks",), PROFILE.steps(Verb.RESTRICT_AUTHOR)),
    Operation.RELEASE_AUTHOR: (("write:blocks",), PROFILE.steps(Verb.RELEASE_AUTHOR)),
    Operation.DESCRIBE: (("write:accounts",), PROFILE.steps(Verb.DESCRIBE)),
    Operation.SET_AVATAR: (("write:accounts",), PROFILE.steps(Verb.SET_AVATAR)),
    Operation.SET_COVER: (("write:accounts",), PROFILE.steps(Verb.SET_COVER)),
}
_WHATEVER_THE_KEY: Final[Mapping[Operation, Ability]] = {
    Operation.DELETE_COMMENT: REPORT,
    Operation.RESTORE_COMMENT: Ability("absent", NO_RESTORE),
    Operation.DELETE_MESSAGE: Ability("absent", "Чужое личное упоминание Mastodon удалить не даёт, только его автору."),
    Operation.SET_COMMENT_MODE: Ability("absent", PROFILE.comments.lacks),
    Operation.RUN_LIVE: NO_LIVE,
    Operation.READ_ADMINISTRATORS: Ability(
        "absent", "У профиля Mastodon один владелец, список управляющих сеть не ведёт."
    ),
    **PROFILE.beyond,
}


def abilities(account: Account, *, deadline: float) -> Mapping[Operation, Ability]:
    profile = own(account.client, READING, deadline=deadline)
    rules = account.server.rules(deadline=deadline)
    why = "" if str(profile["id"]) == account.number else f"Ключ выдан другому профилю: @{profile.get('username')}."
    scopes = _scopes(account, deadline)
    found = {operation: _able(wanted, steps, scopes, why) for operation, (wanted, steps) in _SCOPES.items()}
    if note := stricter(rules):
        found |= {one: replace(found[one], why=note) for one in ABLE if found[one].mode == "auto"}
    if not rules.polls:
        found[Operation.PUBLISH_POLL] = Ability("by_hand", _NO_POLLS, Slot.BOT, _POST)
    read = _able(("read:statuses",), (), scopes, why)
    proof = read if read.mode == "auto" else Ability("absent", read.why, Slot.BOT)
    return {
        **found,
        Operation.PROVE: proof,
        Operation.READ_BACK: proof,
        Operation.LIST_POSTS: proof,
        **_WHATEVER_THE_KEY,
    }


def _able(wanted: tuple[str, ...], steps: tuple[str, ...], scopes: frozenset[str] | None, why: str) -> Ability:
    missing = [one for one in wanted if scopes is not None and scopes.isdisjoint({one, one.partition(":")[0]})]
    if not why and not missing:
        return _AUTO
    said = why or f"У ключа нет права {' и '.join(missing)}. Создайте на сервере приложение с правами read и write."
    return Ability("by_hand", said, Slot.BOT, steps)


def _scopes(account: Account, deadline: float) -> frozenset[str] | None:
    """Scopes of the key's application, since Mastodon 4.3.

    None if the server does not tell; then only a refusal shows a missing scope.
    """
    try:
        app = account.client.call("GET", "/api/v1/apps/verify_credentials", purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in {"masto_403", "masto_404", "masto_422"}:
            raise
        return None
    named = app.get("scopes")
    return frozenset(map(str, named)) if isinstance(named, list) else None
