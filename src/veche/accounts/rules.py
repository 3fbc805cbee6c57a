"""Permissions: see the registry, edit it, check keys, enter keys."""

from veche.accounts.models import AccountProposal
from veche.staff.models import Person
from veche.staff.rules import is_auditor, is_head, is_it, is_press, is_press_head, permit, predicate


@predicate
def is_proposer(person: object, proposal: object) -> bool:
    return isinstance(person, Person) and isinstance(proposal, AccountProposal) and proposal.proposed_by_id == person.pk


permit("accounts.see", is_press | is_it | is_auditor)
permit("accounts.check", is_press | is_it)
permit("accounts.edit", is_press_head | is_it)
permit("accounts.keys", is_it)
# Whose doing a change in a network was: those who protect the accounts, and who answers for them.
permit("accounts.vouch", is_press_head | is_it)
# Clause 1.2: the press service creates accounts; the Head keeps control (order, 6).
permit("accounts.see_proposals", is_press | is_it | is_auditor | is_head)
permit("accounts.propose", is_press)
permit("accounts.decide_proposal", (is_press_head | is_head) & ~is_proposer)
permit("accounts.checklist", is_press | is_it)
