"""Convert an act to plain JSON for the outbox's row, and back. A picture is named by its hash, so it cannot change.

A key of the JSON keeps its name when a field is renamed: rows of earlier versions stay readable.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from veche.kernel.media import file_path
from veche.kernel.strict_json import faults, strict_converter
from veche.kernel.uploads import picture_path
from veche.networks.protocol import Act, Edit, MediaFile, OutgoingPost, Photo, RestrictAuthor, Subtitles, Verb

_ACTS: Final[Mapping[Verb, Any]] = {made.verb: made for made in get_args(Act.__value__)}

# Written only if present, so that rows of earlier versions stay readable.
_OPTIONAL = override(omit_if_default=True)
# Keys that differ from the fields' names. `name` and `place` are where `kernel` keeps the content under its root.
_OVERRIDES: Final[Mapping[Any, Mapping[str, Any]]] = {
    OutgoingPost: dict.fromkeys(("files", "poll", "link", "story"), _OPTIONAL),
    RestrictAuthor: {"ground": _OPTIONAL},
    Photo: {"path": override(rename="name")},
    MediaFile: {"path": override(rename="place"), "cover": _OPTIONAL, "subtitles": _OPTIONAL},
}
# Keys in the order of writing, where it is not that of the fields; a field that is not named here is not written.
_ORDER: Final[Mapping[Any, tuple[str, ...]]] = {
    Edit: ("post", "before", "post_id", "made", "more_ids"),
    Photo: ("sha256", "name", "mime", "alt"),
    Subtitles: ("sha256", "name", "mime"),
    MediaFile: (
        *("cover", "subtitles", "sha256", "place", "kind", "name", "mime", "alt"),
        *("size", "width", "height", "seconds"),
    ),
}


def act_to_json(act: Act) -> dict[str, Any]:
    """The act as JSON: its verb, its fields, and the fields of its `post` on the same level."""
    body = _converter(Path()).unstructure(act)
    return {"verb": act.verb.value, **body.pop("post", {}), **body}


def act_from_json(data: Mapping[str, Any], *, media_root: Path) -> Act:
    """The act of this JSON. Raises `ValueError` naming the fields if `act_to_json` did not make it."""
    try:
        act: Act = _converter(media_root).structure({**data, "post": data}, _ACTS[Verb(data["verb"])])
    except Exception as error:  # noqa: BLE001 -- cattrs gathers every error of every field in a group
        raise ValueError(f"not an act: {faults(error)}") from None
    return act


@lru_cache(maxsize=4)
def _converter(media_root: Path) -> Converter:
    """Converter whose paths lie below `media_root`; reading refuses any other."""
    converter = strict_converter()
    converter.register_unstructure_hook_factory(is_dataclass, lambda kind: _writer(kind, converter))
    converter.register_structure_hook_factory(is_dataclass, lambda kind: _reader(kind, converter))
    converter.register_unstructure_hook(Path, Path.as_posix)
    converter.register_structure_hook(Path, lambda name, _: _inside(media_root, name))
    converter.register_unstructure_hook(Photo, _before(_named_by_content, _writer(Photo, converter)))
    converter.register_unstructure_hook(MediaFile, _before(_file_in_place, _writer(MediaFile, converter)))
    converter.register_structure_hook(Subtitles, _before(_with_path, _reader(Subtitles, converter)))
    return converter


def _writer(kind: Any, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    write = make_dict_unstructure_fn(kind, converter, **_OVERRIDES.get(kind, {}))
    order = _ORDER.get(kind)
    if order is None:
        return write

    def write_in_order(value: Any) -> dict[str, Any]:
        body = write(value)
        return {key: body[key] for key in order if key in body}

    return write_in_order


def _reader(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """Read what `_writer` wrote. Require each key that is always written, even if its field has a default."""
    overrides = _OVERRIDES.get(kind, {})
    read = make_dict_structure_fn(kind, converter, **overrides)
    named = {one.name: overrides.get(one.name, override()) for one in fields(kind)}
    keys = [how.rename or name for name, how in named.items() if not how.omit_if_default]

    def read_whole(data: Any, kind: Any) -> Any:
        if lacking := [key for key in keys if key not in data]:
            raise TypeError(f"{', '.join(lacking)} missing")
        return read(data, kind)

    return read_whole


def _before(change: Callable[[Any], Any], then: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value, *kinds: then(change(value), *kinds)


def _named_by_content(photo: Photo) -> Photo:
    sha256 = photo.sha256 or hashlib.sha256(photo.path.read_bytes()).hexdigest()
    return replace(photo, path=picture_path(Path(), sha256, photo.mime), sha256=sha256)


def _file_in_place(file: MediaFile) -> MediaFile:
    return replace(file, path=file_path(Path(), file.sha256, file.mime))


def _with_path(subtitles: Mapping[str, str]) -> dict[str, str]:
    """Add the path, which is not stored because the hash gives it."""
    return {**subtitles, "path": file_path(Path(), subtitles["sha256"], subtitles["mime"]).as_posix()}


def _inside(media_root: Path, name: str) -> Path:
    path = media_root / name
    if not path.resolve().is_relative_to(media_root.resolve()):
        raise ValueError("a photo outside the media folder")
    return path
