"""Template filters and tags for display: faces of states, form fields, numbers."""

import re
from functools import cache, lru_cache
from os.path import commonprefix

from django import template
from django.forms import BoundField, CheckboxInput, FileInput
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from veche.morphology import numerals
from veche.networks.profile import Names
from veche.networks.registry import NETWORKS
from veche.outbox import words as outbox_words
from veche.outbox.models import Act
from veche.staff.domain.mail import is_set_up
from veche.web.addresses import address
from veche.web.faces import FACES, Face

register = template.Library()
register.simple_tag(address)

# Fewer signs than that are not worth a press; more line ends than that are folded.
NOT_WORTH, MOST_BREAKS = 40, 4


@register.simple_tag
@cache
def icon(name: str, tone: str = "") -> SafeString:
    """What `<c-icon>` draws. Components and the menu use it: a page has a hundred icons, and a component takes long."""
    kind = f"icon {tone}" if tone else "icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', kind, icons_url(), name)


@register.simple_tag
@lru_cache(maxsize=1000)
def status(state: str, text: str = "") -> SafeString:
    """What `<c-status>` draws, for lists."""
    look = FACES[str(state)]
    kind = f"status status-{look.tone}" if look.tone else "status"
    return format_html('<span class="{}">{}{}</span>', kind, icon(look.icon), text or look.word)


@register.simple_tag
@cache
def net(slug: str, off: str = "", dropped: str = "", large: str = "") -> SafeString:
    """What `<c-net>` draws, for lists."""
    mark, aside = NETWORKS[slug].names, ": ждёт связи" if off else ": снята" if dropped else ""
    kind = f"net net-{mark.badge.lower()}{' net-off' if aside else ''}{' net-lg' if large else ''}"
    return format_html('<abbr class="{}" title="{}{}">{}</abbr>', kind, mark.title, aside, mark.badge)


@register.simple_tag
def picture(sha256: str) -> SafeString:
    """A tiny picture in the place of a format's icon; the title beside it says what it is of."""
    url = reverse("media:list_thumb", args=[sha256])
    return format_html('<img class="tiny" src="{}" alt="" width="20" height="15" loading="lazy" decoding="async">', url)


@register.simple_tag
def bar(
    value: float, tone: str = "", height: int | str = 8, kind: str = "", of: int | str = 100, label: str = ""
) -> SafeString:
    """What `<c-bar>` draws, for lists. `kind`: more classes; without a `label` it only repeats a number beside it."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 {of} {height}" preserveAspectRatio="none" {}>'
        '<rect class="bar-track" width="{of}" height="{height}"/><rect class="{}" width="{}" height="{height}"/></svg>',
        f"meter {kind}" if kind else "meter",
        said,
        f"bar-{tone}" if tone else "bar",
        value,
        of=of,
        height=height,
    )


@cache
def icons_url() -> str:
    return static("dist/icons.svg")


@register.simple_tag
def letters_leave() -> bool:
    """Whether a mail server is configured."""
    return is_set_up()


@register.filter
def face(state: str) -> Face:
    """The face of a state; raises for an unknown one."""
    return FACES[str(state)]


@register.filter
def said_by(act: Act | None, zone: str) -> str:
    """Who confirmed an act and when; "" if no person did. Needs `confirmed_by` in the query."""
    return outbox_words.said_by(act, zone)


@register.filter
def after_colon(sentence: str) -> str:
    """With a lower-case first letter, except for names of networks and abbreviations."""
    is_name = sentence.startswith(_names()) or not sentence[1:2].islower()
    return sentence if is_name else sentence[:1].lower() + sentence[1:]


@cache
def _names() -> tuple[str, ...]:
    """What every case of a network's name begins with."""
    both = ([network.title, network.names.genitive] for network in NETWORKS.values())
    return tuple(commonprefix(forms) for forms in both)  # noqa: RUF071 -- letter by letter is what is wanted


@register.filter
def badge(slug: str) -> Names:
    return NETWORKS[slug].names


@register.filter
def initials(name: str) -> str:
    """Two letters for an avatar: «Начальник пресс-службы» → «НП», «Отдел» → «ОТ»."""
    words = re.findall(r"\w+", name)
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else name.strip()[:2]
    return letters.upper()


@register.filter
def is_long(words: object, most: str = "240") -> bool:
    """Whether a list cuts the text (`<c-fold>`): over `most` characters; 240 are about four lines at 1366 pixels."""
    said = str(words)
    return len(said) > int(most) + NOT_WORTH or said.count("\n") > MOST_BREAKS


@register.filter
def counted(number: int, words: str) -> str:
    """`{{ 5|counted:"запись,записи,записей" }}` → «5 записей»: the words for 1, 2 and 5."""
    return numerals.counted(number, *words.split(","))


@register.filter
def form(number: int, words: str) -> str:
    """The word alone, where the number is drawn in its own way: `{{ 5|form:"запись,записи,записей" }}` → «записей»."""
    return numerals.form(number, *words.split(","))


@register.filter
def undo_url(tags: str) -> str:
    """`messages.success(request, text, extra_tags="undo:/address/")` puts «Отменить» into the toast."""
    return next((tag.removeprefix("undo:") for tag in tags.split() if tag.startswith("undo:")), "")


@register.simple_tag
def control(field: BoundField, **attrs: str) -> SafeString:
    """The field's widget with our class and ids of hint and errors; `data_key` becomes `data-key`."""
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
    drawn: dict[str, str | bool] = {"class": f"{_css_class(field)} {attrs.pop('class', '')}".strip()}
    if field.field.widget.attrs.get("placeholder") == field.label:
        drawn["placeholder"] = ""  # the label already says it
    if described:
        drawn["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=drawn | {name.replace("_", "-"): value for name, value in attrs.items()})


def _css_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    own = widget.attrs.get("class", "")
    bad = "input-bad" if field.errors else ""
    base = "input input-file" if isinstance(widget, FileInput) else "input"
    return " ".join(filter(None, (base, own, bad)))
