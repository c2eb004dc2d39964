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


BLANK = st.sampled_from(["", "\n", "\n\n", "  # [[stop]]\n", "# a comment\n", "\t\n"])
GAP = st.sampled_from(["", " ", "\t"])
BEHIND = st.sampled_from(["", "   # behind", " "])
KEYS = (("title", texts), ("notes", texts), ("minutes", numbers), ("skip", st.lists(texts, max_size=3)))


class _Scribe:
    """Writes TOML as hypothesis has it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pair(self, name: str, plain: Any) -> str:
        before, after, gap = self.draw(GAP), self.draw(GAP), self.draw(GAP)
        return f"{before}{name}{after}={gap}{self.value(plain)}{self.draw(BEHIND)}\n{self.draw(BLANK)}"

    def value(self, plain: Any) -> str:
        if isinstance(plain, list) and self.draw(st.booleans()):
            return "[ # first\n" + "".join(f"  {self.value(each)} ,\n # next\n" for each in plain) + "]"
        if isinstance(plain, str) and self.draw(st.booleans()) and _fits(plain):
            return f"'''{plain}'''"
        return value(plain)

    def stop(self) -> str:
        gap = self.draw(GAP)
        body = f"{self.draw(BLANK)}{gap}[[{gap}stop{gap}]]{self.draw(BEHIND)}\n" + self.draw(BLANK)
        body += self.pair("id", self.draw(names))
        for name, some in KEYS:
            if self.draw(st.booleans()):
                body += self.pair(self.draw(st.sampled_from([name, f'"{name}"', f"'{name}'"])), self.draw(some))
        body += self.knobs(self.draw(knobs))
        for _ in range(self.draw(st.integers(0, 2))):
            body += self.draw(BLANK) + "[[stop.ask]]\n" + self.pair("stem", self.draw(texts))
        return body

    def knobs(self, turned: dict[str, Any]) -> str:
        keys = {value(name): each for name, each in turned.items() if "\n" not in name}
        match self.draw(st.integers(0, 3)):
            case 1:
                return self.pair("knobs", turned)
            case 2:
                gap = self.draw(GAP)
                return "".join(self.pair(f"knobs{gap}.{gap}{name}", each) for name, each in keys.items())
            case 3:
                pairs = (self.pair(name, each) for name, each in keys.items())
                return self.draw(BLANK) + "[stop.knobs]\n" + "".join(pairs)
        return ""


def _fits(text: str) -> bool:
    """Whether a text can stand as it is between three quotes."""
    try:
        return tomllib.loads(f"a = '''{text}'''") == {"a": text}
    except tomllib.TOMLDecodeError:
        return False


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """The text of a file that is strange to look at, and right."""
    scribe = _Scribe(draw)
    head = draw(BLANK) + "".join(scribe.pair(name, draw(texts)) for name in ("id", "title") if draw(st.booleans()))
    parts = [scribe.stop() for _ in range(draw(st.integers(0, 4)))]
    if draw(st.booleans()):
        homework = draw(BLANK) + "[homework]\n" + scribe.pair("title", draw(texts))
        parts.insert(draw(st.integers(0, len(parts))), homework)
    text = head + "".join(parts)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return "\ufeff" * draw(st.booleans()) + text


def meaning(text: str) -> dict[str, Any]:
    """What a text says, as plain data."""
    return tomllib.loads(text.removeprefix("\ufeff"))
