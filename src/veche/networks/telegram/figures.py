"""Statistics of posts: the Bot API has none, messages come without views."""

from veche.networks.errors import READING
from veche.networks.protocol import NetworkError

NO_FIGURES = "Телеграм не показывает боту просмотры и пересылки. Смотрите их в самом канале."


def cannot_count() -> NetworkError:
    return NetworkError(f"{NO_FIGURES} {READING.kept}.", permanent=True, code="no_figures")
