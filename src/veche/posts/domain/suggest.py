"""Suggest other words for a text, take them back, and decide about them sentence by sentence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.items import lock_item
from veche.posts.domain.news import DECIDED, SUGGESTED, notify_people, press_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import draft_of
from veche.posts.domain.sentences import SentenceChange, places_in, replaced, sentence_changes
from veche.posts.domain.write import new_version, save_text
from veche.posts.enums import ChangeState
from veche.posts.errors import ChangeDecided, PostError
from veche.posts.models import Post, PostVersion, SuggestedChange, Suggestion
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Department, Office, Person
from veche.staff.together import Reading, set_prefetched

SAME = "Вы не изменили ни слова. Поправьте текст и отправьте снова."
WITHDRAWN = "Эти слова забрал назад тот, кто их предложил: {who}. Текст не изменился."
DECIDED_BY = "Это уже решили: {who}, {what}. Второй ответ не нужен, ничего не потеряно."
CHANGED_MEANWHILE = "Пока вы принимали слова, текст сохранили. Ничего не изменилось: посмотрите его и примите снова."
GONE = "Взять нельзя: в этом месте текст уже другой. Прочитайте его и поправьте сами, предложение на месте."


@dataclass(frozen=True, slots=True)
class Side:
    """For whom a person speaks about a text; nobody named: for themselves."""

    department: Department | None = None
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The text that a person had before them: the common one, or that of `network`."""

    text: str
    network: str = ""


def suggest(*, post: Post, by: Person, seen: Seen, text: str, note: str = "", side: Side | None = None) -> Suggestion:
    """Store other words for the text `seen`. The same words sent twice are one suggestion.

    Raises `PostError` if nothing is changed.
    """
    changes = sentence_changes(seen.text, text)
    if not changes:
        raise PostError(SAME)
    side = side or Side()
    with transaction.atomic():
        lock_item(post.plan_item)
        earlier = (
            open_ones(post.administration_id)
            .filter(post=post, author=by, network=seen.network, base=seen.text, text=text)
            .first()
        )
        if earlier is not None:
            return earlier
        made: Suggestion = Suggestion.objects.create(
            administration=post.administration,
            post=post,
            network=seen.network,
            base=seen.text,
            text=text,
            note=note.strip(),
            author=by,
            department=side.department,
            office=side.office,
            at=now(),
        )
        SuggestedChange.objects.bulk_create(_row(made, change) for change in changes)
        notify_people(post, SUGGESTED, made.pk, press_of(post), by)
        _record(made, by, "post.suggested", len(changes))
    return made


def withdraw(*, suggestion: Suggestion, by: Person) -> None:
    """Take one's own words back. Sentences that the press has taken stay in the text."""
    with transaction.atomic():
        locked = _locked(suggestion)
        _refuse_over(locked)
        _waiting(locked).delete()
        locked.withdrawn_at = now()
        locked.save(update_fields=("withdrawn_at",))
        _record(locked, by, "post.suggestion_withdrawn", 0)


def take(*, suggestion: Suggestion, by: Person, changes: Collection[int] | None = None) -> PostVersion:
    """Put these sentences, by default all that wait, into the working version; its author's hand is recorded there.

    All of them are taken except those whose place has changed: these wait on. Raises `PostError` if none can be taken.
    """
    with transaction.atomic():
        locked = _locked(suggestion)
        rows = _chosen(locked, changes)
        version = latest_version(locked.post)
        places = dict(zip(rows, where_now(locked, rows, version), strict=True))
        fitting = {row: place for row, place in places.items() if place is not None}
        if not fitting:
            raise PostError(GONE)
        saved = _write(locked, version, by, fitting)
        _put_down(fitting, ChangeState.TAKEN, by)
        _close(locked, by)
        _record(locked, by, "post.suggestion_taken", len(fitting), version=saved.number)
    return saved


