"""How the window is dressed: sizes that follow the window, and Qt's palette and style sheet made of a theme."""

from __future__ import annotations

from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette

from scenes.stage.core.marks import Role
from scenes.stage.output.shading import ink, mixed, rgb
from scenes.stage.output.theme import THEMES, Theme, enlarged

TextSize = Literal["normal", "large", "largest"]
TEXT_SIZES: dict[TextSize, float] = {"normal": 1.0, "large": 1.25, "largest": 1.5}

DESIGNED_FOR = (1280, 720)
"""The window in which one unit is one pixel."""
LARGEST = 1.5
"""How much larger than usual the panels' letters become at most, whatever asks for it: the stage needs its room."""
SHARE = 0.6
"""How much of a larger window's growth goes into letters; the rest is room for the stage."""


class Appearance(QObject):
    """What the window looks like just now; whoever draws asks it, and listens to `changed`."""

    changed = Signal()

    def __init__(self, theme: Theme = THEMES["dark"], text: TextSize = "normal") -> None:
        super().__init__()
        self._theme, self._text, self._unit = theme, text, 1.0

    @property
    def theme(self) -> Theme:
        """The theme of everything but the stage."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        if theme is not self._theme:
            self._theme = theme
            self.changed.emit()

    @property
    def stage_theme(self) -> Theme:
        """The same theme with the letters that the stage should have."""
        return enlarged(self._theme, TEXT_SIZES[self._text])

    @property
    def text(self) -> TextSize:
        """The size of all letters."""
        return self._text

    @text.setter
    def text(self, text: TextSize) -> None:
        if text != self._text:
            self._text = text
            self.changed.emit()

    def fit(self, width: int, height: int) -> None:
        """Choose sizes that suit a window."""
        scale = min(width / DESIGNED_FOR[0], height / DESIGNED_FOR[1])
        # In steps, because every change dresses all widgets anew.
        unit = round(max(0.9, min(1 + SHARE * (scale - 1), 2.6)) * 20) / 20
        if unit != self._unit:
            self._unit = unit
            self.changed.emit()

    def next_theme(self) -> None:
        """Put on the theme that comes next."""
        names = list(THEMES)
        self.theme = THEMES[names[(names.index(self._theme.name) + 1) % len(names)]]

    def change_text(self, by: int) -> None:
        """Make the letters larger or smaller by steps."""
        sizes = list(TEXT_SIZES)
        self.text = sizes[max(0, min(sizes.index(self._text) + by, len(sizes) - 1))]

    def px(self, size: float) -> int:
        """Pixels of a length that belongs to letters."""
        return round(size * self._unit * self._letters)

    def gap(self, size: float) -> int:
        """Pixels of a gap beside the stage: larger letters take nothing from it."""
        return round(size * self._unit)

    def room(self, size: float) -> int:
        """Pixels of a panel's width: it grows with its letters, but less."""
        return round(size * self._unit * (1 + self._letters) / 2)

    @property
    def _letters(self) -> float:
        return min(TEXT_SIZES[self._text] * self._theme.letters, LARGEST)

    def colour(self, role: Role) -> QColor:
        """The colour of a role."""
        return QColor(self._theme.colour(role))

    @property
    def on_accent(self) -> str:
        """The colour of letters on the accent."""
        return ink(rgb(self._theme.accent))


def palette(theme: Theme) -> QPalette:
    """The colours that Qt's own drawing uses."""
    text, muted = theme.colour(Role.TEXT), theme.colour(Role.MUTED)
    found = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: theme.background,
        roles.WindowText: text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.raised,
        roles.Text: text,
        roles.Button: theme.raised,
        roles.ButtonText: text,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: text,
        roles.PlaceholderText: muted,
        roles.Highlight: theme.accent,
        roles.HighlightedText: ink(rgb(theme.accent)),
        roles.Link: theme.accent,
    }.items():
        found.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, role, QColor(muted))
    return found


