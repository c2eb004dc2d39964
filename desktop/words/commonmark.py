"""CommonMark, as cards and notes are written in it: blocks of words, and formulas between dollars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from desktop.words.plain_formulas import plain_formula

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Kind = Literal["heading", "words", "point", "code"]
BULLET = "•"
FORMULA = "formula"
_DOLLARS = re.compile(r"\$(?!\s)((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)")
"""A formula as TeX writes it; “$5 and $6” is money."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words of one look; of a `formula` the text is its LaTeX."""

    text: str
    bold: bool = False
    emphasised: bool = False
    code: bool = False
    formula: bool = False

    @property
    def plain(self) -> str:
        """Its text; that of a formula in plain letters."""
        return plain_formula(self.text) if self.formula else self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a point of a list or lines of code: `lines` are what the text itself breaks into lines.

    `level` is that of a heading (1 to 6), or how deep a point lies (1 is the outermost); `mark` stands before a point,
    a bullet or "3.", and is empty where a paragraph goes on with the point before it.
    """

    kind: Kind
    lines: tuple[tuple[Run, ...], ...]
    level: int = 0
    mark: str = ""

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(" ".join("".join(run.text for run in line) for line in self.lines).split())


def blocks(text: str) -> tuple[Block, ...]:
    """Read CommonMark. There is no faulty one: what is no mark of it is words. HTML is words too."""
    lists: list[Token] = []
    marks: list[str] = []
    kind, level = "words", 0
    found = []
    for token in reader().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            marks = [f"{token.info}." if lists[-1].type == "ordered_list_open" else BULLET]
        elif token.type in ("heading_open", "heading_close"):
            kind, level = ("heading", int(token.tag[1:])) if token.nesting == 1 else ("words", 0)
        elif token.type == "inline":
            lines = tuple(_lines(token.children or []))
            found.append(_block(kind, lines, level, len(lists), marks.pop() if marks else ""))
        elif token.type in ("fence", "code_block"):
            rows = tuple((Run(_clean(row), code=True),) for row in token.content.rstrip("\n").split("\n"))
            found.append(Block("code", rows))
    return tuple(each for each in found if each.text)


def _block(kind: str, lines: tuple[tuple[Run, ...], ...], level: int, depth: int, mark: str) -> Block:
    if kind == "heading":
        return Block("heading", lines, level)
    return Block("point", lines, depth, mark) if depth else Block("words", lines)


def _lines(tokens: list[Token]) -> Iterator[tuple[Run, ...]]:
    """Runs of words, line after line."""
    bold = emphasised = 0
    runs: list[Run] = []
    for token in tokens:
        if token.type == "hardbreak":
            yield _joined(runs)
            runs = []
        bold += token.nesting if token.type.startswith("strong_") else 0
        emphasised += token.nesting if token.type.startswith("em_") else 0
        text = " " if token.type == "softbreak" else token.content
        if text and token.type != "hardbreak":
            code, formula = token.type == "code_inline", token.type == FORMULA
            runs.append(Run(text if formula else _clean(text), bold > 0, emphasised > 0, code, formula))
    yield _joined(runs)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours of one look as one run; formulas stay apart."""

    def look(run: Run) -> tuple[object, ...]:
        return run.bold, run.emphasised, run.code, run.formula and id(run)

    groups = (list(group) for _, group in groupby(runs, look))
    return tuple(
        Run("".join(run.text for run in group), group[0].bold, group[0].emphasised, group[0].code, group[0].formula)
        for group in groups
    )


def _clean(text: str) -> str:
    """Words without what can't be drawn."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


@lru_cache(maxsize=1)
def reader() -> MarkdownIt:
    """What takes CommonMark apart, formulas too; HTML in it is words."""
    from markdown_it import MarkdownIt  # which a window without a card needs not wait for

    found = MarkdownIt("commonmark", {"html": False})
    found.inline.ruler.before("escape", FORMULA, _formula)
    return found


def _formula(state: StateInline, silent: bool) -> bool:
    """Take a formula out of the words, before anything in it is taken for a mark of CommonMark."""
    found = _DOLLARS.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push(FORMULA, "", 0).content = found[1]
    state.pos = found.end()
    return True