def leave(
    *, suggestion: Suggestion, by: Person, changes: Collection[int] | None = None, reason: str = ""
) -> Suggestion:
    """Leave the text as it is in these places, by default in all that wait."""
    with transaction.atomic():
        locked = _locked(suggestion)
        rows = _chosen(locked, changes)
        places = where_now(locked, rows, latest_version(locked.post))
        gone = [row for row, place in zip(rows, places, strict=True) if place is None]
        _put_down(gone, ChangeState.OUTDATED, by, reason)
        _put_down([row for row in rows if row not in gone], ChangeState.LEFT, by, reason)
        _close(locked, by)
        _record(locked, by, "post.suggestion_left", len(rows))
    return locked


def open_ones(administration: Administration | int) -> QuerySet[Suggestion]:
    """Suggestions that wait for the press."""
    found: QuerySet[Suggestion] = Suggestion.objects.of(administration)
    return found.filter(decided_at=None, withdrawn_at=None)


def reading_of_open_by_post(administration: Administration) -> Reading[list[list[Suggestion]]]:
    """Suggestions that wait, by post, the longest waiting first."""
    return Reading(_open_of_city.bind(administration.pk), _by_post)


def _by_post(rows: Iterable[Suggestion]) -> list[list[Suggestion]]:
    found: dict[int, list[Suggestion]] = {}
    for one in rows:
        found.setdefault(one.post_id, []).append(one)
    return list(found.values())


@compiled_once
def _open_of_city(city: int) -> QuerySet[Suggestion]:
    found = open_ones(city).filter(post__plan_item__cancelled_at=None)
    return found.select_related("post__plan_item", "author", "department", "office").order_by("at", "pk")


def suggestions_of(post: Post) -> list[Suggestion]:
    """All suggestions with their changes, newest first. Two queries; one if there is none."""
    rows = SuggestedChange.objects.of(post.administration_id).select_related("by")
    found = (
        Suggestion.objects.of(post.administration_id)
        .filter(post=post)
        .select_related("author", "department", "office")
        .prefetch_related(Prefetch("changes", rows))
    )
    return list(found.order_by("-at", "-pk"))


def readings_of_open(post: Post) -> list[Reading[Any]]:
    """Suggestions that wait, newest first, and the rows of their changes, for `with_changes`."""
    of_post = (post.administration_id, post.pk)
    return [Reading(query.bind(*of_post), list) for query in (_open_suggestions, _open_changes)]


def with_changes(suggestions: list[Suggestion], changes: list[SuggestedChange]) -> list[Suggestion]:
    """The suggestions with `changes` as a prefetch would leave them."""
    for one in suggestions:
        set_prefetched(one, "changes", [change for change in changes if change.suggestion_id == one.pk])
    return suggestions


@compiled_once
def _open_suggestions(city: int, post: int) -> QuerySet[Suggestion]:
    found = open_ones(city).filter(post=post).select_related("author", "department", "office")
    return found.order_by("-at", "-pk")


@compiled_once
def _open_changes(city: int, post: int) -> QuerySet[SuggestedChange]:
    found: QuerySet[SuggestedChange] = SuggestedChange.objects.of(city).select_related("by")
    return found.filter(suggestion__in=open_ones(city).filter(post=post).values("pk"))


def where_now(
    suggestion: Suggestion, changes: Sequence[SuggestedChange], version: PostVersion
) -> list[tuple[int, int] | None]:
    """The place of each change in the text of `version`; None if that place has changed since."""
    rows = [SentenceChange(change.start, change.end, change.old, change.new) for change in changes]
    return places_in(text_in(version, suggestion.network), suggestion.base, rows)


def text_in(version: PostVersion, network: str) -> str:
    """The common text, or the own text of a network; "" if it has none. Prefetch `variants`."""
    own = (variant.text for variant in version.variants.all() if variant.network == network) if network else ()
    return next(iter(own), "") if network else version.text


