"""`python -m scripts.settings`: writes docs/settings.md from the one table of settings, `veche.config.environment`."""

from scripts.find import ROOT
from veche.config.environment import VARIABLES

PAGE = ROOT / "docs" / "settings.md"

HEAD = """# Настройки

Всё, что установка может выбрать, задаётся переменными окружения. Вместо любой переменной можно дать
`ИМЯ_FILE` — путь к файлу со значением: так секретам не нужно стоять в окружении. Эту страницу
печатает `python -m scripts.settings` из таблицы `src/veche/config/environment.py`.

| переменная | по умолчанию | что значит |
| --- | --- | --- |
"""


def page() -> str:
    """The page as it should stand: one row for each variable, in the table's order."""
    rows = (f"| `{one.name}` | {f'`{one.default}`' if one.default else 'пусто'} | {one.meaning} |" for one in VARIABLES)
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
