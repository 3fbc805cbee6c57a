"""What the Head can ask about: the subjects of questions, each named by a line of «Сегодня»."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from veche.approval.models import Step
from veche.posts.models import Post
from veche.requests.kinds import Subject, question_about, register
from veche.requests.models import Request
from veche.staff.models import Administration

POST, POSTS, PAGES, TALK, NORM = (f"question.{name}" for name in ("post", "posts", "pages", "talk", "norm"))
STEP, LATE, DEPARTMENT = "question.step", "question.late", "question"
# Questions about a whole line: its name and its page. The id of such a subject is 0.
_LINES = {
    POSTS: ("Выход записей", "publishing:list"),
    PAGES: ("Изменения страниц", "outbox:accounts"),
    TALK: ("Комментарии", "web:inbox"),
    NORM: ("План недели", "web:week"),
}


def ask_url(about: str, subject: int | None = 0, to: str = "press") -> str:
    """The form of a question. `to`: `press`, or `d7` for a department."""
    said = {"about": about, "subject": subject, "to": to}
    return (
        f"{reverse('requests:inquire')}?{urlencode({key: value for key, value in said.items() if value is not None})}"
    )


def register_questions() -> None:
    for slug, (title, url) in _LINES.items():
        register(question_about(slug, _line(title, url)))
    register(question_about(POST, _post))
    register(question_about(STEP, _step))
    register(question_about(LATE, _request))


def _line(title: str, url: str) -> Callable[[Administration, int], Subject | None]:
    return lambda _city, subject: None if subject else Subject(title, reverse(url))


def _post(city: Administration, pk: int) -> Subject | None:
    found = Post.objects.of(city).filter(pk=pk).select_related("plan_item").first()
    return _named(found.plan_item.title, "publishing:detail", pk) if found else None


def _step(city: Administration, pk: int) -> Subject | None:
    steps: Any = Step.objects.of(city).filter(pk=pk).select_related("sheet__version__post__plan_item")
    found = steps.first()
    return _named(found.sheet.version.post.plan_item.title, "approval:detail", pk) if found else None


def _request(city: Administration, pk: int) -> Subject | None:
    found = Request.objects.of(city).filter(pk=pk).first()
    return _named(found.title, "requests:detail", pk) if found else None


def _named(title: str, url: str, pk: int) -> Subject:
    return Subject(title, reverse(url, args=[pk]))
