"""The editor's form: the text of a version, own texts for networks, picture descriptions."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from veche.kernel.bidi import is_blank
from veche.kit.fields import ACCEPTED, ManyFiles, WholeField
from veche.kit.marks import submitted_marks
from veche.media.enums import MediaKind
from veche.networks.protocol import Poll
from veche.networks.registry import NETWORKS
from veche.posts.domain import labels as labelling
from veche.posts.domain.labels import Labels
from veche.posts.domain.merge import poll_value
from veche.posts.domain.polls import PollWords, words_in
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.models import Picture, PostVersion

# Four times what the most patient network takes: beyond it nobody writes a post.
LONGEST = 65_536
LONGEST_COMMENT = 2000
# Telegram keeps a poll open for a month at most.
POLL_DAYS = (
    (0, "не закрывать"),
    (1, "через сутки"),
    (3, "через 3 дня"),
    (7, "через неделю"),
    (14, "через 2 недели"),
    (30, "через 30 дней"),
)
_TOO_LONG = (
    "Текст длиннее 65 536 знаков, столько не берёт ни одна сеть. Он не сохранён, но остался в окне: сократите его."
)
_LONG_ALT = "Описание фото длиннее 300 знаков. Оно осталось в окне: сократите до одной фразы."

# The check of the text depends on them.
_BESIDE_TEXT = {"data-beside-text": ""}


class TextField(forms.CharField):
    """Keeps the text as typed, with surrounding blanks; normalises line ends."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, strip=False, max_length=LONGEST, error_messages={"max_length": _TOO_LONG}, **kwargs
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class LabelsForm(forms.Form):
    """Labels of a post. `labels_there` as `poll_there`."""

    labels_there = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)
    ad = forms.BooleanField(label="Реклама", required=False, widget=forms.CheckboxInput(attrs=_BESIDE_TEXT))
    advertiser = WholeField(
        label="Рекламодатель",
        required=False,
        max_length=200,
        error_messages={"max_length": "Рекламодатель длиннее 200 знаков. Он остался в окне: сократите."},
        widget=forms.TextInput(attrs={"placeholder": "ООО «Двор», ИНН 2209000000"}),
    )
    # As typed: what is wrong with it is said before sending, so that it keeps no text from being saved.
    erid = WholeField(
        label="erid",
        required=False,
        max_length=100,
        error_messages={"max_length": "erid длиннее 100 знаков. Он остался в окне: проверьте."},
        widget=forms.TextInput(attrs=_BESIDE_TEXT | {"placeholder": "даст оператор рекламы", "autocomplete": "off"}),
    )
    adults = forms.BooleanField(label="18+", required=False)
    signed = forms.BooleanField(label="Подпись", required=False)
    tagged = forms.BooleanField(label="Хештеги", required=False)
    first_comment = WholeField(
        label="Первый комментарий",
        required=False,
        max_length=LONGEST_COMMENT,
        error_messages={"max_length": "Первый комментарий длиннее 2000 знаков. Он остался в окне: сократите."},
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Расшифровка видео, ссылка на документ"}),
    )
    election = forms.BooleanField(label="О выборах", required=False, widget=forms.CheckboxInput(attrs=_BESIDE_TEXT))

    @property
    def labels(self) -> Labels:
        """The typed labels, valid or not."""
        ticks = {name: bool(self[name].value()) for name in ("ad", "adults", "election", "signed", "tagged")}
        typed = ("advertiser", "erid", "first_comment")
        said = {name: _seen(str(self[name].value() or "").replace("\0", "").strip()) for name in typed}
        said["first_comment"] = said["first_comment"].replace("\r\n", "\n").replace("\r", "\n")
        return Labels(**ticks, **said)  # type: ignore[arg-type]


