"""A person at a browser: one Chromium context that records everything that should not happen on a page."""

import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.chromium import PATIENCE_MS
from tests.e2e.city import City
from tests.e2e.seed import PASSWORD
from tests.people import totp_code
from tests.quick_axe import violations
from tests.waiting import wait_in_page

DESKTOP = (1366, 768)
PHONE = (390, 844)
NARROWEST = (320, PHONE[1])

# A size and a colour scheme.
type Side = tuple[tuple[int, int], str]

# Keys ask for the second step anew 300 s after it (ACCOUNT_REAUTHENTICATION_TIMEOUT).
_RECENTLY_S = 200
# Policy violations are logged to the console with a text that no page of ours uses.
_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const place = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} at ${place}`);
});
"""
# Colours do not depend on the size, nor the layout on the theme: each size and each theme once.
SIDES: tuple[Side, ...] = ((DESKTOP, "light"), (PHONE, "dark"))
# Wait until the new size and theme are drawn and colour transitions have ended: inherited colours fade level by level,
# so one quiet frame is not yet the end.
_DRAWN = """
async () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const fades = (each) => each.playState === "running" && each.effect.getComputedTiming().endTime < Infinity;
  for (let quiet = 0; quiet < 2; quiet = document.getAnimations().some(fades) ? 0 : quiet + 1) await frame();
}
"""
# Elements that overflow a horizontally scrolled page; scrolling inside a box is allowed.
_STICKS_OUT = """
(width) => {
  if (document.documentElement.scrollWidth <= width) return [];
  const right = (part) => part.getBoundingClientRect().right;
  const wide = [...document.body.querySelectorAll("*")].filter((part) => right(part) > width + 0.5);
  const parts = wide.slice(0, 5).map((part) => part.outerHTML.slice(0, 160));
  return [...parts, `scrolls to ${document.documentElement.scrollWidth}`];
}
"""


# Properties that decide the results of axe: elements with equal ones look and behave alike.
_PARTS = """
() => {
  const kind = (part) => [part.tagName, part.getAttribute("role"), part.getAttribute("type")];
  const word = (part) => [...kind(part), ...part.classList].join(" ");
  return [...new Set([...document.body.querySelectorAll("*")].map(word))];
}
"""


class Window:
    """`complaints()` must be empty at the end of a test, and `look_over()` on every page."""

    def __init__(self, browser: Browser, city: City, *, phone: bool = False, script: bool = True) -> None:
        self.city = city
        self.size = PHONE if phone else DESKTOP
        self.context = browser.new_context(
            base_url=city.url,
            viewport={"width": self.size[0], "height": self.size[1]},
            locale="ru-RU",
            java_script_enabled=script,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(_TELL_VIOLATIONS)
        self._heard: list[str] = []
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self._heard.append(f"script: {error.error}"))
        self.context.on("request", self._follow)
        self.context.on("response", self._judge)
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        self.context.close()

    # --- Signing in ---------------------------------------------------------------------------------------------

    def sign_in(self, name: str) -> None:
        """Sign in by e-mail, password and code; soon after by the same session, because a code works only once."""
        if name in self.city.sessions and time.monotonic() - self.city.signed_in_at[name] < _RECENTLY_S:
            self.context.add_cookies(self.city.sessions[name])
            return
        person = self.city.cast[name]
        self.page.goto("/me/login/")
        self.page.get_by_label("Рабочая почта").fill(person["email"])
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.page.get_by_role("button", name="Дальше").click()
        if person["secret"]:
            self.page.get_by_label("Код").fill(totp_code(person["secret"]))
            self.page.get_by_role("button", name="Войти", exact=True).click()
        self.page.wait_for_url(lambda url: "/me/" not in url)
        self.city.sessions[name] = list(self.context.cookies())
        self.city.signed_in_at[name] = time.monotonic()

    def walk_in(self, role: str) -> None:
        """Sign in by a button of the demo city."""
        self.page.goto("/demo/")
        self.page.locator(f'form[action$="/{role}/"]').get_by_role("button").click()
        self.page.wait_for_url(lambda url: "/demo/" not in url)

    def reload_until(self, holds: Callable[[], bool], *, seconds: float = 180) -> None:
        """Reload until the worker's result is on the page."""

        def holds_now() -> bool:
            if holds():
                return True
            self.page.reload()
            return holds()

        wait_in_page(
            self.page,
            holds_now,
            seconds=seconds,
            every=0.5,
            otherwise=lambda: f"not in {seconds} s: {self.page.url}\n{self.page.locator('body').inner_text()}",
        )

    def settle(self) -> None:
        """Wait until the page is complete and its scripts run: earlier keys and files would be lost."""
        self.page.wait_for_load_state()

    # --- What should not happen -----------------------------------------------------------------------------------

    def complaints(self) -> list[str]:
        """Policy violations, script errors, missing files, answers of 5xx, calls elsewhere; then clear them."""
        heard, self._heard = self._heard, []
        return heard

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form is a normal answer; `_judge` knows which answers are wrong.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self._heard.append(f"{message.type}: {message.text}")

    def _follow(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme.startswith("http") and where.hostname != "127.0.0.1":
            self._heard.append(f"outside: {request.url}")

    def _judge(self, response: Response) -> None:
        missing = response.status == 404 and response.request.resource_type != "document"
        if missing or response.status >= 500:
            self._heard.append(f"{response.status}: {response.url}")

    # --- What a page must be --------------------------------------------------------------------------------------

    def look_over(self) -> dict[str, Any]:
        """Faults of the page from all sides, empty without faults. The page is left unchanged."""
        found = self.look_from(SIDES)
        self._show(self.size, "light", "no-preference")
        return found

    def look_from(self, sides: Sequence[Side]) -> dict[str, Any]:
        """Faults of the page: axe and width on these sides, width on the narrowest, complaints.

        Leaves the window narrow.
        """
        self.settle()
        found = self.listen()
        for size, theme in sides:
            self._show(size, theme)
            found |= {f"{theme} {size[0]}: {said}": where for said, where in self._axe().items()}
            found |= self._too_wide(size[0])
        self._show(NARROWEST, sides[-1][1])
        return found | self._too_wide(NARROWEST[0])

    def judge(self) -> dict[str, Any]:
        """The same in this person's own window."""
        self.settle()
        return self.listen() | self._axe() | self._too_wide(self.size[0])

    def glance(self) -> dict[str, Any]:
        """The same in one size, for a page of a kind already checked; leaves the window narrow."""
        if self.page.viewport_size != {"width": NARROWEST[0], "height": NARROWEST[1]}:
            self._show(NARROWEST, "light")
        return self.listen() | self._axe() | self._too_wide(NARROWEST[0])

    def parts(self) -> set[str]:
        """The kinds of elements on the page; those checked before need no other check."""
        return set(self.page.evaluate(_PARTS))

    def listen(self) -> dict[str, Any]:
        """Only the complaints."""
        return {"heard": heard} if (heard := self.complaints()) else {}

    def _show(self, size: tuple[int, int], theme: str, motion: str = "reduce") -> None:
        self.page.emulate_media(color_scheme=theme, reduced_motion=motion)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate(_DRAWN)

    def _too_wide(self, width: int) -> dict[str, list[str]]:
        sticks_out: list[str] = self.page.evaluate(_STICKS_OUT, width)
        return {f"wider than {width}": sticks_out} if sticks_out else {}

    def _axe(self) -> dict[str, list[str]]:
        return {
            f"{violation['id']}, {violation['help']}": [node["html"][:200] for node in violation["nodes"]]
            for violation in violations(self.page)
        }
