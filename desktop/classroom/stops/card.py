"""Cards: words alone on the stage, in letters for the last row. The points of a list come one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.classroom.stops.measuring import LARGEST, Line, cut, width, wrapped
from desktop.painter.formulas import EM, FormulaError, set_formula
from desktop.words.commonmark import BULLET, Block, Run, blocks
from desktop.words.plain_formulas import plain_formula
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Formula, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span

ROOM, TOP, BOTTOM = RIGHT - LEFT, 56.0, HEIGHT - 56.0
EMPHASISED, CODE = Role.FIRST, Role.THIRD
"""The kit's typeface has no slanted letters, and none of equal width: colours stand for them."""
SMALLEST = 32.0
LINE = 1.3
"""From one line to the next, as a share of the type size in the theme with the largest letters."""
APART = {"heading": 0.5, "words": 0.5, "point": 0.42, "code": 0.5}
"""The space under a block, as a share of its type size."""
OTHER = 0.3
"""So much more there is over a block of another kind, behind points say."""
INDENT = 1.1
"""How far words stand behind the mark of their point, in ems; points in points stand as far to the right."""
FORMULA_LINE = 2.2
"""How high a formula is that stands alone, in ems: fractions and sums are."""
DOT = 0.25
"""The side of a bullet, in ems."""
FIRST_SECONDS, SECONDS = 2.0, 1.0
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Sizes:
    """The type sizes of a card."""

    heading: float
    words: float
    points: float

    def of(self, block: Block) -> float:
        """That of a block; headings of lower levels are as large as words."""
        if block.kind == "heading":
            return self.heading if block.level == 1 else max(self.words, 0.75 * self.heading)
        if block.kind == "code":
            return max(SMALLEST, 0.8 * self.words)
        return self.points if block.kind == "point" else self.words


LARGE = (Sizes(96, 72, 60), Sizes(96, 64, 56), Sizes(96, 58, 52), Sizes(88, 52, 52), Sizes(72, 52, 52))
"""A card is written in the first of these in which it fits."""
SMALL = (Sizes(64, 44, 44), Sizes(56, 38, 38), Sizes(44, 32, 32))
"""One that fits in none is too full, and is written smaller, so that the class goes on."""


@dataclass(frozen=True)
class PlacedLine:
    """A line of a block: `y` is its middle, from the top of the card; `step` the one that brings it."""

    block: Block
    runs: Line
    size: float
    y: float
    step: int
    first: bool


@dataclass(frozen=True)
class Card:
    """The function that draws the scene of a card; `name` is what it is called where its words give it no name."""

    blocks: tuple[Block, ...]
    name: str = ""

    def __call__(self, stage: Stage, knobs: Knobs) -> None:
        """Draw what has been told so far."""
        stage.whole = True
        spans = [
            stage.step(title, said, FIRST_SECONDS if not index else SECONDS, cut=True)
            for index, (title, said) in enumerate(self.steps)
        ]
        for index, span in enumerate(spans):
            stage.add(*self._marks[index], opacity=_come(span))

    @cached_property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The title of each step, each its own, and its words."""
        said: dict[int, list[Block]] = {0: []}
        for block, step in zip(self.blocks, _steps(self.blocks), strict=True):
            said.setdefault(step, []).append(block)
        found: list[tuple[str, str]] = []
        for group in said.values():
            first = _plain(group[0]) if group else self.name or "An empty card"
            title, count = _short(first), 1
            while any(title == other for other, _ in found):
                count += 1
                title = f"{_short(first)} ({count})"
            found.append((title, " ".join(map(_plain, group))))
        return tuple(found)

    @cached_property
    def _lines(self) -> tuple[PlacedLine, ...]:
        for sizes in (*LARGE, *SMALL):
            lines, height = _laid(self.blocks, sizes)
            if height <= BOTTOM - TOP:
                return lines
        return tuple(line for line in lines if line.y + LINE * LARGEST * line.size / 2 <= BOTTOM - TOP)

    @cached_property
    def _marks(self) -> tuple[tuple[AnyMark, ...], ...]:
        """The marks that each step brings."""
        lines = self._lines
        top = (HEIGHT - _height(lines)) / 2
        listed = [_wide(line) for line in lines if line.block.kind in ("point", "code")]
        left = max(LEFT, (WIDTH - max(listed, default=0.0)) / 2)
        found: list[list[AnyMark]] = [[] for _ in self.steps]
        for index, line in enumerate(lines):
            found[line.step] += _drawn(line, left, top + line.y, f"line {index + 1}")
        return tuple(map(tuple, found))


def card_scene(text: str, title: str = "") -> Scene:
    """The scene of a card of CommonMark; without a `title` it is called as its words begin."""
    return words_scene(blocks(text), title)


def words_scene(told: tuple[Block, ...], title: str = "") -> Scene:
    """The scene of a card made of blocks."""
    card = Card(told, title)
    named = title or card.steps[0][0]
    return Scene("card", named, "", 0, "", (), (), (), card, Knobs)


def sentence_scene(title: str, sentence: str) -> Scene:
    """A card that says in one sentence what can't be shown; the class goes on behind it."""
    said = Block("words", ((Run(sentence),),))
    return words_scene((Block("heading", ((Run(title),),), 2), said) if title else (said,), title)


