"""Templates as they are loaded."""

from pathlib import Path

from django.template import Engine
from django.template.base import Node
from django_cotton.templatetags._component import CottonComponentNode


def test_html_is_loaded_without_indentation_and_text_with_it(tmp_path: Path) -> None:
    source = "<p>\n    {{ one }}\n\t<b>two</b>\n\n</p>\n"
    for name in ("page.html", "letter.txt"):
        (tmp_path / name).write_text(source, encoding="utf-8")
    engine = Engine(dirs=[str(tmp_path)], loaders=["veche.config.template_loader.Loader"])

    assert engine.render_to_string("page.html", {"one": " 1"}) == "<p>\n 1\n<b>two</b>\n\n</p>\n"
    assert engine.render_to_string("letter.txt", {"one": " 1"}) == source.replace("{{ one }}", " 1")


def test_a_kept_template_keeps_nothing_of_its_parser() -> None:
    page = Engine.get_default().get_template("publishing/detail.html")

    nodes = page.nodelist.get_nodes_by_type(Node)
    components = [node for node in nodes if isinstance(node, CottonComponentNode)]
    assert {node.token for node in nodes} == {None}
    assert {node.active_library for node in components} == {None}
