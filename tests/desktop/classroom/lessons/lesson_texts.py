"""Texts of lessons, as people and machines may lay them out, and plain data that can be in them."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import strategies as st

from desktop.classroom.lessons.model import Ask, Choice, Stop
from desktop.classroom.lessons.writing import value

GOOD = """\
# An hour's beginning.
convoscope = 1
id = "one-convolution"
title = "One convolution"
objectives = ["compute one cell of a feature map by hand"]

# First of all by hand.
[[stop]]
id = "by-hand"
scene = "convolution"
knobs = { kernel = "vertical edge", stride = 2 }
shows = ["stride"]                # the other knobs stay out of sight
to = "Write the cell"
skip = ["Add"]
minutes = 5
notes = '''
Let them multiply the first row on paper before you go on.
[Multiply]
Ask for the sign first.
'''
[[stop.ask]]
at = "Multiply"
stem = "Which sign has the sum?"
options = [
  { text = "plus", right = true, why = "Both columns are bright." },
  { text = "minus", shows = "Multiply" },
]

[[stop]]
id = "whole-map"
scene = "convolution"
from = "Slide"
minutes = 4
[stop.knobs]
# wider steps
stride = 3

[[stop]]
id = "race"
lab = "race"
optional = true

[[stop]]
id = "end"
card = "# Thank you"

# What goes home.
[homework]
id = "sheet-1"
title = "Sheet 1"
items = []
"""

names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
odd = st.sampled_from(["[[stop]]", "'''", '"""', "# no comment", "a = 1", "\n[[stop]]\nid = 1\n", "\\", '"', "'", "\n"])
texts = st.one_of(words, odd, st.lists(st.one_of(words, odd), max_size=4).map("".join))
numbers = st.one_of(st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False))
plain = st.recursive(
    st.one_of(texts, numbers),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(names, texts), inner, max_size=3)),
    max_leaves=6,
)
knobs = st.dictionaries(st.one_of(names, texts), plain, max_size=4)
choices = st.builds(Choice, text=texts, right=st.booleans(), why=texts)
asks = st.builds(
    Ask, stem=texts, options=st.lists(choices, max_size=3).map(tuple), at=texts, seconds=st.integers(5, 900)
)
stops = st.builds(
    Stop,
    id=names,
    scene=names,
    title=texts,
    knobs=knobs,
    shows=st.none() | st.lists(names, max_size=2).map(tuple),
    first=texts,
    skip=st.lists(texts, max_size=3).map(tuple),
    minutes=st.floats(0, 180),
    optional=st.booleans(),
    notes=texts,
    ask=st.lists(asks, max_size=2).map(tuple),
)


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """The text of a file that is strange to look at, and right."""
    blank = st.sampled_from(["", "\n", "\n\n", "  # [[stop]]\n", "# a comment\n", "\t\n"])
    gap = st.sampled_from(["", " ", "\t"])
    behind = st.sampled_from(["", "   # behind", " "])

    def pair(name: str, plain: Any) -> str:
        return f"{draw(gap)}{name}{draw(gap)}={draw(gap)}{written(plain)}{draw(behind)}\n{draw(blank)}"

    def written(plain: Any) -> str:
        if isinstance(plain, list) and draw(st.booleans()):
            return "[ # first\n" + "".join(f"  {written(each)} ,\n # next\n" for each in plain) + "]"
        if isinstance(plain, str) and draw(st.booleans()) and "'''" not in plain and not plain.endswith("'"):
            text = f"'''{plain}'''"
            try:
                if tomllib.loads(f"a = {text}") == {"a": plain}:
                    return text
            except tomllib.TOMLDecodeError:
                pass
        return value(plain)

    def stop() -> str:
        body = draw(blank) + draw(gap) + "[[" + draw(gap) + "stop" + draw(gap) + "]]" + draw(behind) + "\n"
        body += draw(blank) + pair("id", draw(names))
        for name, some in (
            ("title", texts),
            ("notes", texts),
            ("minutes", numbers),
            ("skip", st.lists(texts, max_size=3)),
        ):
            if draw(st.booleans()):
                body += pair(draw(st.sampled_from([name, f'"{name}"', f"'{name}'"])), draw(some))
        turned, how = draw(knobs), draw(st.integers(0, 3))
        keys = {value(name): each for name, each in turned.items() if "\n" not in name}
        if how == 1:
            body += pair("knobs", turned)
        if how == 2:
            body += "".join(pair(f"knobs{draw(gap)}.{draw(gap)}{name}", each) for name, each in keys.items())
        if how == 3:
            body += draw(blank) + "[stop.knobs]\n" + "".join(pair(name, each) for name, each in keys.items())
        asked = draw(st.integers(0, 3))
        for _ in range(asked):
            body += draw(blank) + "[[stop.ask]]\n" + pair("stem", draw(texts))
        return body

    head = draw(blank) + "".join(pair(name, draw(texts)) for name in ("id", "title") if draw(st.booleans()))
    parts = [stop() for _ in range(draw(st.integers(0, 4)))]
    if draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), draw(blank) + "[homework]\n" + pair("title", draw(texts)))
    text = head + "".join(parts)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return "\ufeff" * draw(st.booleans()) + text


def meaning(text: str) -> dict[str, Any]:
    """What a text says, as plain data."""
    return tomllib.loads(text.removeprefix("\ufeff"))
