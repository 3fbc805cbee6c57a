"""The voting form of the public page."""

import re
from dataclasses import dataclass

from starlette.requests import Request

from veche_sandbox.orders import BadOrder

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class VoteForm:
    post_id: int
    author: str
    options: tuple[int, ...]

    def check(self) -> None:
        """Raise `BadOrder` with a Russian sentence."""
        if not self.author.strip():
            raise BadOrder("Напишите своё имя: сеть должна знать, кто голосует.")
        if not self.options:
            raise BadOrder("Выберите ответ.")


async def read_vote(request: Request) -> VoteForm:
    async with request.form(max_files=0, max_fields=50) as data:
        numbers = [str(value) for value in data.getlist("option")]
        post_id = str(data.get("post_id") or "")
        return VoteForm(
            int(post_id) if _NUMBER.fullmatch(post_id) else 0,
            str(data.get("author") or "")[:60],
            tuple(int(number) for number in numbers if _NUMBER.fullmatch(number)),
        )