_SHEET = Template("""
QMainWindow, QDialog, #page { background: $background; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QLabel, QPushButton, QLineEdit, QPlainTextEdit, QMenu { color: $text; }
#brand { font-size: ${large}px; font-weight: 600; }
#chapter { font-size: ${small}px; font-weight: 600; color: $muted; }
#heading { font-size: ${large}px; font-weight: 600; }
#key { font-weight: 600; }
#muted, #hint { color: $muted; }
#small { font-size: ${small}px; color: $muted; }
#reason, #warning { color: $warning; }
#knob { color: $muted; }
#presenter { background: $surface; border-left: 1px solid $border; }
#clock { font-size: ${huge}px; font-weight: 600; }
#on-time { font-size: ${large}px; color: $muted; }
#late { font-size: ${large}px; color: $warning; font-weight: 600; }
#counter { font-size: ${large}px; color: $muted; }
#title { font-size: ${large}px; font-weight: 600; }
#strip { background: $surface; border-radius: ${radius}px; }
#card { background: $raised; border-radius: ${radius}px; }
#try { color: $accent; font-weight: 600; }
#mistaken { color: $product; font-weight: 600; }
#sources { color: $muted; font-weight: 600; }
#message {
    background: $raised; border: 1px solid $warning; border-radius: ${radius}px; padding: ${pad}px;
}
#banner { background: $raised; border: 1px solid $border; border-radius: ${radius}px; }
QPushButton {
    background: $raised; border: 1px solid transparent; border-radius: ${radius}px; padding: ${pad}px ${wide}px;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:checked { background: $accent; color: $on_accent; }
QPushButton#glance { background: transparent; padding: ${pad}px 4px; }
QPushButton#glance:hover { background: $hover; }
QPushButton#glance:checked { background: $accent; color: $on_accent; }
QPushButton:disabled { color: $muted; }
QPushButton#option, QPushButton#concept { border: 2px solid $border; padding: 0; }
QPushButton#option:focus, QPushButton#concept:focus { border-color: $accent; }
QPushButton#option[mark="chosen"] { border-color: $text; }
QPushButton#option[mark="right"] { border-color: $right; }
QPushButton#option[mark="wrong"] { border-color: $warning; }
#right { color: $right; }
#wrong { color: $warning; }
QPushButton#lab { margin: 0 ${wide}px; padding: ${wide}px; text-align: left; }
QPushButton#lab:checked { font-weight: 600; }
QListView#runs { background: transparent; border: none; }
#segments { background: $raised; border-radius: ${radius}px; }
QPushButton#segment { background: transparent; padding: ${pad}px 2px; }
QPushButton#segment:hover { background: $hover; }
QPushButton#segment:checked { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton#segment[impossible="true"] { color: $faint; }
QPushButton#segment:focus { border-color: $accent; }
QPushButton#segment:checked:focus { border-color: $text; }
QLineEdit, QPlainTextEdit {
    background: $raised; border: 1px solid $border; border-radius: ${radius}px; padding: 2px ${pad}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit#number { background: transparent; border-color: transparent; font-weight: 600; padding: 1px 2px; }
QLineEdit#number:hover { border-color: $border; }
QLineEdit#number:focus { background: $background; border-color: $accent; }
QLineEdit#cell { background: $background; border: 2px solid $highlight; padding: 0 2px; font-weight: 600; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QMenu {
    background: $raised; color: $text; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $accent; selection-color: $on_accent;
}
QComboBox QAbstractItemView::item { min-height: ${row}px; }
QMenu, QToolTip { font-size: ${body}px; }
QMenu { menu-scrollable: 1; }
QMenu::item { padding: ${pad}px ${wide}px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { background: transparent; color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 30px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $border; border-radius: 4px; min-width: 30px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: none; border: none; width: 0; height: 0;
}
Ticker { color: $text; }
Ticker#muted { color: $muted; }
#chart-title { font-weight: 600; }
#intro { font-size: ${large}px; }
#told { font-size: ${medium}px; }
#intro-hint { font-size: ${large}px; color: $muted; }
#intro-title { font-size: ${huge}px; font-weight: 600; }
#controls { background: $surface; }
#banner QPushButton, #card QPushButton { border: 1px solid $border; }
#banner QPushButton#see { background: none; border: none; color: $accent; padding: ${pad}px 0; text-align: left; }
#banner QPushButton#see:hover { text-decoration: underline; }
LabPage QPushButton#segment, EdgePage QPushButton#segment { padding: ${pad}px ${wide}px; }
QPushButton#primary, QPushButton#big { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton#primary:hover, QPushButton#big:hover { background: $accent_hover; }
QPushButton#primary:focus, QPushButton#big:focus { border-color: $text; }
QPushButton#primary:disabled, QPushButton#big:disabled { background: $raised; color: $muted; }
QPushButton#big { font-size: ${huge}px; padding: ${wide}px ${wider}px; }
QProgressBar { background: $raised; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QTableView#layers {
    background: transparent; color: $text; border: none; outline: none; gridline-color: transparent;
    selection-background-color: $accent; selection-color: $on_accent;
}
QTableView#layers QHeaderView { background: transparent; }
QTableView#layers QHeaderView::section {
    background: transparent; color: $muted; border: none; border-bottom: 1px solid $border;
    font-size: ${head}px; font-weight: 600; padding: ${pad}px 4px;
}
QTableView#layers QHeaderView::section:hover { color: $text; }
QSplitter::handle { background: transparent; }
""")


def stylesheet(appearance: Appearance) -> str:
    """The style sheet of the whole application."""
    theme = appearance.theme
    return _SHEET.substitute(
        background=theme.background,
        surface=theme.surface,
        raised=theme.raised,
        hover=mixed(theme.colour(Role.TEXT), theme.raised, 0.08),
        border=theme.border,
        accent=theme.accent,
        on_accent=appearance.on_accent,
        text=theme.colour(Role.TEXT),
        muted=theme.colour(Role.MUTED),
        faint=mixed(theme.colour(Role.MUTED), theme.raised, 0.6),
        warning=theme.colour(Role.WARNING),
        right=theme.colour(Role.OUTPUT),
        product=theme.colour(Role.PRODUCT),
        highlight=theme.colour(Role.HIGHLIGHT),
        small=appearance.px(12),
        head=appearance.px(13),
        body=appearance.px(14),
        medium=appearance.px(16),
        large=appearance.px(18),
        huge=appearance.px(21),
        wider=appearance.px(26),
        accent_hover=mixed(theme.colour(Role.TEXT), theme.accent, 0.15),
        radius=appearance.px(7),
        row=appearance.px(22),
        pad=appearance.px(5),
        wide=appearance.px(11),
    )
