"""A department is asked for what a file of the library lacks: who made it, who is in it, who allowed it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from veche.kit.excerpts import excerpt
from veche.media.domain.rights import Doubt, doubts_of, rights_of, terms_for
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.media.uses import Inquiry, Use
from veche.requests.domain.attach import attach
from veche.requests.enums import OPEN
from veche.requests.kinds import Draft, RequestKind, Subject, register
from veche.requests.models import Request
from veche.staff.access import may
from veche.staff.models import Administration, Person

KIND = "rights"
LONGEST_TITLE = 150
# A file as the title of a request names it, and as the object of a sentence.
_NAMES = {MediaKind.VIDEO: ("Видео", "Видео"), MediaKind.ANIMATION: ("Анимация", "Анимацию")}
_PHOTO = ("Фото", "Фото")
# What to send, by `Doubt.code`.
_WANTED = {
    "unstated": ("кто снял и чьё это", "кто в кадре, есть ли дети и кто разрешил снимать"),
    "no_author": ("кто снял",),
    "no_contract": ("номер и день договора",),
    "no_licence": ("как называется лицензия и где она указана",),
    "people_unstated": ("кто в кадре и можно ли узнать людей",),
    "people_unasked": ("согласие тех, кого можно узнать: снимок бумаги или PDF",),
    "children_unstated": ("есть ли в кадре дети, и если есть, кто разрешил их снимать",),
    "no_parents": ("кто из родителей разрешил снимать детей", "согласие родителей: снимок бумаги или PDF"),
    "no_paper": ("согласие родителей: снимок бумаги или PDF",),
    "expired": ("можно ли ставить дальше и до какого дня",),
}
HOW = (
    "Ответьте на странице поручения: бумага из поля «Согласие» ляжет прямо к этому файлу. Сам файл ещё раз присылать "
    "не нужно."
)


def register_kind() -> None:
    register(
        RequestKind(
            KIND,
            "сказать, можно ли ставить",
            "Ответить",
            "photo",
            is_offered=False,
            subject=_subject,
            draft=draft_of,
        )
    )


def draft_of(administration: Administration, pk: int) -> Draft | None:
    """What the file lacks, in plain words, to the department that it came from. None if it lacks nothing."""
    rows = Media.objects.of(administration).select_related("rights", "uploaded_by")
    media = rows.filter(pk=pk).first()
    doubts = doubts_of(media, terms_for(administration)) if media is not None else ()
    if media is None or not doubts:
        return None
    name, named = _NAMES.get(MediaKind(media.kind), _PHOTO)
    rights = rights_of(media)
    return Draft(
        title=f"{name} «{_title_of(media)}»: можно ли ставить",
        text=_text_of(named, doubts),
        department_id=(rights.department_id if rights else None) or media.uploaded_by.department_id,
    )


def inquiry_about(media: Media, person: Person) -> Inquiry | None:
    """Where the person asks about the file. One query."""
    if not may(person, "requests.ask"):
        return None
    url = f"{reverse('requests:ask')}?{urlencode({'kind': KIND, 'subject': media.pk})}"
    rows = Request.objects.of(media.administration_id).filter(kind=KIND, subject_id=media.pk, state__in=OPEN)
    found = rows.order_by("-pk").first()
    return Inquiry(url, _use(found) if found is not None else None)


def asked_about(request: Request) -> Media | None:
    """The file that the request asks about; None, without a query, in requests of other kinds."""
    if request.kind != KIND or request.subject_id is None:
        return None
    rows = Media.objects.of(request.administration_id).select_related("rights__stated_by")
    found: Media | None = rows.filter(pk=request.subject_id).first()
    return found


def attach_asked_file(request: Request, by: Person) -> None:
    """Show the department the file that it is asked about."""
    media = asked_about(request)
    if media is not None:
        attach(request, by, [media], from_press=True)


def _use(request: Request) -> Use:
    return Use(request.title, reverse("requests:detail", args=[request.pk]), str(request.get_state_display()))


def _subject(administration: Administration, pk: int) -> Subject | None:
    media = Media.objects.of(administration).select_related("rights").filter(pk=pk).first()
    return Subject(_title_of(media), reverse("media:detail", args=[pk])) if media is not None else None


def _title_of(media: Media) -> str:
    rights = rights_of(media)
    return excerpt((rights.title if rights else "") or media.name, LONGEST_TITLE)


def _text_of(named: str, doubts: Iterable[Doubt]) -> str:
    said = "; ".join(doubt.sentence for doubt in doubts)
    wanted = dict.fromkeys(one for doubt in doubts for one in _WANTED.get(doubt.code, ()))
    lines = ";\n".join(f"— {one}" for one in wanted)
    return f"{named} пока нельзя ставить: {said}.\nПришлите, пожалуйста:\n{lines}.\n{HOW}"
