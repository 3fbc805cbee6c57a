"""«Страница»: a new description, avatar and cover of an account, as far as its network has them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from veche.accounts.models import Account
from veche.kernel.uploads import Limits, UploadRefused, take_picture
from veche.networks.page import PictureSize, description_problem, picture_problem
from veche.networks.protocol import Describe, Photo, SetAvatar, SetCover, Verb
from veche.networks.registry import NETWORKS
from veche.networks.text import canonical, tidy
from veche.outbox.domain.page import ProfileAct, is_altered, profile_abilities, standing_description

_FIELDS = {"description": Verb.DESCRIBE, "avatar": Verb.SET_AVATAR, "cover": Verb.SET_COVER}
# More than any network takes: what is longer was pasted by mistake.
LONGEST = 20_000


class PageForm(forms.Form):
    """Only changed fields become acts. A picture is stored when the form is valid."""

    description = forms.CharField(
        label="Описание",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    avatar = forms.FileField(
        label="Аватар", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"})
    )
    cover = forms.FileField(
        label="Обложка", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"})
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        self.standing = standing_description(account)
        self.is_altered = is_altered(account)
        super().__init__(*args, **kwargs)
        self.fields["description"].initial = self.standing
        limits, self.ways = NETWORKS[account.network].page_limits, profile_abilities(account)
        for name, verb in _FIELDS.items():
            if self.ways[verb].mode == "absent":
                del self.fields[name]
        self.fields["description"].help_text = f"Сеть берёт до {limits.description} знаков."
        if self.is_altered:
            self.fields["description"].help_text += " В сети его сменили; здесь наше, «Сменить» вернёт его."
        self._say_size("avatar", limits.avatar)
        self._say_size("cover", limits.cover)

    def _say_size(self, name: str, size: PictureSize | None) -> None:
        if size is not None and name in self.fields:
            least = {"width": size.width, "height": size.height, "advice": size.advice}
            self.fields[name].help_text = "JPEG или PNG не меньше {width} × {height}. {advice}".format(**least)

    def clean_description(self) -> str:
        text = tidy(self.cleaned_data["description"])
        if self.standing and not text:
            raise forms.ValidationError("Пустое описание не отправим: напишите, чья это страница.")
        if problem := description_problem(NETWORKS[self.account.network].page_limits, text):
            raise forms.ValidationError(problem)
        return text

    def clean_avatar(self) -> Photo | None:
        return self._picture("avatar", NETWORKS[self.account.network].page_limits.avatar)

    def clean_cover(self) -> Photo | None:
        return self._picture("cover", NETWORKS[self.account.network].page_limits.cover)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(self.wanted(cleaned)):
            raise forms.ValidationError("Менять нечего: впишите описание или выберите картинку.")
        return cleaned

    def wanted(self, cleaned: dict[str, Any] | None = None) -> Iterator[ProfileAct]:
        """The acts for the changed fields."""
        known = self.cleaned_data if cleaned is None else cleaned
        text = known.get("description", "")
        if text and (self.is_altered or canonical(text) != canonical(self.standing)):
            yield Describe(text)
        if known.get("avatar"):
            yield SetAvatar(known["avatar"])
        if known.get("cover"):
            yield SetCover(known["cover"])

    def _picture(self, name: str, size: PictureSize | None) -> Photo | None:
        sent: UploadedFile | None = self.cleaned_data[name]  # type: ignore[type-arg] # no such argument at run time
        if sent is None or size is None:
            return None
        root = Path(settings.MEDIA_ROOT)
        try:
            taken = take_picture(
                sent, name=sent.name or "", root=root, limits=Limits(formats=frozenset({"JPEG", "PNG"}))
            )
        except UploadRefused as error:
            raise forms.ValidationError(str(error)) from None
        if problem := picture_problem(size, width=taken.width, height=taken.height, weight=taken.size):
            raise forms.ValidationError(problem)
        return Photo(path=taken.path(root), mime=taken.mime, sha256=taken.sha256)
