"""Which maps a divided convolution reads: of four quarters of its weights only two are there."""

from __future__ import annotations

from scenes.alexnet.view import View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.blocks import brief

X, TOP, WIDTH, HEIGHT = LEFT + 230.0, 222.0, 600.0, 560.0
WORDS_X = 920.0
HERO = 112.0


def draw_half(view: View) -> None:
    """Draw the weights as a table of maps read and maps made, and the parameters before and after."""
    of, layer = view.of, view.of.divided
    before, made = of.before(layer)[0], layer.shape[0]
    gone = view.steps.halved.rise(0.1, 0.8) if layer.groups > 1 else 0.0
    whole = of.ungrouped_parameters(layer)
    now = round(between(whole, layer.parameters, gone))
    factors = "·".join(str(n) for n in of.weights(layer))
    account = (
        TextRun(f"{factors} + {made} = "),
        TextRun(f"{layer.parameters:,}", Role.KERNEL, bold=True),
    )
    told = max(0.0, 4.0 * gone - 3.0) if layer.groups > 1 else 1.0  # when two quarters are nearly gone
    view.stage.add(
        *_quarters(gone),
        lettering(X + WIDTH / 2, TOP - 84, f"{layer.label} reads {before} maps", Role.INPUT, bold=True, size=40,
                  anchor="middle"),
        *_sides("GPU" if of.grouped else "half"),
        lettering(LEFT, TOP + HEIGHT / 2 - 24, "makes", Role.OUTPUT, bold=True, size=40),
        lettering(LEFT, TOP + HEIGHT / 2 + 24, f"{made} maps", Role.OUTPUT, bold=True, size=40),
        lettering(WORDS_X, 180, brief(now), Role.KERNEL, bold=True, size=HERO, name="parameters now"),
        lettering(WORDS_X, 300, "parameters", Role.KERNEL, size=72),
        *_bar(now, whole),
        lettering(WORDS_X, 568, f"{brief(whole)} undivided", size=72, name="parameters undivided"),
        Text(x=WORDS_X, y=700, runs=account, size=40, name="account", opacity=told),
    )  # fmt: skip


def _sides(name: str) -> list[AnyMark]:
    """Whose maps the columns and the rows are."""
    marks: list[AnyMark] = []
    for half in range(2):
        words, share = f"{name} {half + 1}", 0.25 + 0.5 * half
        marks += [
            lettering(X + share * WIDTH, TOP - 32, words, Role.MUTED, size=36, anchor="middle"),
            lettering(LEFT, TOP + share * HEIGHT, words, Role.MUTED, size=36),
        ]
    return marks


def _bar(now: int, whole: int) -> tuple[AnyMark, ...]:
    """The parameters as a part of those that the convolution would have undivided."""
    box = Rect(x=WORDS_X, y=370, width=RIGHT - WORDS_X, height=130, radius=12, fill=0.2, line=3.0, role=Role.MUTED,
               name="bar undivided", value=whole)  # fmt: skip
    width = box.width * now / whole
    return box, Rect(x=WORDS_X, y=370, width=width, height=130, radius=12, fill=0.85, role=Role.KERNEL, name="bar now",
                     value=now)  # fmt: skip


def _quarters(gone: float) -> list[AnyMark]:
    """The four quarters; those between the two halves go."""
    marks: list[AnyMark] = []
    for row in range(2):
        for column in range(2):
            x, y = X + column * WIDTH / 2 + 5, TOP + row * HEIGHT / 2 + 5
            width, height = WIDTH / 2 - 10, HEIGHT / 2 - 10
            if row == column:
                marks.append(Rect(x=x, y=y, width=width, height=height, radius=12, fill=0.85, role=Role.KERNEL,
                                  name=f"quarter {row + 1} {column + 1}"))  # fmt: skip
                continue
            marks += [
                Rect(x=x, y=y, width=width, height=height, radius=12, line=3.0, dashed=True, role=Role.MUTED,
                     name=f"quarter {row + 1} {column + 1} left out", opacity=gone),
                lettering(x + width / 2, y + height / 2, "not read", Role.MUTED, size=52, anchor="middle",
                          opacity=gone, name=f"quarter {row + 1} {column + 1} says"),
                Rect(x=x, y=y, width=width, height=height, radius=12, fill=0.85, role=Role.KERNEL,
                     name=f"quarter {row + 1} {column + 1}", opacity=1.0 - gone),
            ]  # fmt: skip
    return marks
