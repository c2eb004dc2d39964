"""Themes: what colour each role has, how thick lines and how large letters are. A scene never sees one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from scenes.stage.core.marks import Role

ThemeName = Literal["dark", "light", "projector"]


@dataclass(frozen=True, eq=False)
class Theme:
    """Colours as "#rrggbb". `lines` and `letters` scale pen widths and type; `diverging` names a colour map.

    `larger` is how much of `letters` the user has asked for: a line takes it as far as it has room.

    The five colours of kinds are Okabe and Ito's, which colour-blind eyes tell apart, darkened on light grounds.

    There is one object for each theme, so themes compare by identity and can be cached by.
    """

    name: ThemeName
    title: str
    dark: bool
    background: str
    surface: str
    raised: str
    border: str
    accent: str
    roles: dict[Role, str]
    diverging: Literal["berlin", "vik"]
    lines: float = 1.0
    letters: float = 1.0
    larger: float = 1.0

    def colour(self, role: Role) -> str:
        """The colour of a role."""
        return self.roles[role]


DARK = Theme(
    name="dark",
    title="Dark",
    dark=True,
    background="#0f131e",
    surface="#171d2c",
    raised="#222a3d",
    border="#39435c",
    accent="#5aa9ff",
    roles={
        Role.TEXT: "#eef2fb",
        Role.MUTED: "#9aa5bd",
        Role.SURFACE: "#222a3d",
        Role.INPUT: "#62aeff",
        Role.KERNEL: "#ffb454",
        Role.PRODUCT: "#f48fb8",
        Role.OUTPUT: "#4fd6a4",
        Role.BIAS: "#c79bf2",
        Role.GRADIENT: "#ff7b6b",
        Role.HIGHLIGHT: "#ffd75e",
        Role.WARNING: "#ff8f5c",
        Role.RED: "#ff7a7a",
        Role.GREEN: "#63d471",
        Role.BLUE: "#6ea8ff",
        Role.FIRST: "#56b4e9",
        Role.SECOND: "#f0e442",
        Role.THIRD: "#cc79a7",
        Role.FOURTH: "#2bc49a",
        Role.FIFTH: "#e69f00",
    },
    diverging="berlin",
)

LIGHT = Theme(
    name="light",
    title="Light",
    dark=False,
    background="#fbfcfe",
    surface="#f0f3f9",
    raised="#e3e8f2",
    border="#b9c2d4",
    accent="#1565c9",
    roles={
        Role.TEXT: "#131b2e",
        Role.MUTED: "#56617b",
        Role.SURFACE: "#e3e8f2",
        Role.INPUT: "#1565c9",
        Role.KERNEL: "#b35600",
        Role.PRODUCT: "#b3246b",
        Role.OUTPUT: "#08754b",
        Role.BIAS: "#7630b0",
        Role.GRADIENT: "#c22f1f",
        Role.HIGHLIGHT: "#c07f00",
        Role.WARNING: "#b84300",
        Role.RED: "#c22f2f",
        Role.GREEN: "#19762b",
        Role.BLUE: "#1f55c4",
        Role.FIRST: "#0072b2",
        Role.SECOND: "#8a7a00",
        Role.THIRD: "#9c4a7c",
        Role.FOURTH: "#00785a",
        Role.FIFTH: "#b86b00",
    },
    diverging="vik",
)

PROJECTOR = Theme(
    name="projector",
    title="Projector",
    dark=False,
    background="#ffffff",
    surface="#f2f4f8",
    raised="#dfe5ef",
    border="#7d889e",
    accent="#0a49a0",
    roles={
        Role.TEXT: "#000000",
        Role.MUTED: "#3d465a",
        Role.SURFACE: "#dfe5ef",
        Role.INPUT: "#0a49a0",
        Role.KERNEL: "#8a4000",
        Role.PRODUCT: "#8f1150",
        Role.OUTPUT: "#005a37",
        Role.BIAS: "#591a91",
        Role.GRADIENT: "#a01a0c",
        Role.HIGHLIGHT: "#b36b00",
        Role.WARNING: "#963400",
        Role.RED: "#a31515",
        Role.GREEN: "#0f5c1d",
        Role.BLUE: "#113f9e",
        Role.FIRST: "#005d94",
        Role.SECOND: "#6b5f00",
        Role.THIRD: "#85336a",
        Role.FOURTH: "#00614a",
        Role.FIFTH: "#8f4a00",
    },
    diverging="vik",
    lines=1.6,
    letters=1.12,
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, PROJECTOR)}


@cache
def enlarged(theme: Theme, by: float) -> Theme:
    """A theme with larger letters, the same object whenever it is asked for."""
    return theme if by == 1.0 else replace(theme, letters=theme.letters * by, larger=by)
