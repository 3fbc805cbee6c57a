"""What a network is: one `NetworkProfile` in each `networks/<slug>/profile.py`, listed in `registry.py`.

Data and small pure functions: no network is called, no key is opened, nothing but the standard library and the
protocol's dataclasses is imported, so that settings can read profiles. Sentences are Russian and shown as they are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks import by_hand
from veche.networks.content import Limits
from veche.networks.operations import operation_of, operations_needed
from veche.networks.page import PageLimits
from veche.networks.protocol import Ability, Act, Keys, Operation, Slot, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Forms of the network's name. `badge`: letters of the mark, latin, also the suffix of its CSS class.

    `short`: in sentences («VK не принял данные»); `page_of`: its kind of page, genitive («сообщества»); `other_page`:
    «другой страницы», genitive; `genitive`: «ВКонтакте», «Одноклассников».
    """

    title: str
    short: str
    genitive: str
    badge: str
    page_of: str
    other_page: str = "другой страницы"


@dataclass(frozen=True, slots=True)
class PageAddress:
    """One account: its number as the registry keeps it, and its short names. `home`: where people read the network's
    pages if not at its own address (a training city), such as http://127.0.0.1:8001/vk.com."""

    number: str
    names: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForms:
    """How addresses of pages are written. `hosts`: without the scheme, also mobile ones; `home`: «https://vk.com».

    `how`: hint of the field; `example`: a page's number as a person types it. `number`: the last part of an address
    that names a page by number, digits in group 1; `as_kept`: those digits as the registry keeps them. `before`: parts
    of the path in front of the page's own. `in_post`: the page's number inside an address of a post, group 1.
    `invitations`: beginnings of addresses that name no page, and the sentence about them. `author`: address of an
    author's page by id, "" where there is none.
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
    """

    forms: tuple[re.Pattern[str], ...]
    url: Callable[[str, PageAddress, str, str], str]
    example: str
    number: Callable[[str], str] = lambda number: number
    story: re.Pattern[str] | None = None
    story_url: Callable[[str, PageAddress, str, str], str] | None = None
    opened_by: str = ""
    tells_id: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often the network lets us call. `turns`: what the one acting call of an act is counted in; () without a key.

    `post`: the rate at which posts of one account follow each other. `of_method`: codes of refusals that ask to wait
    with one method only; the account's other calls may go.
    """

    turns: Callable[[Act, Mapping[str, str], Keys], tuple[Turn, ...]]
    post: Rate
    of_method: frozenset[str] = frozenset()

    def seconds_behind(self, ahead: int) -> float:
        """Seconds that a post of an account waits for so many others of the same moment, by the pace alone."""
        return max(0, ahead - self.post.at_once + 1) * self.post.interval


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoExtras:
    """What a person does with a video's subtitles and cover; `{name}` is the file's. `cover` "": it goes along.

    `codecs`: those that the network plays («h264 aac»); None: any.
    """

    subtitles: str
    cover: str = ""
    codecs: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What a key looks like. `wrong`: the sentence when it does not; `known_wrong`: keys of another kind, by shape."""

    pattern: re.Pattern[str]
    wrong: str
    known_wrong: tuple[tuple[re.Pattern[str], str], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyGuide:
    """How to get the key of one slot. `note`: what it is good for, and what happens without it."""

    slot: Slot
    form: KeyForm
    steps: tuple[str, ...]
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProfile:
    """The network's keys. `slots`: in the order of «паспорт ключа»; `guides`: in the order of the connecting form.

    `own`: shapes that no other network's key has; `secrets`: shapes that logs mask, wherever they stand in a text.
    `refused`: by `NetworkError.code`, what to say when the network does not know a key that was just typed.
    `one_key`: the slots are parts of one key, which are proven together; `each_suffices`: posts go out while any of the
    slots has a key.
    """

    slots: tuple[Slot, ...]
    guides: tuple[KeyGuide, ...]
    refused: Mapping[str, str]
    own: re.Pattern[str] | None = None
    secrets: tuple[re.Pattern[str], ...] = ()
    one_key: bool = False
    each_suffices: bool = False

    def guide(self, slot: str) -> KeyGuide | None:
        return next((guide for guide in self.guides if guide.slot == slot), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How news are read. `every`: seconds between polls; `has_webhooks`: it can send events to our address instead;
    `polls_besides_webhook`: while it does, it answers polls all the same."""

    has_webhooks: bool
    every: int = 5
    polls_besides_webhook: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How strong the network's proof is. `by_linked_group`: only the account's linked discussion group proves a post;
    `shows_stories`: a story that a person put up is shown to us."""

    by_linked_group: bool = False
    shows_stories: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Terms of restricting an author. `sees`: what they cannot do, what they are told, how it ends.

    `shows_reason`: the network shows our reason; `takes_comment`: it restricts only together with the comment;
    `for_good_only`: it knows no term; `always_for_good`: whether this author's id knows none.
    """

    sees: tuple[str, str, str]
    shows_reason: bool = False
    takes_comment: bool = False
    for_good_only: bool = False
    always_for_good: Callable[[str], bool] = lambda _author_id: False


@dataclass(frozen=True, slots=True)
class Fold:
    """A text longer than so many characters or lines is folded behind «Показать ещё»."""

    characters: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How the editor draws a post. `layout`: "wall" or "chat" (posts/_look.html)."""

    layout: str
    fold: Fold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the API is called, and words for the administrator who sets it (config/environment.py).

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
    """Everything that a network is; its adapter is `networks/<slug>/network.py`.

    `error_prefix`: how codes of its own answers begin («vk_»). `no_key`: what no key makes it do through us, besides
    `beyond`, which says of formats why, and whether a person can. `by_hand`: steps of its own application, where they
    differ from `by_hand.USUAL`. `reusable_uploads`: beginnings of names of parts that are good another day.
    `pins_many`: a new pin does not let the former go. `censors`: it may refuse a post for rude words.
    `opt_in`: offered only where the variable VECHE_NETWORKS names it.
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

    @property
    def title(self) -> str:
        return self.names.title

    def problem(self) -> str:
        """What is wrong with the profile itself, Russian, or ""."""
        if not self.server.api.startswith("https://") and not self.opt_in:
            return "server.api не адрес"
        if missing := [slot.value for slot in self.keys.slots if self.keys.guide(slot) is None]:
            return f"в keys.guides нет мест: {', '.join(missing)}"
        empty = [name for name in ("title", "short", "genitive", "badge", "page_of") if not getattr(self.names, name)]
        return f"пусты поля names: {', '.join(empty)}" if empty else ""

    @property
    def unsupported(self) -> frozenset[Operation]:
        """What no key at all makes it do through us: there a person's hand is the only way, and trying is no offer."""
        return self.no_key | self.beyond.keys()

    def could(self, act: Act) -> bool:
        """Whether some key of this network could carry this act."""
        return self.unsupported.isdisjoint(operations_needed(act))

    def could_do(self, verb: Verb) -> bool:
        """By the verb alone; of a publication its parts decide."""
        return verb is Verb.PUBLISH or operation_of(verb) not in self.unsupported

    def steps(self, verb: Verb) -> tuple[str, ...]:
        """What a person does in the network's application, in order; () for what is never done by hand."""
        return self.by_hand.get(verb) or by_hand.USUAL.get(verb, ())

    def reusable(self, parts: Mapping[str, str]) -> dict[str, str]:
        """Of what was uploaded for an act: what is still good another day. The rest is made anew."""
        stand = self.reusable_uploads
        return {name: what for name, what in parts.items() if name.startswith(stand) and not name.endswith(_PLACE)}


_PLACE: Final = ".place"