def card_faults(text: str) -> tuple[str, ...]:
    """What is wrong with a card, in sentences: nothing on it, more than fits, formulas that can't be set."""
    told = blocks(text)
    if not told:
        return ("This card has no words.",)
    faults = [fault for block in told for fault in _formula_faults(block)]
    if all(_laid(told, sizes)[1] > BOTTOM - TOP for sizes in LARGE):
        lines, _ = _laid(told, LARGE[-1])
        count = sum(_count(line.runs) for line in lines)
        fit = sum(_count(line.runs) for line in lines if line.y + LINE * LARGEST * line.size / 2 <= BOTTOM - TOP)
        faults.append(f"This card has more words than fit: {count} words, {fit} fit.")
    return tuple(faults)


def _formula_faults(block: Block) -> Iterator[str]:
    for line in block.lines:
        for run in line:
            if run.formula:
                try:
                    found = set_formula(run.text)
                except FormulaError as error:
                    yield str(error)
                    continue
                if _alone(block) and found.width / EM * LARGE[-1].of(block) * LARGEST > ROOM:
                    yield f"The formula {run.text!r} is wider than the stage."


def _steps(told: Sequence[Block]) -> Iterator[int]:
    """The step that brings each block: all before the first point come together, then each point by itself."""
    step, listed = 0, False
    for index, block in enumerate(told):
        goes_on = block.kind == "point" and not block.mark
        listed = listed or block.kind == "point"
        if listed and index and not goes_on:
            step += 1
        yield step


def _come(span: Span) -> float:
    """How visible what a step brings is; what belongs to the first is there from the start."""
    return 1.0 if span.start == 0.0 else span.motion


def _laid(told: Sequence[Block], sizes: Sizes) -> tuple[tuple[PlacedLine, ...], float]:
    """All lines of a card in some sizes, and how high they are together."""
    lines: list[PlacedLine] = []
    y = 0.0
    for block, before, step in zip(told, (None, *told), _steps(told), strict=False):
        size = sizes.of(block)
        y += size * OTHER if before is not None and before.kind not in (block.kind, "heading") else 0.0
        for index, runs in enumerate(_broken(block, size)):
            high = size * LARGEST * (FORMULA_LINE if _alone(block) else LINE)
            lines.append(PlacedLine(block, runs, size, y + high / 2, step, index == 0))
            y += high
        y += size * LARGEST * APART[block.kind]
    return tuple(lines), y - (LARGEST * lines[-1].size * APART[lines[-1].block.kind] if lines else 0.0)


def _broken(block: Block, size: float) -> Iterator[Line]:
    """The lines of a block as they fit."""
    if _alone(block):
        yield (TextRun(block.lines[0][0].text),)
        return
    for line in block.lines:
        runs = [_styled(run, block) for run in line]
        if block.kind == "code":
            yield (TextRun(cut(runs[0].text if runs else "", size, ROOM), CODE),)
        else:
            yield from wrapped(runs, size, ROOM - _indent(block, size))


def _styled(run: Run, block: Block) -> TextRun:
    role = CODE if run.code else EMPHASISED if run.emphasised else None
    return TextRun(run.plain, role, run.bold or block.kind == "heading")


def _drawn(line: PlacedLine, left: float, y: float, name: str) -> Iterator[AnyMark]:
    """The marks of a line: centred, or behind the mark of its point."""
    block, size = line.block, line.size
    if _alone(block):
        tex = line.runs[0].text
        plain = plain_formula(tex)
        fitting = min(size, ROOM / max(1.0, width((TextRun(plain),), 1.0)))
        yield Formula(tex=tex, plain=plain, x=WIDTH / 2, y=y, size=fitting, anchor="middle", name=name)
    elif block.kind not in ("point", "code"):
        yield Text(x=WIDTH / 2, y=y, runs=line.runs, size=size, anchor="middle", name=name)
    else:
        x = left + _indent(block, size)
        if line.first and block.mark == BULLET:
            side = DOT * size
            at = x - 0.72 * INDENT * size * LARGEST
            yield Rect(x=at, y=y - side / 2, width=side, height=side, radius=side / 2, fill=1.0, role=Role.MUTED)
        elif line.first and block.mark:
            words = (TextRun(block.mark, Role.MUTED, bold=True),)
            yield Text(x=x - 0.3 * size * LARGEST, y=y, runs=words, size=size, anchor="end", name=f"mark of {name}")
        if line.runs[0].text:  # code has empty lines
            yield Text(x=x, y=y, runs=line.runs, size=size, name=name)


def _indent(block: Block, size: float) -> float:
    """How far behind the left edge of the points a block's words begin; numbers need more room than dots."""
    if block.kind != "point":
        return 0.0
    own = width((TextRun(block.mark, None, bold=True),), size) + 0.3 * size * LARGEST
    return (INDENT * (min(block.level, 4) - 1)) * size * LARGEST + max(INDENT * size * LARGEST, own)


def _wide(line: PlacedLine) -> float:
    return _indent(line.block, line.size) + width(line.runs, line.size)


def _height(lines: Sequence[PlacedLine]) -> float:
    last = lines[-1] if lines else None
    if last is None:
        return 0.0
    return last.y + last.size * LARGEST * (FORMULA_LINE if _alone(last.block) else LINE) / 2


def _alone(block: Block) -> bool:
    """Whether a block is nothing but a formula."""
    return block.kind == "words" and [[run.formula for run in line] for line in block.lines] == [[True]]


def _plain(block: Block) -> str:
    """A block's words with its formulas in plain letters."""
    said = "".join(_styled(run, block).text for line in block.lines for run in (*line, Run(" ")))
    return " ".join(said.split())


def _count(runs: Line) -> int:
    return len("".join(run.text for run in runs).split())


@lru_cache(maxsize=256)
def _short(words: str) -> str:
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rstrip()}…"
