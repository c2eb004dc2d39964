"""Changing a lesson as text: pure functions from a text to another, in which comments, order and line ends survive.

Stops are counted from 0 as they stand in the file, broken ones too. Every function raises LessonError with one sentence
where the text can't be changed in that way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.classroom.lessons import writing
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.layout import Layout, Path, Section, Span
from desktop.classroom.lessons.model import Ask, Stop
from desktop.classroom.lessons.source import read_source

_STOP = tuple(Stop.__struct_encode_fields__)


def append(text: str, block: str) -> str:
    """Put a stop behind the last one."""
    return insert(text, len(_stops(_layout(text))), block)


def insert(text: str, index: int, block: str) -> str:
    """Put a stop in, so that it becomes the stop `index`."""
    found = _layout(text)
    stops = _stops(found)
    if index < len(stops):
        return _put(text, stops[index][0].span[0], block)
    return _put(text, stops[-1][-1].span[1] if stops else len(text), block)


def delete(text: str, index: int) -> str:
    """Take a stop out, with its questions and the comments right above it."""
    return _cut(text, _stop(text, index))


def move(text: str, index: int, to: int) -> str:
    """Take a stop out and put it in again, so that it becomes the stop `to`; the comments above it come along."""
    parts = _stop(text, index)
    block = "".join(_ended(text[max(_start(text), part.span[0]) : part.span[1]]) for part in parts)
    return insert(_cut(text, parts), to, block)


def set_key(text: str, index: int, name: str, value: Any) -> str:
    """Give a key of a stop a value where it stands, or add it to the stop; None takes the key away."""
    _stop(text, index)
    return _set(text, ("stop", index), name, value)


def set_key_of_each(text: str, name: str, values: Mapping[int, Any]) -> str:
    """Give a key of several stops a value each, as `set_key` does; the text is understood only once."""
    found = _layout(text)
    for index in sorted(values, reverse=True):  # from below: what stands above is still where it was found
        _stop_in(found, index)
        text = _set(text, ("stop", index), name, values[index], found)
    return text


def append_ask(text: str, index: int, ask: Ask) -> str:
    """Put a question behind the others of a stop."""
    parts, found = _stop(text, index), _layout(text)
    path = ("stop", index, "ask")
    entry = found.by_path.get(path)
    if entry is None:
        return _put(text, _line_end(text, parts[-1].written), f"\n{writing.ask_block(ask)}", apart=False)
    last = found.by_path.get((*path, len(_plain(text, path)) - 1))
    at, comma = (last.span[1], ", ") if last is not None else (entry.value[0] + 1, "")
    return _replace(text, (at, at), comma + writing.value(writing.said(ask)))


# --- Where things are ---------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """A text as `tomllib` takes it, with everything in its place."""
    return f" {text[1:]}" if text.startswith("\ufeff") else text


def _layout(text: str) -> Layout:
    source = read_source(text)
    found = source.pieces[()].layout
    if found is None or source.faults:
        fault = source.faults[0]
        raise LessonError(f"Line {fault.line} must be right before this can be changed. {fault.sentence}")
    return found


def _stops(found: Layout) -> list[tuple[Section, ...]]:
    """The sections of each stop; what follows upon its heading up to the next stop's is its own."""
    stops: list[tuple[Section, ...]] = []
    while sections := found.of(("stop", len(stops))):
        stops.append(sections)
    if not stops and ("stop",) in found.by_path:
        raise LessonError("Here stops can be changed that begin with a line [[stop]]; this file has them in one list.")
    return stops


def _stop(text: str, index: int) -> tuple[Section, ...]:
    return _stop_in(_layout(text), index)


def _stop_in(found: Layout, index: int) -> tuple[Section, ...]:
    stops = _stops(found)
    if not 0 <= index < len(stops):
        raise LessonError(f"The lesson has {len(stops)} stops, so there is no stop {index + 1} to change.")
    return stops[index]


def _plain(text: str, path: Path) -> Any:
    """The plain data at a path; None where there is none."""
    found: Any = tomllib.loads(_clean(text))
    for part in path:
        try:
            found = found[part]
        except LookupError:
            return None
    return found


# --- Keys -----------------------------------------------------------------------------------------------------------


def _set(text: str, stop: Path, name: str, value: Any, found: Layout | None = None) -> str:
    """Give a key of a stop a value; one that is new comes where the stop's keys have it. `found` is the layout."""
    found, path = found or _layout(text), (*stop, name)
    value = writing.tidy(name, value)
    entry = found.by_path.get(path)
    scattered = entry is None and _plain(text, path) is not None
    if value is None:
        return _without(text, path)
    if entry is not None:
        return _replace(text, entry.value, writing.value(value, _indent(text, entry.span[0])))
    if scattered and isinstance(value, Mapping):
        return _set_table(text, path, value)
    if scattered:
        text, found = _without(text, path), None
    return _add(text, stop, writing.line(name, value), name, found)


