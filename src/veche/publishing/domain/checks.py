"""«Перед отправкой»: what was looked at before a text goes to who approves it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from veche.kernel.clock import now
from veche.plan.domain.items import FORM_MINUTES
from veche.posts.domain.freeze import needs_words
from veche.posts.domain.looks import Look
from veche.posts.domain.proofreading import Kept, proofread
from veche.posts.domain.rendering import Draft
from veche.posts.enums import MediaKind
from veche.posts.models import Picture, PostVersion
from veche.publishing.domain.aims import Aim

# Subtitles often stay for a moment after the last frame.
_TAIL = 5.0
_LENGTH = frozenset({"too_long", "caption_too_long"})
_MEDIA = ("photo", "too_many", "video", "animation", "document")


@dataclass(frozen=True, slots=True)
class Check:
    """`stops`: as it is, the text cannot be sent for approval. Otherwise the sentence is only to be known."""

    good: bool
    text: str
    stops: bool = True


def checks(
    version: PostVersion,
    *,
    looks: Sequence[Look],
    aims: Sequence[Aim],
    someone_signs: bool,
    kept: Kept,
    draft: Draft | None = None,
    alts: Mapping[int, str] | None = None,
    correction: bool = False,
) -> list[Check]:
    """What is wrong stands first. Reads the version's pictures and its plan item; `draft`, `alts` are not saved yet."""
    found = [
        _words(looks),
        _problems(looks, lambda code: code in _LENGTH, good=_("длина по сетям")),
        *_style(draft.text if draft else version.text, kept),
        _problems(looks, lambda code: code.startswith(_MEDIA), good=_("фото и файлы подходят сетям")),
        *_ready(looks),
        *_poll(looks),
        *_link(looks),
        *_story(looks),
        *_subtitles(version),
        _alts(version, alts or {}),
        _time(version, correction=correction),
        _aims(aims),
        _signs(someone_signs=someone_signs),
    ]
    return sorted(found, key=lambda check: check.good)


def _words(looks: Sequence[Look]) -> Check:
    empty = any(problem.code == "empty" for look in looks for problem in look.rendered.problems)
    return Check(good=False, text=_("нет ни слова, ни фото")) if empty else Check(good=True, text=_("есть что сказать"))


def _style(text: str, kept: Kept) -> list[Check]:
    """Advice: clause 2.4 recommends and forbids nothing. Nothing is said of a text without a fault."""
    proof = proofread(text, kept=kept)
    if proof is None or not proof.faults:
        return []
    return [Check(good=False, text=_("замечаний к тексту: %(number)s") % {"number": proof.faults}, stops=False)]


def _problems(looks: Sequence[Look], wanted: Callable[[str], bool], *, good: str) -> Check:
    sentences = (p.sentence for look in looks for p in look.problems if wanted(p.code))
    first = next(sentences, "")
    return Check(good=not first, text=first or good)


def _ready(looks: Sequence[Look]) -> list[Check]:
    """One line for each thing that is not ready yet, or never will be."""
    said = dict.fromkeys(problem.sentence for look in looks for problem in look.waits)
    return [Check(good=False, text=sentence) for sentence in said]


def _poll(looks: Sequence[Look]) -> list[Check]:
    """Nothing is said of a poll where there is none."""
    if not any(look.rendered.poll for look in looks):
        return []
    said = dict.fromkeys(p.sentence for look in looks for p in look.problems if p.code.startswith("poll"))
    return [Check(good=False, text=sentence) for sentence in said] or [Check(good=True, text=_("опрос подходит сетям"))]


def _link(looks: Sequence[Look]) -> list[Check]:
    """Nothing is said of a link where there is none."""
    if not any(look.link for look in looks):
        return []
    said = dict.fromkeys(p.sentence for look in looks for p in look.problems if p.code.startswith("link"))
    return [Check(good=False, text=sentence) for sentence in said] or [Check(good=True, text=_("ссылка верна"))]


def _story(looks: Sequence[Look]) -> list[Check]:
    """What makes no story of it; nothing is said of what is none."""
    if not any(look.story for look in looks):
        return []
    said = dict.fromkeys(p.sentence for look in looks for p in look.problems if p.code.startswith("story"))
    return [Check(good=False, text=sentence) for sentence in said] or [Check(good=True, text=_("история готова"))]


def _subtitles(version: PostVersion) -> list[Check]:
    """Advice: the decree does not name subtitles, but a film without them says nothing to the deaf."""
    videos = [picture for picture in version.pictures.all() if picture.media.kind == MediaKind.VIDEO]
    if not videos:
        return []
    if bare := [picture for picture in videos if picture.subtitles is None]:
        said = _("субтитры обязательны для глухих жителей, нет у видео %(numbers)s")
    elif bare := [picture for picture in videos if _is_longer(picture)]:
        said = _("субтитры кончаются позже видео %(numbers)s: проверьте, от него ли они")
    else:
        return [Check(good=True, text=_("у видео есть субтитры"))]
    numbers = ", ".join(str(picture.position + 1) for picture in bare)
    return [Check(good=False, text=said % {"numbers": numbers}, stops=False)]


def _is_longer(picture: Picture) -> bool:
    ends = picture.subtitles.seconds if picture.subtitles else 0
    return 0 < picture.media.seconds < ends - _TAIL


def _alts(version: PostVersion, typed: Mapping[int, str]) -> Check:
    pictures = [picture for picture in version.pictures.all() if needs_words(picture)]
    words = {picture.position + 1: typed.get(picture.pk, picture.alt).strip() for picture in pictures}
    nameless = [str(number) for number, alt in sorted(words.items()) if not alt]
    if not nameless:
        return Check(good=True, text=_("каждое фото описано"))
    return Check(good=False, text=_("нет описания у фото %(numbers)s") % {"numbers": ", ".join(nameless)})


def _time(version: PostVersion, *, correction: bool) -> Check:
    if correction:
        return Check(good=True, text=_("исправление: уйдёт сразу, как согласуют"))
    passed = version.post.plan_item.publish_at < now() - FORM_MINUTES
    return Check(good=not passed, text=_("время выхода уже прошло") if passed else _("время выхода впереди"))


def _aims(aims: Sequence[Aim]) -> Check:
    by_hand = [aim for aim in aims if aim.mode in ("by_hand", "absent")]
    if not by_hand:
        return Check(good=True, text=_("ключи сетей это умеют"))
    first = by_hand[0]
    return Check(good=False, text=f"{first.network_title}: {first.word}", stops=False)


def _signs(*, someone_signs: bool) -> Check:
    text = _("есть кому согласовать") if someone_signs else _("согласовать некому: назначьте заместителя")
    return Check(good=someone_signs, text=text, stops=False)
