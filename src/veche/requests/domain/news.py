"""Tell people about a request. Verbs call these inside their transaction; the letters follow."""

from veche.requests.models import Request


def tell_asked(request: Request) -> None:
    """Those who answer it: it is their turn."""


def tell_press(request: Request) -> None:
    """Whoever asked: it is their turn."""


def tell_remark(request: Request, *, from_press: bool) -> None:
    """The other side: something was written, or the answer was accepted."""


def tell_withdrawn(request: Request) -> None:
    """Those who would have answered: nothing is asked any more."""


def tell_reminder(request: Request) -> None:
    """Those who answer it: three quarters of the term are over."""


def tell_due(request: Request) -> None:
    """Those who answer it, and whoever asked: the term is over."""


def tell_press_head(request: Request) -> None:
    """The head of press: the term is over, and nobody has answered."""


def tell_head(request: Request) -> None:
    """The Head: it is in the list of late requests."""