def _set_table(text: str, path: Path, value: Mapping[str, Any]) -> str:
    """Give a table that has a heading or dotted keys other keys, each where it stands."""
    present = _plain(text, path)
    for name in present:
        if name not in value:
            text = _without(text, (*path, name))
    for name, each in value.items():
        if name not in present or not _same(present[name], each):
            text = _set_in(text, (*path, name), each)
    return text


def _same(one: Any, other: Any) -> bool:
    """Whether two values are written alike, but for 2 and 2.0."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _set_in(text: str, path: Path, value: Any) -> str:
    found = _layout(text)
    entry = found.by_path.get(path)
    if entry is not None:
        return _replace(text, entry.value, writing.value(value, _indent(text, entry.span[0])))
    text = _without(text, path)
    headings = [section for section in _layout(text).sections if section.path == path[:-1]]
    if headings:
        return _put(text, _line_end(text, headings[0].heading[1]), writing.line(str(path[-1]), value), apart=False)
    stop, key = path[:2], path[2:]
    dotted = ".".join(writing.key(str(part)) for part in key)
    return _add(text, stop, f"{dotted} = {writing.value(value)}\n", str(key[0]))


def _add(text: str, stop: Path, line: str, name: str, found: Layout | None = None) -> str:
    """Add a line to a stop, behind the last of the keys that come before it or are part of the same."""
    found = found or _layout(text)
    section = next(section for section in found.sections if section.path == stop)
    before = _STOP[: _STOP.index(name) + 1]
    depth = len(stop)
    own = [entry for entry in found.entries if section.span[0] <= entry.span[0] < section.span[1]]
    ends = [entry.span[1] for entry in own if entry.path[depth] in before and entry.path[:depth] == stop]
    starts = [entry.span[0] for entry in own]
    if ends:
        at = _line_end(text, max(ends))
    elif section.heading[1]:
        at = _line_end(text, section.heading[1])
    else:
        at = _line_start(text, starts[0] if starts else 0)
    indent = _indent(text, starts[0]) if starts else ""
    return _put(text, at, indent + line, apart=False)


def _without(text: str, path: Path) -> str:
    """Take a key away, however it is written."""
    found = _layout(text)
    spans = [section.span for section in found.of(path)]
    for entry in found.entries:
        inside = any(begin <= entry.span[0] < end for begin, end in spans)
        if entry.path[: len(path)] == path and not inside:
            spans.append((_line_start(text, entry.span[0]), _line_end(text, entry.span[1])))
    return _cut_spans(text, spans)


# --- Text -----------------------------------------------------------------------------------------------------------


def _newline(text: str) -> str:
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def _replace(text: str, span: Span, new: str) -> str:
    new = re.sub(r"\r?\n", _newline(text), new)
    return text[: span[0]] + new + text[span[1] :]


def _put(text: str, at: int, block: str, apart: bool = True) -> str:
    """Put lines in at the beginning of a line, with blank lines around them where they are to stand apart."""
    end = _newline(text)
    at = max(_start(text), at)
    before, after = text[:at], text[at:]
    block = re.sub(r"\r?\n", end, _ended(block))
    if before.strip("\ufeff") and not before.endswith("\n"):
        before += end
    if apart:
        block = block.rstrip() + end
        if before.strip("\ufeff \t\r\n") and not re.search(r"\n[ \t]*\r?\n\Z", before):
            before += end
        if after.strip() and not re.match(r"[ \t]*\r?\n", after):
            block += end
    return before + block + after


def _cut(text: str, sections: Sequence[Section]) -> str:
    return _cut_spans(text, [section.span for section in sections])


def _cut_spans(text: str, spans: Sequence[Span]) -> str:
    """A text without some stretches, of which some may lie in others."""
    at = _start(text)
    kept = text[:at]
    for start, end in sorted(spans):
        kept += text[at : max(at, start)]
        at = max(at, end)
    return kept + text[at:]


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _start(text: str) -> int:
    """Where a text begins, behind the mark that some editors put first."""
    return 1 if text.startswith("\ufeff") else 0


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at) + 1, _start(text))


def _line_end(text: str, at: int) -> int:
    """Behind the line in which something ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _indent(text: str, at: int) -> str:
    line = text[_line_start(text, at) : at]
    return line if not line.strip(" \t") else ""
