from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given

from desktop.classroom.lessons.layout import Path, layout
from tests.desktop.classroom.lessons.lesson_texts import GOOD, layouts, meaning


def leaves(plain: Any, path: Path = ()) -> dict[Path, Any]:
    """Every value in plain data by its path."""
    children = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    found = {} if isinstance(plain, dict | list) and plain else {path: plain}
    for name, each in children:
        found |= leaves(each, (*path, name))
    return found


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def check(text: str) -> None:
    """Every value stands where it is said to, and each section holds what is under its heading."""
    found, plain = layout(text), meaning(text)
    for path, value in leaves(plain).items():
        if path not in found.by_path:
            assert value in ({}, []), f"{path} is nowhere"
            continue
        start, end = found.by_path[path].value
        assert tomllib.loads(f"it = {text[start:end]}") == {"it": value}
    assert [section.path for section in found.sections if len(section.path) == 2 and section.path[0] == "stop"] == [
        ("stop", index) for index in range(len(plain.get("stop", [])))
    ]
    assert "".join(text[section.span[0] : section.span[1]] for section in found.sections) == text
    for section in found.sections[1:]:
        assert text[section.heading[0] : section.heading[1]].startswith("[")
        assert section.span[0] <= section.heading[0] < section.heading[1] <= section.written <= section.span[1]


def test_keys_headings_and_parts_of_values_are_found() -> None:
    found = layout(GOOD)
    at = {path: found.line(found.find(path)) for path in [
        ("title",), ("stop",), ("stop", 0), ("stop", 0, "knobs"), ("stop", 0, "ask", 0, "options", 1, "shows"),
        ("stop", 1), ("stop", 1, "knobs"), ("stop", 1, "knobs", "stride"), ("homework", "items"),
    ]}  # fmt: skip
    assert list(at.values()) == [
        *(4, 8, 8, 11, line_of(GOOD, '  { text = "minus"')),
        *(line_of(GOOD, 'id = "whole-map"') - 1, line_of(GOOD, "[stop.knobs]"), line_of(GOOD, "stride = 3")),
        line_of(GOOD, "items"),
    ]
    assert found.column(found.find(("stop", 0, "knobs", "stride"))) == GOOD.splitlines()[10].index("stride") + 1


def test_what_is_not_there_is_looked_for_where_it_would_be() -> None:
    found = layout(GOOD)
    assert found.line(found.find(("stop", 0, "minuts"))) == 8
    assert found.line(found.find(("stop", 9))) == 8
    assert found.find(("nowhere", 1)) == 0


def test_comments_right_above_a_heading_are_its_own() -> None:
    found = layout(GOOD)
    first, last = found.of(("stop", 0))[0], found.sections[-1]
    assert GOOD[first.span[0] :].startswith("# First of all by hand.\n[[stop]]")
    assert GOOD[last.span[0] :].startswith("# What goes home.\n[homework]")


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        "",
        "a = 1",
        "# only\n",
        "a.b.c = 1\n'x y'.\"z\\n\" = {q = [1, {r = 2}], 's' = ''}\n",
        "a = '''\n[[stop]]\nid = 1'''\n[[stop]]\n",
        'a = """""""\n[[stop]]\n',
        'a = """\\\n   x\\""""\nb = 1979-05-27 07:32:00   # a time\n',
        "a = [\n[1, 2], # [[stop]]\n[3],\n]\n[[stop]]\nb = [{c = 1}, {c = '#'}]",
        "[[stop]]\n[[stop.ask]]\nat = 'a'\n[[stop]]\n[homework]\n[[stop.ask]]\n[[stop.ask]]\nat = 'b'\n",
    ],
)  # fmt: skip
def test_known_texts(text: str) -> None:
    check(text)


@given(layouts())
def test_everything_is_found_in_every_layout(text: str) -> None:
    check(text)
