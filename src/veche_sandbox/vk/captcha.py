"""The captcha of error 14: a picture to read or a page to open, and a call with the solution.

The picture's letters are the last five digits of its number, so that a test can solve it.
"""

import io
import secrets
import time
from enum import StrEnum

from PIL import Image, ImageDraw, ImageFont
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from veche_sandbox.store import Store
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.registry import Json

WIDTH, HEIGHT = 130, 50
LETTERS = 5
SPENT = "spent"


class Attempt(StrEnum):
    """The solution in a call: none, right, wrong or already used."""

    NONE = "none"
    RIGHT = "right"
    WRONG = "wrong"


def _by_number(number: str) -> str:
    return f"captcha {number}"


def _by_token(token: str) -> str:
    return f"captcha token {token}"


def given(store: Store) -> dict[str, Json]:
    """A new captcha: its fields in the error."""
    number, token = str(10**11 + secrets.randbelow(9 * 10**11)), secrets.token_urlsafe(24)
    store.ledger.set_note(NETWORK, _by_number(number), token)
    store.ledger.set_note(NETWORK, _by_token(token), number)
    return {
        "captcha_sid": number,
        "captcha_img": f"{store.address}/vk/captcha.php?sid={number}",
        "captcha_ts": round(time.time(), 3),
        "captcha_attempt": 1,
        "captcha_width": WIDTH,
        "captcha_height": HEIGHT,
        "captcha_ratio": WIDTH / HEIGHT,
        "is_refresh_enabled": False,
        "is_sound_captcha_available": False,
        "uiux_changes": True,
        "redirect_uri": f"{store.address}/vk/not_robot_captcha?domain=vk.com&session_token={number}",
    }


def attempt(store: Store, sent: dict[str, str]) -> Attempt:
    """Check the solution without using it up; see `spend`."""
    if "success_token" in sent:
        number = store.ledger.note(NETWORK, _by_token(sent["success_token"])) or ""
        return Attempt.RIGHT if _stands(store, number) else Attempt.WRONG
    if "captcha_sid" not in sent or "captcha_key" not in sent:
        return Attempt.NONE
    number = sent["captcha_sid"]
    right = _stands(store, number) and sent["captcha_key"].strip() == letters(number)
    return Attempt.RIGHT if right else Attempt.WRONG


def spend(store: Store, sent: dict[str, str]) -> None:
    number = store.ledger.note(NETWORK, _by_token(sent.get("success_token", ""))) or sent.get("captcha_sid", "")
    store.ledger.set_note(NETWORK, _by_number(number), SPENT)


def _stands(store: Store, number: str) -> bool:
    return token_of(store, number) is not None


def token_of(store: Store, number: str) -> str | None:
    """The token; None for an unknown or solved captcha."""
    found = store.ledger.note(NETWORK, _by_number(number))
    return None if found == SPENT else found


def letters(number: str) -> str:
    return number[-LETTERS:]


def routes(store: Store) -> list[Route]:
    """The picture, the page with the token, and the page of error 17, which asks nothing."""

    async def picture(request: Request) -> Response:
        return Response(_drawn(request.query_params.get("sid", "")), media_type="image/jpeg")

    async def not_robot(request: Request) -> Response:
        return HTMLResponse(_page(token_of(store, request.query_params.get("session_token", ""))))

    async def security_check(_request: Request) -> Response:
        return HTMLResponse(_page(None))

    return [
        Route("/captcha.php", picture, methods=["GET"]),
        Route("/not_robot_captcha", not_robot, methods=["GET"]),
        Route("/security_check", security_check, methods=["GET"]),
    ]


def _drawn(number: str) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    ImageDraw.Draw(image).text((20, 8), letters(number), fill="black", font=ImageFont.load_default(30))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def _page(token: str | None) -> str:
    """The page that asks whether one is a robot; it gives the token at once."""
    said = (
        f'<p>success_token: <code id="success_token">{token}</code></p>' if token else "<p>Эта проверка пройдена.</p>"
    )
    return f'<!doctype html><html lang="ru"><meta charset="utf-8"><title>Вы не робот?</title>{said}</html>'
