"""«Подвести итог»: the votes of a poll become the draft of a post, once."""

from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.networks.registry import NETWORKS
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.material import new_draft, put_into
from veche.publishing.domain.poll_results import LOOK_BACK, Answer, PollBoard, people_of
from veche.publishing.errors import PublishingError
from veche.publishing.models import PollOutcome
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

# A poll in a network has no force of law, whatever its question (formal votes go through «Госуслуги»).
NOT_A_VOTE = "Опрос показывает мнение подписчиков. Он не заменяет голосование, публичные слушания и обращение."
TITLE = 150


def begin_outcome(*, post: Post, board: PollBoard, by: Person) -> Post:
    """The draft that tells the outcome; the existing one if there is one.

    Raises `PublishingError` without votes, `PlanError` if the draft has no place in the plan.
    """
    if not board.voters:
        raise PublishingError("Голосов пока нет, подводить нечего. Итог можно подвести, когда сеть их посчитает.")
    with transaction.atomic():
        found = PollOutcome.objects.of(post.administration_id).filter(post=post).select_related("told_in").first()
        if found:
            return found.told_in
        draft = new_draft(
            post.administration, by, f"Итог опроса: {board.question}"[:TITLE], uuid5(NAMESPACE_OID, f"poll {post.pk}")
        )
        put_into(draft, by, outcome_text(board), ())
        PollOutcome.objects.create(administration_id=post.administration_id, post=post, told_in=draft)
        facts = {"post": draft.pk}
        record(administration=post.administration, actor=by, verb="publishing.outcome_begun", obj=post, facts=facts)
    return draft


def reading_of_untold_polls(city: Administration) -> Reading[list[Act]]:
    """`_polls_untold`, to read together with others."""
    return Reading(_polls_untold.bind(city), list)


@compiled_once
def _polls_untold(city: Administration) -> QuerySet[Act]:
    """Counted publications of polls whose outcome no post tells, by post; a withdrawn post is not among them."""
    acts = Act.objects.of(city).filter(
        poll_result__isnull=False,
        due_at__gte=this_moment() - LOOK_BACK,
        delivery__version__post__poll_outcome=None,
        delivery__version__post__withdrawal=None,
    )
    with_all = acts.select_related("poll_result", "account", "delivery__version__post__plan_item")
    found: QuerySet[Act] = with_all.order_by("delivery__version__post", "pk")
    return found


def outcome_of(post: Post) -> Post | None:
    """The post that tells the outcome of this one's poll."""
    return Post.objects.of(post.administration_id).filter(outcome_of__post=post).first()


def outcome_text(board: PollBoard) -> str:
    """The words of the draft: the answers, most votes first, and who answered where."""
    ranked = sorted(board.answers, key=lambda answer: -answer.votes)
    several = "\nМожно было выбрать несколько ответов." if board.multiple else ""
    heading = f"Подводим итог опроса «{board.question}»"
    lines = "\n".join(_line(answer) for answer in ranked)
    return f"{heading}\n\n{lines}{several}\n\n{_who(board)} Спасибо каждому!\n\n{NOT_A_VOTE}"


def _line(answer: Answer) -> str:
    return f"— {answer.text}: {answer.percent} % ({answer.votes})"


def _who(board: PollBoard) -> str:
    told = [
        f"{NETWORKS[count.act.account.network].title} {people_of(count.result)}"
        for count in board.counted
        if count.result is not None
    ]
    whole = f"Ответили {board.voters}"
    return f"{whole}: {', '.join(told)}." if len(told) > 1 else f"{whole}."
