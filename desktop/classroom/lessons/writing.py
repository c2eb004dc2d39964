"""Writing what a lesson says as a teacher would: values, whole stops, and a new lesson."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from desktop.classroom.lessons.model import FORMAT, Ask, Choice, Drawn, Stop

WIDTH = 100
"""Letters of a line; lists that are longer stand on several lines."""
EXACT = 10**15
"""Whole numbers up to here are written as such."""
BLOCKS = ("notes", "card")
"""The keys whose texts stand on lines of their own."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ODD_ON_A_LINE = re.compile(r"[\x00-\x1f\x7f]")
_LONE = re.compile(r"[\ud800-\udfff]")
_CODES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}

NEW = """\
# A lesson for Convoscope. `convoscope lesson check FILE` says whether all is right in it.
convoscope = {format}
id = {id}
title = {title}
objectives = []                       # what students can do afterwards

# Each [[stop]] shows some steps of a scene (`convoscope scenes` lists them), a run of the lab, a picture beside
# this file, or a card of words. Other keys of a stop: knobs, from and to (titles of steps), skip, minutes, optional,
# and notes, in which a line [Title of a step] begins those of that step. A question stands below [[stop.ask]].

[[stop]]
id = "title"
card = {card}
minutes = 1
"""


def key(name: str) -> str:
    """A key: bare where it can be."""
    return name if _BARE.fullmatch(name) else _one_line(name)


def value(plain: Any, indent: str = "") -> str:
    """A value as TOML; a long list goes on over lines that begin with `indent`. Raises TypeError for what is none."""
    match plain:
        case bool():
            return "true" if plain else "false"
        case str():
            return _text(plain)
        case int():
            return str(int(plain))
        case float():
            whole = plain.is_integer() and abs(plain) < EXACT
            return str(int(plain)) if whole else repr(float(plain))
        case date():
            return plain.isoformat()
        case Mapping():
            return _braces(plain, indent)
        case list() | tuple():
            return _list([value(each, f"{indent}  ") for each in plain], indent)
    raise TypeError(f"{type(plain).__name__} can't be written into a lesson")


def tidy(name: str, plain: Any) -> Any:
    """What is written for the value of a key: text in blocks is without blank lines around, and ends its last line."""
    if isinstance(plain, str):
        plain = _LONE.sub("\ufffd", plain)
        if name in BLOCKS:
            plain = plain.replace("\r\n", "\n").strip("\n")
            return f"{plain}\n" if "\n" in plain else plain
    return plain


def line(name: str, plain: Any, indent: str = "") -> str:
    """A key with its value, on a line or several."""
    return f"{indent}{key(name)} = {value(tidy(name, plain), indent)}\n"


def stop_block(stop: Stop) -> str:
    """A whole stop with its questions, as a teacher would write it: what is usual is left out."""
    body = "".join(line(name, plain) for name, plain in said(stop).items() if name != "ask")
    return "[[stop]]\n" + body + "".join(ask_block(ask) for ask in stop.ask)


def ask_block(ask: Ask) -> str:
    """A whole question of a stop."""
    return "[[stop.ask]]\n" + "".join(line(name, plain) for name, plain in said(ask).items())


def new_lesson(title: str, name: str) -> str:
    """A whole lesson to begin with: a card with its title, and comments that explain the keys. `name` is its id."""
    words = {"format": FORMAT, "id": value(name), "title": value(title), "card": value(f"# {title}")}
    return NEW.format(**words)


def said(struct: msgspec.Struct) -> dict[str, Any]:
    """What a struct says as plain data under the names of the file, without what is as usual."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        plain = getattr(struct, field.name)
        usual = field.default_factory() if field.default is msgspec.NODEFAULT and not field.required else field.default
        if field.required or plain != usual:
            found[field.encode_name] = _plain(plain)
    return found


def _plain(plain: Any) -> Any:
    if isinstance(plain, Choice | Ask | Drawn):
        return said(plain)
    return [_plain(each) for each in plain] if isinstance(plain, list | tuple) else plain


def _braces(plain: Mapping[str, Any], indent: str) -> str:
    pairs = (f"{key(name)} = {value(each, indent)}" for name, each in plain.items())
    return f"{{ {', '.join(pairs)} }}" if plain else "{}"


def _list(parts: list[str], indent: str) -> str:
    short = f"[{', '.join(parts)}]"
    if len(short) + len(indent) <= WIDTH and "\n" not in short:
        return short
    return f"[\n{''.join(_filled(parts, f'{indent}  '))}{indent}]"


def _filled(parts: Iterable[str], indent: str) -> Iterable[str]:
    """Parts on lines as long as lines may be."""
    row = ""
    for part in parts:
        if row and len(indent) + len(row) + len(part) + 2 > WIDTH:
            yield f"{indent}{row}\n"
            row = ""
        row += f"{' ' * bool(row)}{part},"
    yield f"{indent}{row}\n"


def _text(text: str) -> str:
    text = _LONE.sub("\ufffd", text)
    if "\n" not in text:
        return _one_line(text)
    if "'''" not in text and not text.endswith("'") and not _ODD.search(text):
        return f"'''\n{text}'''"
    return f'"""\n{_coded(text, keep=chr(10))}"""'


def _one_line(text: str) -> str:
    plain = "'" not in text and not _ODD_ON_A_LINE.search(text)
    return f"'{text}'" if plain and ('"' in text or "\\" in text) else f'"{_coded(text)}"'


def _coded(text: str, keep: str = "") -> str:
    """A text for double quotes, with codes for what can't stand there but for what is to be kept."""
    return "".join(letter if letter in keep else _code(letter) for letter in text)


def _code(letter: str) -> str:
    if letter in _CODES:
        return _CODES[letter]
    return f"\\u{ord(letter):04x}" if _ODD_ON_A_LINE.match(letter) else letter
