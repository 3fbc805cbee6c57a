"""The checklist of a proposal made ready for its page."""

from collections.abc import Mapping
from dataclasses import dataclass

from veche.accounts.domain.checklist import BY_ITSELF
from veche.accounts.domain.proposal_queries import due_in_words, is_late
from veche.accounts.domain.proposal_steps import needed, steps_of
from veche.accounts.enums import ChecklistStep, ProposalState
from veche.accounts.models import AccountProposal, ProposalStep
from veche.accounts.proposal_forms import StepForm

_HOW = {
    ChecklistStep.CREATED: "Заведите страницу в сети, включите второй фактор у владельца и администратора, заполните "
    "название, адрес, почту, телефон, сайт и чем занимаетесь. Сюда впишите её адрес.",
    ChecklistStep.CONNECTED: "Отдел ИТ вписывает ключ. Аккаунт с этим адресом свяжется с предложением сам.",
    ChecklistStep.MARK_ASKED: "В настройках страницы: «Подтвердить через Госуслуги». Нажимает администратор страницы, "
    "который есть и в кабинете организации на Госуслугах.",
    ChecklistStep.MARK_RECEIVED: "Рядом с названием появилась метка «Госорганизация».",
    ChecklistStep.FAREWELL: "Последняя запись: почему страницу закрываем и куда перейти.",
    ChecklistStep.CLOSED: "Вече отзовёт ключи и снимет то, что стоит в плане. Шаг отметится сам.",
    ChecklistStep.SETTLED: "Удалите страницу, оставьте её без новых записей или передайте, как решено.",
    ChecklistStep.NOTIFIED: "Готовый текст ниже. Отправьте его и отметьте, кому и когда.",
    ChecklistStep.PUBLISHED: "Поставьте ссылку в раздел официального сайта.",
    ChecklistStep.UNPUBLISHED: "Уберите ссылку из раздела официального сайта.",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """`row`: the mark; `form`: to mark it now; `after`: the step that must be done first; `due`, `late`: its term."""

    step: ChecklistStep
    how: str
    row: ProposalStep | None
    form: StepForm | None
    after: str
    due: str
    late: bool
    may_undo: bool

    @property
    def by_itself(self) -> bool:
        return self.step in BY_ITSELF


def done_of(proposal: AccountProposal) -> dict[str, ProposalStep]:
    """Steps of a proposal of `proposals_of`, by name."""
    return {row.step: row for row in proposal.done_steps}  # type: ignore[attr-defined] # prefetched


def progress(proposal: AccountProposal) -> str:
    return f"{len(done_of(proposal))} из {len(steps_of(proposal))}"


def step_lines(proposal: AccountProposal, *, may_mark: bool, refused: StepForm | None = None) -> list[StepLine]:
    """`refused`: the form that was sent and not accepted."""
    done, runs = done_of(proposal), proposal.state == ProposalState.AGREED
    return [
        _line(proposal, step, done, refused, runs=runs and may_mark, may_mark=may_mark) for step in steps_of(proposal)
    ]


def _line(
    proposal: AccountProposal,
    step: ChecklistStep,
    done: Mapping[str, ProposalStep],
    refused: StepForm | None,
    *,
    runs: bool,
    may_mark: bool,
) -> StepLine:
    row, first = done.get(step), needed(proposal, step)
    blocked = first if first is not None and first not in done else None
    form = None
    if runs and row is None and blocked is None and step not in BY_ITSELF:
        form = refused if refused is not None and refused.step == step else StepForm(step=step, zone=_zone(proposal))
    rests = {needed(proposal, ChecklistStep(one)) for one in done}
    notice = step == ChecklistStep.NOTIFIED
    return StepLine(
        step=step,
        how=_HOW[step],
        row=row,
        form=form,
        after=str(blocked.label) if blocked and row is None else "",
        due=due_in_words(proposal) if notice else "",
        late=notice and is_late(proposal),
        may_undo=may_mark and row is not None and step not in BY_ITSELF and step not in rests,
    )


def _zone(proposal: AccountProposal) -> str:
    return proposal.administration.time_zone
