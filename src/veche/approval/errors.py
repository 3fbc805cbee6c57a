from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veche.approval.models import Decision


class ApprovalError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class AlreadyDecided(ApprovalError):
    """The step is decided: by a colleague, or by a double click. `decision` is the valid one."""

    def __init__(self, decision: "Decision") -> None:
        words = {"who": decision.who, "what": decision.get_verdict_display()}
        super().__init__(
            "По этой версии уже решили: {who}, {what}. Второй ответ не нужен, ничего не потеряно.".format(**words)
        )
        self.decision = decision
