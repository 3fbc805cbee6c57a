"""«Перед отправкой»: checks of a text before approval is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.media.enums import MediaKind
from veche.networks.protocol import TOO_LONG
from veche.networks.registry import NETWORKS
from veche.plan.domain.items import FORM_MINUTES
from veche.posts.domain.freeze import named, needs_words
from veche.posts.domain.labels import Labels
from veche.posts.domain.looks import Look
from veche.posts.domain.proofreading import Proof
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.domain.rights import PictureRights
from veche.posts.models import Picture, PostVersion
from veche.publishing.domain.delivery_targets import DeliveryTarget
from veche.screening.rude import Rude, rude_words

# Subtitles often stay for a moment after the last frame.
_TAIL = 5.0
_LENGTH = frozenset({TOO_LONG, "caption_too_long"})
_MEDIA = ("photo", "too_many", "video", "animation", "document")


@dataclass(frozen=True, slots=True)
class Check:
    """`stops`: the text cannot be sent for approval; otherwise the sentence is advice.

    `place`: the id of the element to mend on the editor's page.
    """

    good: bool
    text: str
    stops: bool = True
    place: str = ""


def checks(  # noqa: PLR0913 -- each is read once by the page, and most checks need another
    version: PostVersion,
    *,
    looks: Sequence[Look],
    targets: Sequence[DeliveryTarget],
    someone_signs: bool,
    proofs: Sequence[Proof],
    unexplained: int,
    hour: datetime,
    draft: Draft | None = None,
    alts: Mapping[int, str] | None = None,
    correction: bool = False,
    rights: Sequence[PictureRights] = (),
) -> list[Check]:
    """Blocking checks first, then advice. `draft`, `alts`: not saved yet; `hour`: when it is to go out.

    `proofs`: of its texts; `unexplained`: places that the law forbids and nobody has explained.

    Reads the version's pictures.
    """
    words = draft or draft_of(version)
    found = [
        _words(looks),
        _problems(looks, lambda code: code in _LENGTH, good="длина по сетям", place="counters"),
        *_censored(looks),
        *_style(proofs),
        *_forbidden(unexplained),
        *_labels(words.labels),
        _problems(looks, lambda code: code.startswith(_MEDIA), good="фото и файлы подходят сетям", place="pictures"),
        *_ready(looks),
        *_special(
            looks, "poll", place="poll", there=any(look.rendered.poll for look in looks), good="опрос подходит сетям"
        ),
        *_special(looks, "link", place="id_link", there=any(look.link for look in looks), good="ссылка верна"),
        *_special(looks, "story", place="pictures", there=any(look.story for look in looks), good="история готова"),
        *_subtitles(version),
        _alts(version, alts or {}),
        *_rights(rights),
        _time(hour, correction=correction),
        _targets(targets),
        *_notes(targets),
        _signs(someone_signs=someone_signs),
    ]
    return sorted(found, key=lambda check: (check.good, not check.stops))


def _words(looks: Sequence[Look]) -> Check:
    empty = any(problem.code == "empty" for look in looks for problem in look.rendered.problems)
    if empty:
        return Check(good=False, text="нет ни слова, ни фото", place="text-common")
    return Check(good=True, text="есть что сказать")


def _censored(looks: Sequence[Look]) -> list[Check]:
    """Advice: A network may refuse texts by a word list of its own (OK: 454), which we do not have."""
    judged = ((NETWORKS[look.network], look) for look in looks if NETWORKS[look.network].censors)
    found = ((network.names.short, rude_words(_all_words(look))) for network, look in judged)
    return [_rude(network, words) for network, words in found if words]


def _rude(network: str, found: Sequence[Rude]) -> Check:
    words = "», «".join(word.words for word in found)
    sure = any(word.obscene for word in found)
    said = f"{network} не пропустит: «{words}». Замените" if sure else f"{network} может не пропустить: «{words}»"
    return Check(good=False, text=said, stops=False)


def _all_words(look: Look) -> str:
    poll = look.rendered.poll
    return "\n".join((look.rendered.text, *((poll.question, *poll.options) if poll else ()), look.first_comment))


def _style(proofs: Sequence[Proof]) -> list[Check]:
    """Advice: clause 2.4 recommends and forbids nothing. None for texts without findings."""
    said = [("тексту", proof.faults, "text-common") for proof in proofs if not proof.network]
    said += [("первому комментарию", proof.faults, "first-comment") for proof in proofs if proof.is_of_comment]
    return [
        Check(good=False, text=f"замечаний к {what}: {faults}", stops=False, place=place)
        for what, faults, place in said
        if faults
    ]


def _forbidden(unexplained: int) -> list[Check]:
    """Advice: what the law forbids outright is asked about on the way to approval, not blocked here."""
    if not unexplained:
        return []
    said = f"закон запрещает, мест: {unexplained}. При отправке спросим, почему оставляете"
    return [Check(good=False, text=said, stops=False, place="text-common")]


def _labels(labels: Labels) -> list[Check]:
    """Whether the labels are complete. None for a post without."""
    if not (labels.ad or labels.adults or labels.election):
        return []
    return [
        Check(good=not labels.problem, text=labels.problem or f"пометки: {', '.join(labels.words)}", place="labels")
    ]


def _problems(looks: Sequence[Look], wanted: Callable[[str], bool], *, good: str, place: str) -> Check:
    sentences = (p.sentence for look in looks for p in look.problems if wanted(p.code))
    first = next(sentences, "")
    return Check(good=not first, text=first or good, place=place)


def _ready(looks: Sequence[Look]) -> list[Check]:
    """One line for each part that is not ready yet or never will be."""
    said = dict.fromkeys(problem.sentence for look in looks for problem in look.waits)
    return [Check(good=False, text=sentence, place="pictures") for sentence in said]


def _special(looks: Sequence[Look], kind: str, *, place: str, there: bool, good: str) -> list[Check]:
    """Checks of a poll, link or story, by the prefix of their problems' codes. None if there is no such part."""
    if not there:
        return []
    said = dict.fromkeys(p.sentence for look in looks for p in look.problems if p.code.startswith(kind))
    return [Check(good=False, text=sentence, place=place) for sentence in said] or [Check(good=True, text=good)]


