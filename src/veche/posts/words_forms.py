"""Forms about the words of a post: other words, a remark on a place, a comment."""

from typing import Any

from django import forms
from django.core import signing

from veche.kit.fields import WholeField
from veche.morphology.numerals import grouped
from veche.morphology.sentences import sentences
from veche.networks.registry import NETWORKS
from veche.posts.domain.comments import NOT_THERE, NOTHING_SAID, Place, occurrence_at
from veche.posts.domain.suggest import Seen
from veche.posts.forms import TextField
from veche.posts.models import Comment, Post

SALT = "posts.seen"
STALE = "Не разобрать, какой текст был перед вами. Написанное на месте: сравните с текстом ниже и отправьте снова."
EMPTIED = "Вы стёрли весь текст. Если запись не нужна, напишите об этом замечание, пресс-служба ответит."


def seen_mark(post: Post, seen: Seen) -> str:
    """The text that a page shows, signed, so that an answer can be compared with it whatever is saved meanwhile."""
    return signing.dumps([post.pk, seen.network, seen.text], salt=SALT, compress=True)


class SeenForm(forms.Form):
    """A form beside a text. `mark`: of the text now; `seen`: what was before the person."""

    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": STALE})

    def __init__(self, *args: Any, post: Post, now: Seen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.now = post, now
        self.mark = seen_mark(post, now)

    @property
    def shown_mark(self) -> str:
        """What the page carries on: the text of the first page, or the present one if that cannot be read."""
        return str(self.data["seen"]) if self.is_bound and "seen" not in self.errors else self.mark

    def clean_seen(self) -> Seen:
        try:
            pk, network, text = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except (signing.BadSignature, ValueError) as error:
            raise forms.ValidationError(STALE) from error
        if pk != self.post.pk:
            raise forms.ValidationError(STALE)
        return Seen(text, network)

    def sentence(self) -> str:
        """The first error that no field on the page shows."""
        return next((str(error) for name in ("seen", "__all__") for error in self.errors.get(name, ())), "")


def longest_of(network: str) -> int:
    """Characters of the longest text that a post may have: the own text of a network, or the common one."""
    return NETWORKS[network].limits.text if network else max(one.limits.text for one in NETWORKS.values())


def too_long(most: int, network: str) -> str:
    takes = f"столько {NETWORKS[network].title} не берёт" if network else "столько не берёт ни одна сеть"
    return (
        f"Текст длиннее {grouped(most)} знаков, {takes}. Пресс-служба его не получила, но он остался в окне целиком: "
        "сократите его и отправьте снова."
    )


class SuggestForm(SeenForm):
    text = TextField(label="Как должно быть")
    note = WholeField(
        label="Почему (необязательно)",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Например: воду привезут только в понедельник"}),
    )

    def __init__(self, *args: Any, now: Seen, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.initial.setdefault("text", now.text)
        # A text that is longer already can still be corrected.
        self.longest = max(longest_of(now.network), len(now.text))
        self.too_long = too_long(self.longest, now.network)
        self.fields["text"].error_messages["max_length"] = self.too_long

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(EMPTIED)
        if len(text) > self.longest:
            raise forms.ValidationError(self.too_long)
        return text


class CommentForm(SeenForm):
    """`place`: the number of a sentence, "" for the whole text; instead of it `quote` and `occurrence`, if marked."""

    words = WholeField(
        label="Что сказать",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": NOTHING_SAID,
            "max_length": "Длиннее 2000 знаков. Сократите, остальное на месте.",
        },
    )
    place = forms.CharField(required=False, max_length=10)
    quote = TextField(widget=forms.HiddenInput)
    occurrence = forms.IntegerField(required=False, min_value=1, max_value=30_000, widget=forms.HiddenInput)
    answers = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, post=post, **kwargs)
        own = Comment.objects.of(post.administration_id).filter(post=post, answers=None)
        answers: Any = self.fields["answers"]
        answers.queryset = own

    @property
    def answered(self) -> int | None:
        """The comment that a submitted form answers; None if it begins a line of its own."""
        found = getattr(self, "cleaned_data", {}).get("answers")
        return found.pk if found is not None else None

    @property
    def refusal(self) -> str:
        """The first error, for a form without its fields' own places."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    @property
    def places(self) -> list[tuple[str, str, bool]]:
        """The sentences of the text that the form carries on: number, words, whether it is chosen."""
        seen: Seen = getattr(self, "cleaned_data", {}).get("seen", self.now)
        chosen = self["place"].value() or ""
        return [(str(number), one.text, str(number) == chosen) for number, one in enumerate(sentences(seen.text))]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("place") and "seen" in said and not any(chosen for *_, chosen in self.places):
            raise forms.ValidationError(NOT_THERE)
        return said

    @property
    def marked(self) -> Place | None:
        """The place that a valid form names."""
        said = self.cleaned_data
        if said["quote"]:
            return Place(said["seen"], said["quote"], said["occurrence"] or 1)
        if not said["place"]:
            return None
        one = list(sentences(said["seen"].text))[int(said["place"])]
        return Place(said["seen"], one.text, occurrence_at(said["seen"].text, one.text, one.start))
