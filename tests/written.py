"""Publications in progress, made by the real services: drafted, asked about, approved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

from django.db.models import QuerySet
from PIL import Image

from tests.factories import make_account
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.posts.domain.pictures import add_picture
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import save_text
from veche.posts.models import Picture, Post, PostVersion
from veche.publishing.domain.begin import begin_post
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

TEXT = "Каток на Ленина открыт до девяти вечера."


def tomorrow() -> datetime:
    return (now() + timedelta(days=1)).replace(second=0, microsecond=0)


def accounts_of(by: Person) -> list[Account]:
    """VK and a Telegram channel with a linked group."""
    return [
        make_account(by.administration, responsible=by),
        make_account(by.administration, responsible=by, network="telegram", linked_group_id="-1007"),
    ]


def drafted(
    by: Person,
    *,
    title: str = "Открыли каток",
    text: str = TEXT,
    accounts: Sequence[Account] = (),
    publish_at: datetime | None = None,
) -> Post:
    post = begin_post(
        administration=by.administration,
        by=by,
        title=title,
        publish_at=publish_at or tomorrow(),
        accounts=accounts or accounts_of(by),
        format="text",
        category="activity",
    )
    write(post, by, text)
    return post


def write(post: Post, by: Person, text: str, **variants: str) -> PostVersion:
    version = working(post)
    return save_text(version=version, by=by, revision=version.revision, text=text, variants=variants)


def working(post: Post) -> PostVersion:
    """The version being edited."""
    version: PostVersion = drafts_of(post).select_related("administration", "post__plan_item").get()
    return version


def drafts_of(post: Post) -> QuerySet[PostVersion]:
    """One version, or none while nothing is edited."""
    drafts: QuerySet[PostVersion] = PostVersion.objects.of(post.administration_id).filter(post=post, frozen_at=None)
    return drafts


def asked(by: Person, **fields: object) -> Step:
    """The approval step that waits for a decision."""
    post = drafted(by, **fields)  # type: ignore[arg-type]
    return step_of(ask(version=working(post), by=by).version)


def step_of(version: PostVersion) -> Step:
    step: Step = Step.objects.of(version.administration_id).get(sheet__version=version)
    return step


def approved(by: Person, boss: Person, **fields: object) -> PostVersion:
    """An approved version: an act for each account waits in the outbox."""
    step = asked(by, **fields)
    decide_and_release(step=step, by=boss, verdict=Verdict.YES)
    return latest_version(step.sheet.version.post)


def jpeg(width: int = 60, height: int = 40, colour: str = "navy") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), colour).save(drawn, "JPEG")
    return drawn.getvalue()


def with_picture(post: Post, by: Person, *, alt: str = "Каток вечером", content: bytes | None = None) -> Picture:
    version = working(post)
    picture = add_picture(version=version, by=by, content=BytesIO(content or jpeg()), name="каток.jpg")
    fresh = working(post)
    save_text(version=fresh, by=by, revision=fresh.revision, text=fresh.text, variants={}, alts={picture.pk: alt})
    picture.refresh_from_db()
    return picture
