"""What an answer to residents must say, and whether a draft says it."""

import re
from collections.abc import Sequence

from veche.posts.domain.proofreading import proofread
from veche.requests.kinds import Need
from veche.style.answers import unsaid

_OTHERWISE = re.compile(
    r"\b(?:если|иначе)\b.*\b(?:напишите|звоните|позвоните|сообщите|приходите|обращайтесь|пишите)\b|"
    r"\b(?:напишите|звоните|позвоните|сообщите|пишите)\b.*\bесли\b",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY = (
    Need("Что сделаете?", False),
    Need("Кто?", False),
    Need("Когда?", False),
    Need("А если нет?", False),
)
# Findings of the engine by what they miss: A02 nothing is said of what is done, A03 no doer, A04 no day.
_WHAT, _WHO, _WHEN, _BOILERPLATE = "A02", "A03", "A04", "A05"
TIPS = 2


def needs_of(text: str) -> Sequence[Need]:
    """What, who, when and what otherwise; without words all are asked for."""
    proof = proofread(text, form="answer") if text.strip() else None
    if proof is None:
        return _EMPTY
    found = proof.report.findings
    missing = {one.rule for one in found} | unsaid(text)
    tips = list(dict.fromkeys(one.message for one in found if one.rule in {_WHAT, _WHEN, _BOILERPLATE}))[:TIPS]
    says = _WHAT not in missing
    needs = (
        Need("Что", True) if says else Need("Что сделаете?", False),
        Need("Кто", True) if says and _WHO not in missing else Need("Кто?", False),
        Need("Когда", True) if _WHEN not in missing else Need("Когда?", False),
        Need("А если нет", True) if _OTHERWISE.search(text) else Need("А если нет?", False),
    )
    return (*needs, *(Need(tip, False, is_tip=True) for tip in tips))