def _row(suggestion: Suggestion, change: SentenceChange) -> SuggestedChange:
    place = {"start": change.start, "end": change.end, "old": change.old, "new": change.new}
    return SuggestedChange(administration_id=suggestion.administration_id, suggestion=suggestion, **place)


def _locked(suggestion: Suggestion) -> Suggestion:
    lock_item(suggestion.post.plan_item)  # first of all rows, as every verb about a post
    rows = Suggestion.objects.of(suggestion.administration_id).select_for_update(of=("self",))
    locked: Suggestion = rows.select_related("post__plan_item", "author").get(pk=suggestion.pk)
    locked.administration = suggestion.administration
    return locked


def _waiting(suggestion: Suggestion) -> QuerySet[SuggestedChange]:
    found: QuerySet[SuggestedChange] = SuggestedChange.objects.of(suggestion.administration_id)
    return found.filter(suggestion=suggestion, state=ChangeState.WAITING)


def _chosen(suggestion: Suggestion, changes: Collection[int] | None) -> list[SuggestedChange]:
    """Those of the named changes that wait. Raises `ChangeDecided` if none does."""
    named = SuggestedChange.objects.of(suggestion.administration_id).filter(suggestion=suggestion)
    named = named.filter(pk__in=changes) if changes is not None else named
    rows = [row for row in named.select_related("by") if row.state == ChangeState.WAITING]
    if not rows:
        _refuse_over(suggestion)
        _refuse_decided(named)
    return rows


def _refuse_over(suggestion: Suggestion) -> None:
    if suggestion.withdrawn_at is not None:
        raise ChangeDecided(WITHDRAWN.format(who=suggestion.author))
    if suggestion.decided_at is not None:
        _refuse_decided(SuggestedChange.objects.of(suggestion.administration_id).filter(suggestion=suggestion))


def _refuse_decided(changes: QuerySet[SuggestedChange]) -> NoReturn:
    last = changes.select_related("by").order_by("-at").first()
    if last is None:
        raise PostError("Этого предложения больше нет. Ничего не изменилось.")
    raise ChangeDecided(DECIDED_BY.format(who=last.by, what=last.get_state_display()))


def _write(
    suggestion: Suggestion, version: PostVersion, by: Person, places: Mapping[SuggestedChange, tuple[int, int]]
) -> PostVersion:
    network = suggestion.network
    text = replaced(text_in(version, network), [(place, row.new) for row, place in places.items()])
    new_version(post=suggestion.post, by=by)
    working = latest_version(suggestion.post)
    if text_in(working, network) != text_in(version, network):  # saved since `version` was read
        raise PostError(CHANGED_MEANWHILE)
    words = draft_of(working)
    own = dict(words.variants) | ({network: text} if network else {})
    saved = save_text(
        version=working,
        by=by,
        revision=working.revision,
        text=words.text if network else text,
        variants={slug: words for slug, words in own.items() if words.strip()},
    )
    saved.suggesters.add(suggestion.author)
    return saved


def _put_down(rows: Collection[SuggestedChange], state: ChangeState, by: Person, reason: str = "") -> None:
    found = SuggestedChange.objects.of(by.administration_id).filter(pk__in=[row.pk for row in rows])
    found.update(state=state, by=by, at=now(), reason=reason.strip())


def _close(suggestion: Suggestion, by: Person) -> None:
    """Tell the author what became of it, once, when no sentence waits any more."""
    if _waiting(suggestion).exists():
        return
    suggestion.decided_at = now()
    suggestion.save(update_fields=("decided_at",))
    notify_people(suggestion.post, DECIDED, suggestion.pk, [suggestion.author], by)


def _record(suggestion: Suggestion, by: Person, verb: str, sentences: int, **more: int) -> None:
    facts = {"suggestion": suggestion.pk, "sentences": sentences, **more}
    record(
        administration=suggestion.administration,
        actor=by,
        verb=verb,
        obj=suggestion.post,
        facts={name: value for name, value in facts.items() if value},
    )
