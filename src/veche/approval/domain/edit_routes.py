"""Make, change and put away routes. Sheets that are asked already keep the steps they were asked with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from veche.approval.errors import ApprovalError
from veche.approval.models import Route, RouteStep
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

CONDITIONS = ("category", "department", "about_head", "flagged")


def save_route(
    *,
    administration: Administration,
    by: Person,
    said: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    route: Route | None = None,
) -> Route:
    """Save a new route, or `route`. Raises `ApprovalError`; nothing changes then."""
    with transaction.atomic():
        _refuse_empty(steps)
        _refuse_unfit(administration, said, route)
        saved = route or Route(administration=administration)
        for name in ("name", "is_default", *CONDITIONS):
            setattr(saved, name, said[name])
        saved.save()
        saved.steps.all().delete()
        RouteStep.objects.bulk_create(
            RouteStep(administration=administration, route=saved, **step) for step in _in_order(steps)
        )
        record(administration=administration, actor=by, verb="approval.route_saved", obj=saved, facts={})
    return saved


def archive_route(*, route: Route, by: Person) -> None:
    """Put it away. Posts that it fitted take another route."""
    with transaction.atomic():
        gone = Route.objects.of(route.administration_id).filter(pk=route.pk, archived_at=None).update(archived_at=now())
        if gone:
            record(administration=route.administration, actor=by, verb="approval.route_archived", obj=route, facts={})


def _in_order(steps: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(steps, key=lambda step: step["position"])


def _refuse_empty(steps: Sequence[Mapping[str, Any]]) -> None:
    if not steps:
        raise ApprovalError("В маршруте никого нет. Выберите, кого спросить: без людей согласие ничего не значит.")
    if all(step["silence"] for step in steps):
        raise ApprovalError("Все шаги согласны молча, так запись выйдет без единого «да». Пусть хоть один ответит сам.")


def _refuse_unfit(administration: Administration, said: Mapping[str, Any], route: Route | None) -> None:
    others = Route.objects.of(administration).filter(archived_at=None)
    others = others.exclude(pk=route.pk) if route else others
    if others.filter(name=said["name"]).exists():
        raise ApprovalError("Маршрут с таким названием уже есть. Назовите этот иначе.")
    if said["is_default"] and others.filter(is_default=True).exists():
        raise ApprovalError("Маршрут для остальных записей уже есть. Снимите отметку здесь или сначала там.")
    if not said["is_default"] and not any(said[name] for name in CONDITIONS):
        raise ApprovalError("Не сказано, для каких записей маршрут. Выберите рубрику, отдел или другое условие.")
