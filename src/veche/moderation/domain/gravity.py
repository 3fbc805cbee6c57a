"""Order proposals by gravity: unlawful, then rude, then advertising."""

from django.db.models import Case, CharField, F, FloatField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from veche.inbox.models import Message
from veche.moderation.enums import Ground
from veche.moderation.models import Proposal

# Rudeness is one step, because insults and obscenity mostly stand together.
STEPS = (
    (Ground.THREAT,),
    (Ground.ILLEGAL,),
    (Ground.PERSONAL_DATA,),
    (Ground.INSULT, Ground.OBSCENE),
    (Ground.SPAM,),
)
_RANKS = {ground: rank for rank, step in enumerate(STEPS) for ground in step}


def by_gravity(proposal: Proposal) -> list[Ground]:
    """Its grounds, gravest first as in `graded`; the first names the comment in lists."""
    return [ground for ground in _RANKS if ground in proposal.grounds or ground == proposal.ground]


def graded(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """Rows with the alias `gravest`: the gravest proposed ground, "" for none."""
    found: QuerySet[Message] = _with_grounds(rows).alias(
        gravest=Case(
            *(When(_names(ground), then=Value(ground.value)) for ground in _RANKS),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return found


# The order of `with_gravity`: annotations, and whether the largest value comes first.
SHARPEST = (("sharp_rank", False), ("sharp_score", True), ("sharp_toxicity", True))


def with_gravity(rows: "QuerySet[Message]", proposed: Q) -> "QuerySet[Message]":
    """Rows with what `SHARPEST` orders: `proposed` by gravity and score, then the rest by toxicity.

    Toxicity alone put a calm threat («Приду и разобью вам окна», 0.94) below swearing that breaks no rule.
    """
    last = When(~proposed, then=Value(len(STEPS)))
    rank = Case(
        last, *(When(_names(ground), then=Value(rank)) for ground, rank in _RANKS.items()), default=Value(len(STEPS))
    )
    score = Case(
        When(~proposed, then=Value(0.0)),
        *(When(_names(ground), then=_score(ground)) for ground in _RANKS),
        default=Value(0.0),
        output_field=FloatField(),
    )
    found: QuerySet[Message] = _with_grounds(rows).annotate(
        sharp_rank=rank, sharp_score=score, sharp_toxicity=Coalesce(F("proposal__toxicity"), Value(-1.0))
    )
    return found


def _with_grounds(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """Filter by grounds as text, because SQLite has no `contains` for JSON."""
    found: QuerySet[Message] = rows.alias(said=Cast("proposal__grounds", TextField()))
    return found


def _names(ground: Ground) -> Q:
    return Q(said__contains=f'"{ground}"')


def _score(ground: Ground) -> Cast:
    return Cast(KeyTextTransform(ground.value, "proposal__scores"), FloatField())