class DraftForm(LabelsForm):
    """`networks`: slugs of the chosen accounts. An empty own text means that the common one is used."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    # «Оставить мой»: the revision of the other text, over which this one is saved with open eyes.
    over = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = TextField(label="Общий текст")
    link = forms.CharField(
        label="Ссылка",
        required=False,
        max_length=3000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
        error_messages={"max_length": "Ссылка длиннее 3000 знаков. Она осталась в окне: дайте короткую."},
    )
    # Present where the window shows the poll: a form without it leaves the poll as it is.
    poll_there = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)
    poll_question = WholeField(label="Вопрос", required=False, max_length=1000, strip=False)
    poll_options = TextField(label="Ответы, каждый с новой строки")
    poll_multiple = forms.BooleanField(label="Можно выбрать несколько", required=False)
    poll_anonymous = forms.BooleanField(label="Анонимно", required=False, initial=True)
    poll_days = forms.ChoiceField(label="Закрыть", choices=POLL_DAYS, required=False, initial=0)

    def __init__(self, *args: Any, stored: PostVersion, networks: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.networks = tuple(networks)
        self.pictures: tuple[Picture, ...] = tuple(stored.pictures.all())
        words = draft_of(stored)
        self._stored_poll = words.poll
        self._stored_link = words.link
        self._stored_labels = words.labels
        self.initial.update(version=stored.revision, text=words.text, link=words.link, **_poll_initial(stored))
        self.initial.update(words.labels.stored)
        for slug in self.networks:
            self.fields[f"text_{slug}"] = TextField(label=NETWORKS[slug].title, initial=words.variants.get(slug, ""))
        for picture in self.pictures:
            self.fields[f"alt_{picture.pk}"] = _alt_field(picture)

    @property
    def own_fields(self) -> list[tuple[str, forms.BoundField]]:
        """A field for each network, with its slug."""
        return [(slug, self[f"text_{slug}"]) for slug in self.networks]

    @property
    def picture_fields(self) -> list[tuple[Picture, forms.BoundField]]:
        return [(picture, self[f"alt_{picture.pk}"]) for picture in self.pictures]

    @property
    def has_poll(self) -> bool:
        """Whether a poll is stored or typed."""
        return not is_blank(self._typed("poll_question") + self._typed("poll_options"))

    @property
    def draft(self) -> Draft:
        """The typed text, valid or not."""
        texts = {slug: self._typed(f"text_{slug}") for slug in self.networks}
        own = {slug: text for slug, text in texts.items() if not is_blank(text)}
        poll = self.poll
        if poll is None:
            return Draft(self._typed("text"), own, self._stored_poll, self._link, self._labels)
        open_for = timedelta(days=poll.open_days) if poll.open_days else None
        shown = Poll(poll.question, poll.options, poll.multiple, poll.anonymous, open_for) if poll else None
        return Draft(self._typed("text"), own, shown, self._link, self._labels)

    @property
    def typed_link(self) -> str | None:
        """The typed link; None without the field, which keeps the stored one."""
        shown = self.is_bound and self.add_prefix("link") in self.data
        return self._typed("link").strip() if shown else None

    @property
    def typed_labels(self) -> Labels | None:
        """The typed labels; None without their fields, which keeps the stored ones."""
        return self.labels if self.is_bound and self.data.get(self.add_prefix("labels_there")) else None

    @property
    def _labels(self) -> Labels:
        typed = self.typed_labels
        return self._stored_labels if typed is None else typed

    @property
    def _link(self) -> str:
        return self._stored_link if self.typed_link is None else self.typed_link

    @property
    def poll(self) -> PollWords | None:
        """The typed poll; None without its fields. Empty lines are no answers."""
        if not self.is_bound or self.add_prefix("poll_there") not in self.data:
            return None
        clean = getattr(self, "cleaned_data", {})
        lines = (line.strip() for line in self._typed("poll_options").split("\n"))
        return PollWords(
            self._typed("poll_question").strip(),
            tuple(line for line in lines if not is_blank(line)),
            bool(clean.get("poll_multiple")),
            bool(clean.get("poll_anonymous")),
            int(clean.get("poll_days") or 0),
        )

    @property
    def alts(self) -> dict[int, str]:
        """Descriptions of the pictures in the form."""
        named = {picture.pk: f"alt_{picture.pk}" for picture in self.pictures}
        return {pk: self._typed(name) for pk, name in named.items() if self.add_prefix(name) in self.data}

    @property
    def typed(self) -> dict[str, str]:
        """Submitted values by field name, as `kit.marks` compares them."""
        own = self.draft.variants
        values = {"text": self._typed("text")} | {f"text_{slug}": own.get(slug, "") for slug in self.networks}
        values |= {f"alt_{pk}": alt.strip() for pk, alt in self.alts.items()}
        if (link := self.typed_link) is not None:
            values["link"] = link
        if (poll := self.poll) is not None:
            values["poll"] = poll_value(poll)
        if (labels := self.typed_labels) is not None:
            values |= labelling.values_of(labels)
        return values

    @property
    def seen(self) -> dict[str, str] | None:
        """Marks of what the window showed, by field; None if it did not say."""
        return submitted_marks(self.data)

    @property
    def revision(self) -> int:
        return int(self.cleaned_data["over"] or self.cleaned_data["version"])

    def sentence(self) -> str:
        """The first error."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    def _typed(self, name: str) -> str:
        clean = getattr(self, "cleaned_data", {})
        return str(clean[name]) if name in clean else str(self[name].value() or "")


class PhotosForm(forms.Form):
    """Photos sent with the draft, each judged by `kernel.uploads`, so that a bad one spoils no other."""

    photos = forms.FileField(
        label="Добавить фото, видео или файл",
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )

    def files_sent(self) -> "list[UploadedFile[Any]]":
        return list(self.files.getlist("photos")) if self.is_bound else []


def _poll_initial(stored: PostVersion) -> dict[str, object]:
    words = words_in(stored)
    return {
        "poll_question": words.question,
        "poll_options": "\n".join(words.options),
        "poll_multiple": words.multiple,
        "poll_anonymous": words.anonymous,
        "poll_days": words.open_days,
    }


def _seen(words: str) -> str:
    return "" if is_blank(words) else words


def _alt_field(picture: Picture) -> WholeField:
    example = "Например: вечер, на катке под фонарями четверо"
    what = {MediaKind.VIDEO: "Что в видео %(number)s", MediaKind.DOCUMENT: "О чём файл %(number)s"}
    label = what.get(MediaKind(picture.media.kind), "Что на фото %(number)s")
    return WholeField(
        label=label % {"number": picture.position + 1},
        required=False,
        max_length=300,
        initial=picture.alt,
        error_messages={"max_length": _LONG_ALT},
        widget=forms.TextInput(attrs={"placeholder": example}),
    )