def _subtitles(version: PostVersion) -> list[Check]:
    """Advice: the decree does not mention subtitles, but the deaf need them."""
    videos = [picture for picture in version.pictures.all() if picture.media.kind == MediaKind.VIDEO]
    if not videos:
        return []
    if bare := [picture for picture in videos if picture.subtitles is None]:
        said = "%(files)s: нет субтитров, без них глухие жители не поймут"
    elif bare := [picture for picture in videos if _is_longer(picture)]:
        said = "%(files)s: субтитры кончаются позже видео, проверьте, от него ли они"
    else:
        return [Check(good=True, text="у видео есть субтитры")]
    return [Check(good=False, text=said % {"files": named(bare)}, stops=False, place="pictures")]


def _is_longer(picture: Picture) -> bool:
    ends = picture.subtitles.seconds if picture.subtitles else 0
    return 0 < picture.media.seconds < ends - _TAIL


def _alts(version: PostVersion, typed: Mapping[int, str]) -> Check:
    pictures = [picture for picture in version.pictures.all() if needs_words(picture)]
    silent = [picture for picture in pictures if not typed.get(picture.pk, picture.alt).strip()]
    if not silent:
        return Check(good=True, text="каждое фото описано")
    return Check(good=False, text=f"{named(silent)}: нет описания", place="pictures")


def _rights(found: Sequence[PictureRights]) -> list[Check]:
    """A line for each file whose rights are unclear: it stops, until a person says yes to it."""
    open_ones = [one for one in found if one.yes is None]
    if not found:
        return []
    if not open_ones:
        return [Check(good=True, text="за неясные права ответили")]
    return [
        Check(good=False, text=f"«{isolated(one.picture.media.name)}»: {one.said}", stops=one.stops, place="pictures")
        for one in open_ones
    ]


def _time(hour: datetime, *, correction: bool) -> Check:
    if correction:
        return Check(good=True, text="исправление: уйдёт сразу, как согласуют")
    passed = hour < now() - FORM_MINUTES
    text = "время выхода уже прошло: поставьте новое" if passed else "время выхода впереди"
    return Check(good=not passed, text=text, place="when")


def _targets(targets: Sequence[DeliveryTarget]) -> Check:
    by_hand = [target for target in targets if target.mode in ("by_hand", "absent", "waits_key")]
    if not by_hand:
        return Check(good=True, text="ключи сетей это умеют")
    first = by_hand[0]
    return Check(good=False, text=f"{first.network_title}: {first.word}", stops=False, place="previews")


def _notes(targets: Sequence[DeliveryTarget]) -> list[Check]:
    """Advice: what an account's server said when its keys were checked, such as limits of its own."""
    noted = dict.fromkeys(target.why for target in targets if target.mode == "auto" and target.why)
    return [Check(good=False, text=said, stops=False, place="previews") for said in noted]


def _signs(*, someone_signs: bool) -> Check:
    text = "есть кому согласовать" if someone_signs else "согласовать некому: назначьте заместителя"
    return Check(good=someone_signs, text=text, stops=False)
