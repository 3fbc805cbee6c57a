"""The editor's form: the words of a version, its own texts for networks, and the words of its pictures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import NetworkSlug
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.models import Picture, PostVersion

# Four times what the most patient network takes: beyond it nobody writes a post.
LONGEST = 65_536
_TOO_LONG = _(
    "Текст длиннее 65 536 знаков, столько не берёт ни одна сеть. Он не сохранён, но остался в окне: сократите его."
)
_LONG_ALT = _("Описание фото длиннее 300 знаков. Оно осталось в окне: сократите до одной фразы.")


class TextField(forms.CharField):
    """Kept as typed, also with blanks at its ends; line ends are made one kind."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, strip=False, max_length=LONGEST, error_messages={"max_length": _TOO_LONG}, **kwargs
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class DraftForm(forms.Form):
    """`networks`: slugs of the chosen accounts. An empty text of a network means that the common one goes there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    # «Оставить мой»: the revision of the other text, over which this one is saved with open eyes.
    over = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = TextField(label=_("Общий текст"))

    def __init__(self, *args: Any, stored: PostVersion, networks: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.networks = tuple(networks)
        self.pictures: tuple[Picture, ...] = tuple(stored.pictures.all())
        words = draft_of(stored)
        self.initial.update(version=stored.revision, text=words.text)
        for slug in self.networks:
            self.fields[f"text_{slug}"] = TextField(label=NetworkSlug(slug).label, initial=words.variants.get(slug, ""))
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
    def draft(self) -> Draft:
        """What the window holds; valid or not, nothing typed is dropped."""
        texts = {slug: self._typed(f"text_{slug}") for slug in self.networks}
        return Draft(self._typed("text"), {slug: text for slug, text in texts.items() if text.strip()})

    @property
    def alts(self) -> dict[int, str]:
        """The words of the pictures that the form named."""
        named = {picture.pk: f"alt_{picture.pk}" for picture in self.pictures}
        return {pk: self._typed(name) for pk, name in named.items() if self.add_prefix(name) in self.data}

    @property
    def revision(self) -> int:
        return int(self.cleaned_data["over"] or self.cleaned_data["version"])

    def sentence(self) -> str:
        """The first error, for a page that has room for one."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    def _typed(self, name: str) -> str:
        clean = getattr(self, "cleaned_data", {})
        return str(clean[name]) if name in clean else str(self[name].value() or "")


class PhotosForm(forms.Form):
    """Photos that came with the draft. Each is judged by `kernel.uploads`, so that one bad file spoils no other."""

    photos = forms.FileField(
        label=_("Добавить фото"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def files_sent(self) -> "list[UploadedFile[Any]]":
        return list(self.files.getlist("photos")) if self.is_bound else []


def _alt_field(picture: Picture) -> forms.CharField:
    example = _("Например: вечер, на катке под фонарями четверо")
    return forms.CharField(
        label=_("Что на фото %(number)s") % {"number": picture.position + 1},
        required=False,
        max_length=300,
        initial=picture.alt,
        error_messages={"max_length": _LONG_ALT},
        widget=forms.TextInput(attrs={"placeholder": example}),
    )
