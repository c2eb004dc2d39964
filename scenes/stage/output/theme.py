"""Themes: what colour each role has, how thick lines and how large letters are. A scene never sees one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from scenes.stage.core.marks import NETS, Role

ThemeName = Literal["dark", "light", "projector"]
LCH = tuple[float, float, float]
"""Lightness, chroma and hue, as in `scenes.stage.output.oklch`."""


@dataclass(frozen=True)
class Palette:
    """The colours of values. `plus` is a positive number's plate and `minus` a negative one's ring, near 0 and at full.

    `edge` is the outline of zero's tile and `nought` the number on it. The tile inside a ring is zero's, with a part of
    the ring's light: `core` is that part near 0, and how much more it is at full. Cells without rings go to
    `flat_minus`, from `flat_zero` where that is not zero's tile; the numbers of pictures from zero's tile to `pixel`.
    """

    zero: LCH
    edge: str
    nought: str
    plus: tuple[LCH, LCH]
    minus: tuple[LCH, LCH]
    core: tuple[float, float]
    flat_minus: LCH
    pixel: LCH
    flat_zero: LCH | None = None


@dataclass(frozen=True, eq=False)
class Theme:
    """Colours as "#rrggbb". `lines` and `letters` scale pen widths and type; the ground glows in its middle.

    `larger` is how much of `letters` the user has asked for: a line takes it as far as it has room.

    The five colours of kinds are Okabe and Ito's, which colour-blind eyes tell apart, darkened on light grounds.

    There is one object for each theme, so themes compare by identity and can be cached by.
    """

    name: ThemeName
    title: str
    dark: bool
    background: str
    glow: str
    surface: str
    raised: str
    border: str
    accent: str
    roles: dict[Role, str]
    values: Palette
    lines: float = 1.0
    letters: float = 1.0
    larger: float = 1.0

    def colour(self, role: Role) -> str:
        """The colour of a role."""
        return self.roles[role]


_NETS_ON_DARK = dict(zip(NETS, ("#e69f00", "#56b4e9", "#cc79a7", "#f0e442", "#6fe39a", "#9d75ff"), strict=True))
"""Orange, sky blue, reddish purple and yellow of Okabe and Ito's; then a light green and a violet."""
_NETS_ON_LIGHT = dict(zip(NETS, ("#c25400", "#0072b2", "#9c4a7c", "#00785a", "#6a1bd6", "#6b1a00"), strict=True))
"""Vermilion, blue, reddish purple and bluish green, darkened for letters on white; then a violet and a dark brown.

Colour-blind eyes tell the last two of each set from the others about as well as the others among themselves.
"""

DARK = Theme(
    name="dark",
    title="Dark",
    dark=True,
    background="#0b0f18",
    glow="#131a2a",
    surface="#171d2c",
    raised="#222a3d",
    border="#39435c",
    accent="#5aa9ff",
    roles={
        Role.TEXT: "#eef2fb",
        Role.MUTED: "#9aa5bd",
        Role.SURFACE: "#222a3d",
        Role.INPUT: "#6fd7ea",
        Role.KERNEL: "#ffd75e",
        Role.PRODUCT: "#f79ac0",
        Role.OUTPUT: "#57dba9",
        Role.BIAS: "#cba6f7",
        Role.GRADIENT: "#ff7f86",
        Role.HIGHLIGHT: "#ffffff",
        Role.WARNING: "#ff7596",
        Role.RED: "#ff7a7a",
        Role.GREEN: "#63d471",
        Role.BLUE: "#6ea8ff",
        Role.FIRST: "#56b4e9",
        Role.SECOND: "#f0e442",
        Role.THIRD: "#cc79a7",
        Role.FOURTH: "#2bc49a",
        Role.FIFTH: "#e69f00",
        **_NETS_ON_DARK,
    },
    values=Palette(
        zero=(0.264, 0.0185, 262),
        edge="#5a6475",
        nought="#a3adc4",
        plus=((0.40, 0.10, 52), (0.80, 0.165, 66)),
        minus=((0.44, 0.12, 262), (0.78, 0.135, 250)),
        core=(0.06, 0.16),
        flat_minus=(0.60, 0.19, 262),
        pixel=(0.954, 0.0085, 264),
    ),
)

