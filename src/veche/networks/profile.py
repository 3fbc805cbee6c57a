"""The profile of a network: one `NetworkProfile` in each `networks/<slug>/profile.py`, listed in `registry.py`.

Data and small pure functions: no network is called, no key is opened, and only the standard library and the protocol's
dataclasses are imported, so that settings can read profiles. Sentences are Russian and shown unchanged.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks import by_hand
from veche.networks.bots import BotForm
from veche.networks.content import Limits
from veche.networks.operations import operation_of, operations_needed
from veche.networks.page import PageLimits
from veche.networks.protocol import Ability, Act, CommentMode, Keys, Operation, Place, SetCommentMode, Slot, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Forms of the network's name. `badge`: Latin letters of the badge, also the suffix of its CSS class.

    `short`: in sentences («VK не принял данные»); `page_of`: its kind of page, genitive («сообщества»); `other_page`:
    «другой страницы», genitive; `genitive`: «ВКонтакте», «Одноклассников»; `spoken`: what else people write for it,
    in lower case («вк», «тг»).
    """

    title: str
    short: str
    genitive: str
    badge: str
    page_of: str
    other_page: str = "другой страницы"
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageAddress:
    """One account: its number as the registry stores it, and its short names.

    `home`: where people read the network's pages if not at its own address (a training city), such as
    http://127.0.0.1:8001/vk.com.
    """

    number: str
    names: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForms:
    """How addresses of pages are written. `hosts`: without the scheme, mobile ones too; `home`: «https://vk.com».

    `how`: hint of the field; `example`: a page's number as a person types it. `number`: the last part of an address
    that names a page by number, digits in group 1; `as_kept`: those digits as the registry stores them. `before`: parts
    of the path in front of the page's own. `in_post`: the page's number inside an address of a post, group 1.
    `invitations`: beginnings of addresses that name no page, and the sentence about them. `author`: address of an
    author's page by id, "" if there is none.
    """

    hosts: tuple[str, ...]
    home: str
    how: str
    example: str
    number: re.Pattern[str]
    as_kept: Callable[[str], str]
    before: frozenset[str] = frozenset()
    in_post: re.Pattern[str] | None = None
    invitations: tuple[tuple[str, ...], str] = ((), "")
    author: Callable[[str], str] = lambda _author_id: ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForms:
    """How addresses of posts are written. `forms`, `story`: patterns of the path with groups `page` and `post`.

    `url(home, page, named, post)`: the usual form; `named` is how the pasted address named the page. `story_url` is the
    same for a story. `number`: the page's number as it stands in addresses of posts. `example`: a post's number.
    `opened_by`: query parameter that may hold the path (VK's `w`). `tells_id`: whether the address holds the post's id.
    `place_of`: what an id that comments stand under is of.
    """

    forms: tuple[re.Pattern[str], ...]
    url: Callable[[str, PageAddress, str, str], str]
    example: str
    number: Callable[[str], str] = lambda number: number
    story: re.Pattern[str] | None = None
    story_url: Callable[[str, PageAddress, str, str], str] | None = None
    opened_by: str = ""
    tells_id: bool = True
    place_of: Callable[[str], Place] = lambda _post_id: Place.POST


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Rate limits of the network. `turns`: the buckets that the acting call of an act is counted in; () without a key.

    `post`: the rate of posts of one account; `replies`: that of answers to comments, where it is another. `of_method`:
    codes of refusals that limit one method only; the account's other calls go on.
    """

    turns: Callable[[Act, Mapping[str, str], Keys], tuple[Turn, ...]]
    post: Rate
    replies: Rate | None = None
    of_method: frozenset[str] = frozenset()

    def seconds_behind(self, ahead: int) -> float:
        """Seconds that a post waits behind `ahead` posts of its account planned for the same moment, by the rate limit
        alone.
        """
        return _seconds_behind(self.post, ahead)

    def seconds_of_replies(self, number: int) -> float:
        """Seconds until the last of so many answers to comments of one account may leave."""
        return _seconds_behind(self.replies or self.post, number - 1)


def _seconds_behind(rate: Rate, ahead: int) -> float:
    return max(0, ahead - rate.at_once + 1) * rate.interval


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoExtras:
    """Steps of a person for a video's subtitles and cover; `{name}` is the file's. `cover` "": sent with the video.

    `codecs`: those that the network plays («h264 aac»); None: any.
    """

    subtitles: str
    cover: str = ""
    codecs: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class WrongKey:
    """Sentences about a mistake in a typed key. `first`: the slot has no good key; `replacing`: it keeps one."""

    first: str
    replacing: str

    def sentence(self, *, replaces: bool) -> str:
        return self.replacing if replaces else self.first


@dataclass(frozen=True, slots=True)
class KeyForm:
    """The form of a key. `wrong`: told if it does not match; `known_wrong`: forms of other kinds of keys."""

    pattern: re.Pattern[str]
    wrong: WrongKey
    known_wrong: tuple[tuple[re.Pattern[str], WrongKey], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyGuide:
    """How to get the key of one slot. `note`: what it is for, and what happens without it."""

    slot: Slot
    form: KeyForm
    steps: tuple[str, ...]
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class KeyName:
    """The network's own word for a key, «токен доступа», and its genitive."""

    name: str
    genitive: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProfile:
    """The network's keys. `slots`: in the order of «паспорт ключа»; `guides`: in the order of the connecting form.

    `own`: forms that no other network's key has; `secrets`: forms that logs mask anywhere in a text. `refused`: by
    `NetworkError.code`, the sentence if the network does not know a key just typed. `names`: of slots that the network
    calls by another word than most. `one_key`: the slots are parts of
    one key and are proven together; `each_suffices`: posts go out while any of the slots has a key.
    """

    slots: tuple[Slot, ...]
    guides: tuple[KeyGuide, ...]
    refused: Mapping[str, str]
    names: Mapping[Slot, KeyName] = field(default_factory=dict)
    own: re.Pattern[str] | None = None
    secrets: tuple[re.Pattern[str], ...] = ()
    one_key: bool = False
    each_suffices: bool = False

    def guide(self, slot: str) -> KeyGuide | None:
        return next((guide for guide in self.guides if guide.slot == slot), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How events are read. `every`: seconds between polls; `has_webhooks`: the network can send events to our address.

    `polls_besides_webhook`: it answers polls also while a webhook is set. `read`: sentences on what residents write
    there that comes to the inbox; `unread`: on what does not come, with what to do instead.
    """

    has_webhooks: bool
    every: int = 5
    polls_besides_webhook: bool = False
    read: tuple[str, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How strong the network's proof is. `by_linked_group`: only the linked discussion group proves a post;

    `shows_stories`: the API returns a story that a person published.
    """

    by_linked_group: bool = False
    shows_stories: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Terms of restricting an author. `sees`: what they cannot do, what they are told, how it ends.

    `shows_reason`: the network shows our reason; `takes_comment`: it restricts only together with deleting the comment;
    `for_good_only`: no end can be set; `always_for_good`: whether no end can be set for this author's id.
    `communities`: authors whose number is below zero can be restricted too.
    """

    sees: tuple[str, str, str]
    shows_reason: bool = False
    takes_comment: bool = False
    for_good_only: bool = False
    always_for_good: Callable[[str], bool] = lambda _author_id: False
    communities: bool = True


@dataclass(frozen=True, slots=True)
class MessageDeletion:
    """How a resident's private message is deleted. `told`: whose side loses it, a sentence; "" if no key can.

    `within`: for how long after it was sent; None: always.
    """

    told: str = ""
    within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentModes:
    """How comments are limited and closed. `account`, `post`: the modes besides «open» of the whole account and of one
    post; () where the network has none.

    `read_by`: the operation whose key also reads which mode stands in the network; None: the network does not show it.
    `means`: what a mode does there, a sentence, where its name does not say it; `lacks`: what the network does not
    have, a sentence. `account_steps`, `post_steps`: those of a person.
    """

    account: tuple[CommentMode, ...] = ()
    post: tuple[CommentMode, ...] = ()
    read_by: Operation | None = None
    means: Mapping[CommentMode, str] = field(default_factory=dict)
    lacks: str = ""
    account_steps: tuple[str, ...] = ()
    post_steps: tuple[str, ...] = ()

    def steps(self, act: SetCommentMode) -> tuple[str, ...]:
        return self.post_steps if act.post_id else self.account_steps


@dataclass(frozen=True, slots=True)
class Fold:
    """Limits of characters and lines from which a text is folded behind «Показать ещё»."""

    characters: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How the editor shows a post. `layout`: "wall" or "chat" (posts/_look.html)."""

    layout: str
    fold: Fold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The API's address, and words for the administrator who sets it (config/environment.py).

    `api`: its address; `name`: «Bot API»; `before`: what follows the address in calls; `pages_of`: what people read in
    the network («сообщества»); `ca`: meaning of the variable with root certificates, "" for the usual sentence.
    """

    api: str
    name: str
    before: str
    pages_of: str
    ca: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkProfile:
    """Everything about a network but its adapter, `networks/<slug>/network.py`.

    `error_prefix`: the beginning of its error codes («vk_»). `no_key`: operations that no key allows; `beyond`: the
    same for formats, with the reason and whether a person can. `by_hand`: steps in its own application where they
    differ from `by_hand.USUAL`. `reusable_uploads`: beginnings of the names of parts that can be used another day.
    `pins_many`: a new pin does not replace the former. `censors`: it may refuse a post for rude words. `opt_in`:
    offered only if the variable VECHE_NETWORKS names it. `bot`: the administration may have a bot of its own there
    (`networks/bots.py`). `official`: a city must run a page there (Government order 2523-р of 02.09.2022), and the page
    gets the mark «Госорганизация» through Gosuslugi.
    """

    slug: str
    names: Names
    server: Server
    pages: PageForms
    posts: PostForms
    limits: Limits
    page_limits: PageLimits
    pace: Pace
    keys: KeyProfile
    reading: Reading
    restriction: Restriction
    preview: Preview
    video: VideoExtras
    error_prefix: str
    beyond: Mapping[Operation, Ability]
    no_key: frozenset[Operation]
    by_hand: Mapping[Verb, tuple[str, ...]]
    proof: Proof = field(default_factory=Proof)
    reusable_uploads: tuple[str, ...] = ()
    pins_many: bool = False
    censors: bool = False
    opt_in: bool = False
    bot: BotForm | None = None
    official: bool = False
    message_deletion: MessageDeletion = MessageDeletion()
    comments: CommentModes = CommentModes()

    @property
    def title(self) -> str:
        return self.names.title

    def problem(self) -> str:
        """What is wrong with the profile itself: a Russian sentence, or ""."""
        if not self.server.api.startswith("https://") and not self.opt_in:
            return "server.api не адрес"
        if missing := [slot.value for slot in self.keys.slots if self.keys.guide(slot) is None]:
            return f"в keys.guides нет мест: {', '.join(missing)}"
        empty = [name for name in ("title", "short", "genitive", "badge", "page_of") if not getattr(self.names, name)]
        return f"пусты поля names: {', '.join(empty)}" if empty else ""

    @property
    def unsupported(self) -> frozenset[Operation]:
        """Operations that no key allows: only a person can do them, so trying is not offered."""
        return self.no_key | self.beyond.keys()

    def could(self, act: Act) -> bool:
        """Whether some key of this network could perform this act."""
        return self.unsupported.isdisjoint(operations_needed(act))

    def could_do(self, verb: Verb) -> bool:
        """The same by the verb alone; of a publication its parts decide."""
        return verb is Verb.PUBLISH or operation_of(verb) not in self.unsupported

    def steps(self, verb: Verb) -> tuple[str, ...]:
        """The steps of a person in the network's application; () for what is never done by hand."""
        if verb is Verb.SET_COMMENT_MODE:
            return self.comments.post_steps or self.comments.account_steps
        return self.by_hand.get(verb) or by_hand.USUAL.get(verb, ())

    def reusable(self, parts: Mapping[str, str]) -> dict[str, str]:
        """The uploaded parts that can be used another day; the rest is uploaded again."""
        stand = self.reusable_uploads
        return {name: what for name, what in parts.items() if name.startswith(stand) and not name.endswith(_PLACE)}


_PLACE: Final = ".place"
