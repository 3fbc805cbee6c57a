"""No view, form or verb starts a query from an unscoped manager."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.forms import BaseForm, ModelChoiceField

from tests.security.unscoped import Leak, leaks

ROOMS = Path(__file__).parents[2] / "src" / "veche"
KINDS = ("*views*.py", "*forms*.py", "domain/*.py", "pages/*.py", "context*.py", "*tasks*.py")

# Places where a query may start without an administration, with reasons. An unused entry fails too.
MAY_BE_UNSCOPED = {
    "accounts/tasks.py": "a task has an id only, and the schedule checks everybody's keys",
    "approval/domain/silence.py": "the schedule decides silent steps of everybody",
    "appeals/domain/public.py": "a resident names the address of the public pages only",
    "appeals/domain/send_notices.py": "the schedule sends the notices of all administrations",
    "appeals/domain/remind.py": "the schedule reminds of everybody's appeals",
    "commenting/domain/compare.py": "each network's reading compares the modes of everybody's accounts",
    "commenting/domain/remind.py": "the schedule reminds of everybody's closed comments",
    "commenting/domain/reopen.py": "the schedule opens the comments of everybody whose term is over",
    "cases/domain/exchange.py": "the schedule drops everybody's abandoned tables",
    "cases/domain/remind.py": "the schedule reminds of everybody's cases",
    "cases/domain/unsent.py": "the schedule looks for answers of everybody that did not go out",
    "groups/domain/carry_out.py": "the schedule carries out what everybody decided about groups",
    "groups/domain/sort.py": "the schedule sorts the comments of everybody",
    "alarms/domain/access.py": "the schedule looks for entries of everybody that are not told yet",
    "alarms/domain/account_proposals.py": "the schedule looks for proposals of accounts of everybody",
    "alarms/domain/acts.py": "the schedule looks for what stands still, of everybody",
    "alarms/domain/bots.py": "a bot that runs an account of any administration is refused",
    "alarms/domain/bounces.py": "a letter that came back is known by its own number only",
    "alarms/domain/chat_news.py": "the schedule writes to the chats of everybody",
    "alarms/domain/divergences.py": "the schedule looks for changed posts of everybody",
    "alarms/domain/journal_and_backups.py": "the schedule looks at the journals of all administrations at once",
    "alarms/domain/keys.py": "the schedule looks for posts of everybody that wait for a key, and for refused keys",
    "alarms/domain/letters.py": "the schedule writes to whoever has something waiting",
    "alarms/domain/pages.py": "the schedule looks for changed pages of everybody",
    "alarms/domain/parcels.py": "the schedule fetches what was sent to the bots of everybody",
    "alarms/domain/receive_chats.py": "the schedule forgets old events of all bots",
    "alarms/domain/notify.py": "the schedule tells people of all administrations at once",
    "journal/domain/heads.py": "the schedule looks at the chains of all administrations at once",
    "journal/domain/strays.py": "chains of administrations that are not there",
    "inbox/domain/findable.py": "the schedule indexes the messages of all administrations",
    "inbox/domain/stuck.py": "the schedule lets residents wait again whose answers were given up",
    "inbox/tasks.py": "tasks by id, and the schedule that polls every account",
    "moderation/domain/evidence.py": "the schedule completes what waits for a picture",
    "moderation/domain/propose.py": "the schedule proposes for every new comment",
    "moderation/domain/remind.py": "the schedule reminds of second signatures in every administration",
    "moderation/domain/retention.py": "the night erases in every administration; one file may be of several",
    "moderation/domain/review.py": "the schedule reminds of reviews in every administration",
    "moderation/domain/settle.py": "the schedule settles what the networks have answered",
    "personal_data/domain/notes_and_appeals.py": "the night erases what is due in every administration",
    "personal_data/domain/erasing.py": "the night goes on with the requests of every administration",
    "personal_data/tasks.py": "a task has an id only",
    "plan/domain/after_event.py": "the schedule asks about the events of all administrations",
    "plan/domain/findable.py": "the schedule indexes the occasions of all administrations",
    "publishing/domain/findable.py": "the schedule indexes the publications of all administrations",
    "rumours/domain/still_needed.py": "one file may be of several administrations",
    "search/domain/health.py": "the doctor counts entries of all administrations",
    "search/domain/indexing.py": "the schedule indexes what was written in all administrations",
    "plan/domain/feeds.py": "a program names its secret address only",
    "plan/domain/memorial_days.py": "the schedule writes the days of everybody",
    "plan/domain/calendar_fetching.py": "the schedule reads the calendars of everybody",
    "outbox/domain/claim.py": "a task has the act's id only",
    "outbox/domain/freeze.py": "the schedule looks for acts of everybody that a freeze left behind",
    "outbox/domain/pause.py": "the schedule looks for acts of everybody that a pause left behind",
    "outbox/domain/paused.py": "a filter for the pauses of the acts' own administrations",
    "outbox/domain/rate_limiting.py": "a task has the act's id only",
    "outbox/domain/reconcile.py": "the schedule looks for stale acts of everybody",
    "outbox/domain/trial.py": "the schedule takes away every trial post that stands",
    "outbox/domain/resolve.py": "a task has the act's id only",
    "staff/domain/demo.py": "the demo's buttons stand before anybody has signed in",
    "approval/domain/step_news.py": "the schedule tells whoever is asked about a step, of everybody",
    "media/domain/uploads.py": "the schedule forgets old uploads, and the disk is one for everybody",
    "media/tasks.py": "a file by its id, and those that a dead worker left",
    "outbox/tasks.py": "the schedule reads back what stands in every account; a task has the act's id only",
    "publishing/tasks.py": "the schedule reads figures of every account",
    "publishing/domain/foreign.py": "the schedule judges posts on the pages of everybody",
    "publishing/domain/catch_up.py": "the schedule looks at publications of all administrations",
    "publishing/domain/first_comment.py": "the schedule looks at publications of all administrations",
    "approval/domain/department_requests.py": "the schedule looks at the steps of all administrations",
    "requests/domain/links.py": "a link is found by its signature, before anybody has signed in",
    "plan/domain/series.py": "the schedule places the items of all administrations",
    "requests/domain/remind.py": "the schedule looks at the deadlines of all administrations",
    "staff/domain/invite.py": "an invitation is found by the hash of its secret, before anybody has signed in",
    "staff/domain/invite_letters.py": "a letter that came back is known by its own number only",
    "staff/domain/password_letters.py": "a letter that came back is known by its own number only",
    "staff/domain/memberships.py": "one's own rows and sessions in all administrations of this server",
    "staff/domain/sign_in.py": "a failed sign-in has an address only",
    "staff/tasks.py": "a task has the person's id only",
}


def files() -> list[Path]:
    return sorted({path for kind in KINDS for path in ROOMS.glob(f"*/**/{kind}")})


@cache
def leaking() -> dict[str, list[Leak]]:
    """Leaks by file."""
    found = {str(path.relative_to(ROOMS)): leaks(path.read_text(encoding="utf-8")) for path in files()}
    assert found
    return found


def test_queries_start_from_an_administration():
    found = {
        path: [leak for leak in there if not (leak.unscoped_by_name and path in MAY_BE_UNSCOPED)]
        for path, there in leaking().items()
    }

    assert {path: there for path, there in found.items() if there} == {}


def test_exceptions_are_needed():
    needed = {path for path, there in leaking().items() if any(leak.unscoped_by_name for leak in there)}

    assert set(MAY_BE_UNSCOPED) - needed == set()


BAD = {
    "Post.objects.all()": "Post.objects.all",
    "Post.objects.filter(pk=pk)": "Post.objects.filter",
    "models.Post.objects.get(pk=pk)": "models.Post.objects.get",
    "Post.objects.exclude(pk=1).of(me)": "Post.objects.exclude",
    "Post.objects.select_related('author').of(me)": "Post.objects.select_related",
    "Post._default_manager.get(pk=pk)": "Post._default_manager",
    "type(post)._base_manager.get(pk=pk)": "type(post)._base_manager",
    "show(Post.objects)": "Post.objects passed on",
    "posts = Post.objects": "Post.objects passed on",
    "self.model.objects.filter()": "self.model.objects.filter",
    "get_object_or_404(Post, pk=pk)": "get_object_or_404(Post, …)",
    "shortcuts.get_object_or_404(models.Post, pk=pk)": "get_object_or_404(Post, …)",
    "get_list_or_404(Post)": "get_list_or_404(Post, …)",
    "forms.ModelChoiceField(queryset=Post.objects.all())": "Post.objects.all",
    "class F:\n    queryset = Post.objects.order_by('pk')": "Post.objects.order_by",
    "Post.objects.create(title='x')": "Post.objects.create() without administration=",
    "Post.objects.get_or_create(pk=1)": "Post.objects.get_or_create() without administration=",
    "make = Post.objects.create": "Post.objects.create() without administration=",
    "Post.objects.raw('select 1')": "Post.objects.raw",
}


@pytest.mark.parametrize(("source", "what"), BAD.items())
def test_an_unscoped_query_is_found(source: str, what: str):
    assert [leak.what for leak in leaks(source)] == [what]


def test_unscoped_by_name_needs_its_entry():
    assert leaks("\nPost.objects.unscoped().get(pk=pk)") == [Leak(2, "Post.objects.unscoped", unscoped_by_name=True)]


@pytest.mark.parametrize(
    "source",
    [
        "Post.objects.of(administration).filter(pk=pk)",
        "Post.objects.of(administration).select_for_update().get(pk=pk)",
        "Post.objects.none()",
        "Post.objects.create(administration=administration, title='x')",
        "Post.objects.create(administration_id=post.administration_id)",
        "Post.objects.create(**fields)",
        "Post.objects.bulk_create(rows)",
        "get_object_or_404(Post.objects.of(administration), pk=pk)",
        "get_object_or_404(posts, pk=pk)",
        "post.versions.all()",
        "Administration.objects.get(pk=pk)",
    ],
)
def test_a_scoped_query_is_left_alone(source: str):
    assert leaks(source) == []


def test_every_model_of_ours_belongs_to_an_administration():
    """Or is named in `unscoped.NOT_OWNED` with the reason."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("veche.")]

    without = {model.__name__ for model in ours if "administration" not in {field.name for field in model._meta.fields}}
    nullable = {
        model.__name__
        for model in ours
        if model.__name__ not in without and model._meta.get_field("administration").null
    }

    assert (without, nullable) == ({"Administration", "Attempt", "BrowserSession", "IndexChange"}, set())


def test_forms_offer_nothing_until_they_know_the_administration():
    """Also the field that a ModelForm creates for a foreign key: declare it with `queryset=….none()`."""
    for path in files():
        if "forms" in path.stem:
            import_module(".".join(("veche", *path.relative_to(ROOMS).with_suffix("").parts)))

    open_fields = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in _all_forms(BaseForm)
        if hasattr(form, "base_fields")
        for name, field in form.base_fields.items()
        if isinstance(field, ModelChoiceField) and field.queryset is not None and not field.queryset.query.is_empty()
    }

    assert open_fields == set()


def _all_forms(base: type[Any]) -> set[Any]:
    """All form classes of ours, also derived from generated ones."""
    every: set[Any] = {form for child in base.__subclasses__() for form in {child, *_all_forms(child)}}
    return {form for form in every if form.__module__.startswith("veche.")}