LIGHT = Theme(
    name="light",
    title="Light",
    dark=False,
    background="#fbfcfe",
    glow="#fbfcfe",
    surface="#f0f3f9",
    raised="#e3e8f2",
    border="#b9c2d4",
    accent="#1565c9",
    roles={
        Role.TEXT: "#131b2e",
        Role.MUTED: "#56617b",
        Role.SURFACE: "#e3e8f2",
        Role.INPUT: "#00708a",
        Role.KERNEL: "#8a6400",
        Role.PRODUCT: "#ab1f66",
        Role.OUTPUT: "#00734a",
        Role.BIAS: "#7030a8",
        Role.GRADIENT: "#c0203a",
        Role.HIGHLIGHT: "#111827",
        Role.WARNING: "#b8164a",
        Role.RED: "#c22f2f",
        Role.GREEN: "#19762b",
        Role.BLUE: "#1f55c4",
        Role.FIRST: "#0072b2",
        Role.SECOND: "#7a6c00",
        Role.THIRD: "#9c4a7c",
        Role.FOURTH: "#00785a",
        Role.FIFTH: "#945c00",
        **_NETS_ON_LIGHT,
    },
    values=Palette(
        zero=(0.945, 0.006, 262),
        edge="#8c939f",
        nought="#4b5670",
        plus=((0.665, 0.165, 50), (0.465, 0.18, 36)),
        minus=((0.72, 0.10, 262), (0.44, 0.20, 264)),
        core=(0.04, 0.16),
        flat_minus=(0.44, 0.20, 264),
        pixel=(0.27, 0.011, 256),
    ),
)

PROJECTOR = Theme(
    name="projector",
    title="Projector",
    dark=False,
    background="#ffffff",
    glow="#ffffff",
    surface="#f2f4f8",
    raised="#dfe5ef",
    border="#7d889e",
    accent="#0a49a0",
    roles={
        Role.TEXT: "#000000",
        Role.MUTED: "#3d465a",
        Role.SURFACE: "#dfe5ef",
        Role.INPUT: "#005a70",
        Role.KERNEL: "#6b4c00",
        Role.PRODUCT: "#8f1150",
        Role.OUTPUT: "#005a37",
        Role.BIAS: "#591a91",
        Role.GRADIENT: "#a01030",
        Role.HIGHLIGHT: "#000000",
        Role.WARNING: "#960f3c",
        Role.RED: "#a31515",
        Role.GREEN: "#0f5c1d",
        Role.BLUE: "#113f9e",
        Role.FIRST: "#005d94",
        Role.SECOND: "#6b5f00",
        Role.THIRD: "#85336a",
        Role.FOURTH: "#00614a",
        Role.FIFTH: "#7d4c00",
        **_NETS_ON_LIGHT,
    },
    values=Palette(
        zero=(0.935, 0.006, 262),
        edge="#5d646f",
        nought="#333c50",
        plus=((0.60, 0.165, 46), (0.41, 0.17, 33)),
        minus=((0.60, 0.15, 264), (0.34, 0.20, 266)),
        core=(0.03, 0.11),
        flat_minus=(0.34, 0.20, 266),
        pixel=(0.20, 0.01, 262),
    ),
    lines=1.6,
    letters=1.12,
)

PAPER = replace(
    PROJECTOR,
    title="Paper",
    values=replace(PROJECTOR.values, flat_zero=(0.83, 0.0, 0), flat_minus=(0.97, 0.035, 240)),
    lines=1.2,
    letters=1.0,
)
"""What documents are printed in, a variant of the projector's theme that no menu offers.

Paper is read near by, so letters and lines need not be so large. Many printers know no colours: where no ring and no
sign tells what is negative, it is lighter than zero, which is grey, and what is positive is darker.
"""

THEMES: dict[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, PROJECTOR)}


@cache
def enlarged(theme: Theme, by: float) -> Theme:
    """A theme with larger letters, the same object whenever it is asked for."""
    return theme if by == 1.0 else replace(theme, letters=theme.letters * by, larger=by)


@cache
def without_glow(theme: Theme) -> Theme:
    """A theme on an even ground, the same object whenever it is asked for: pictures on it have no edges on a page."""
    return replace(theme, glow=theme.background)
