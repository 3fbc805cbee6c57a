"""The old Markdown of «Formatting options» (`parse_mode=Markdown`): no nesting, no escapes inside a mark."""

from veche_sandbox.telegram.html import as_address
from veche_sandbox.telegram.markup import Marked, Span, cannot_parse

_KINDS = {"*": "bold", "_": "italic", "`": "code", "[": "text_link", "```": "pre"}
_ENDS = {"[": "]"}


def parse_former_markdown(source: str) -> Marked:
    """Parse a text. Raises 400 for a mark without an end."""
    out, spans, at = "", list[Span](), 0
    while at < len(source):
        if source[at] == "\\" and source[at + 1 : at + 2] in {*"_*`["}:
            out, at = out + source[at + 1], at + 2
        elif source[at] in "_*`[":
            mark = "```" if source.startswith("```", at) else source[at]
            inside, extra, after = _marked(source, at, mark)
            if inside and (mark != "[" or extra):
                spans.append(Span(_KINDS[mark], len(out), len(out) + len(inside), extra))
            out, at = out + inside, after
        else:
            out, at = out + source[at], at + 1
    return Marked(out, tuple(spans))


def _marked(source: str, at: int, mark: str) -> tuple[str, dict[str, str], int]:
    """The marked text, its extra fields, and the position after it."""
    begin = at + len(mark)
    end = source.find(_ENDS.get(mark, mark), begin)
    if end < 0:
        offset = len(source[:at].encode())
        raise cannot_parse(f"Can't find end of the entity starting at byte offset {offset}")
    inside, after = source[begin:end], end + len(mark)
    if mark == "```":
        return (*_language(inside), after)
    if mark != "[":
        return inside, {}, after
    url, after = _address(source, inside, after)
    return inside, {"url": url} if url else {}, after


def _language(inside: str) -> tuple[str, dict[str, str]]:
    """The language in the first line, and the following lines."""
    named, broken, rest = inside.partition("\n")
    if not broken or any(letter.isspace() for letter in named):
        return inside, {}
    return rest, {"language": named} if named else {}


def _address(source: str, inside: str, after: int) -> tuple[str, int]:
    """The address of `[text](address)`; without a second part the text is the address. "" if it is none."""
    given, rest = inside, after
    if source.startswith("(", after):
        end = source.find(")", after)
        end = end if end >= 0 else len(source)
        given, rest = source[after + 1 : end], end + 1
    return (as_address(given) if "." in given or "://" in given else ""), rest
