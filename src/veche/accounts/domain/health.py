"""Whether a network answers for an account, since when it does not, and which key it refused."""

from veche.accounts.models import Account, Key
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError

# What `kernel.http` says when there was no talking to the network at all.
SILENT = frozenset({"name", "connect", "tls", "proxy", "timeout", "reset"})


def note_answered(*, account: Account) -> None:
    if account.unreachable_since is None and not account.trouble:
        return
    rows = Account.objects.of(account.administration_id).filter(pk=account.pk)
    rows.update(unreachable_since=None, trouble="")


def note_trouble(*, account: Account, error: NetworkError) -> None:
    """One account slows down or goes «требует внимания»; the others never notice."""
    rows = Account.objects.of(account.administration_id).filter(pk=account.pk)
    if error.code in SILENT:
        rows.filter(unreachable_since=None).update(unreachable_since=now())
    if error.key_slot is not None:
        living = Key.objects.of(account.administration_id).filter(account=account, revoked_at=None)
        living.filter(slot=error.key_slot.value).update(refused_at=now(), refusal=error.advice[:300])
    rows.update(trouble=error.advice[:300])
