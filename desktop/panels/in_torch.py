"""The lines of PyTorch that compute what the open scene shows, over the stage."""

from __future__ import annotations

from html import escape
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import FittingScroll, button, label
from desktop.widgets.python_lines import PythonLines
from scenes.in_torch.code import Code, Result, code_for
from scenes.stage.core.marks import WIDTH
from scenes.stage.core.timeline import step_titled

LETTERS = 24
"""The least size of letters, in units of the stage: what can still be read from the back row."""
NAMED = 4
"""So many results of a step are named; of more, the first three are."""
NOTHING = "Nobody has written the lines for this scene."
COPY, COPIED = "Copy", "Copied"


class InTorch(QFrame):
    """The lines, which follow the knobs, and where on the stage their results stand. It is written while it is open.

    `button` opens and closes it; its place is beside the knobs.
    """

    def __init__(self, session: SceneSession, appearance: Appearance, stage: QWidget) -> None:
        super().__init__(stage)
        self._session, self._appearance, self._stage = session, appearance, stage
        self._code = Code("", ())
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # a click here is none on the stage
        self.title = label(name="title")
        self.lines = PythonLines(appearance)
        self.copy_button = button(COPY, act=self.lines.copy_lines)
        self.lines.copied.connect(lambda: self.copy_button.setText(COPIED))
        close = IconButton(appearance, "close", "Close  I", size=28, parent=self)
        close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.copy_button)
        head.addWidget(close)
        self.results = QLabel()
        self.results.setTextFormat(Qt.TextFormat.RichText)
        self.results.setWordWrap(True)
        self.results.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.results.linkActivated.connect(self._go)
        self._below = FittingScroll(self.results)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.lines, 1)
        self._column.addWidget(self._below)
        self.button = button("In PyTorch", act=self.toggle)
        self.button.setToolTip("The lines that compute the same  I")
        self.hide()
        stage.installEventFilter(self)
        session.opened.connect(self.refresh)
        session.turned.connect(self.refresh)
        appearance.changed.connect(self._dress)

    @property
    def code(self) -> Code:
        """What is shown now."""
        return self._code

    def toggle(self) -> None:
        """Open, or close."""
        if self.dismiss():
            return
        self.show()
        self.raise_()
        self._dress()
        self.lines.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> bool:
        """Close; says whether it was open."""
        was_open = not self.isHidden()
        if was_open:
            self.lines.clearFocus()
        self.hide()
        return was_open

    def refresh(self) -> None:
        """Write the lines for the scene as its knobs stand, if they are read just now."""
        if self.isHidden():
            return
        session = self._session
        self._code = code_for(session.scene.name, session.knobs) or Code(f"# {NOTHING}\n", ())
        self.title.setText(f"{session.scene.title} in PyTorch")
        self.copy_button.setText(COPY)
        self.lines.show_lines(self._code.text, self._letters())
        self.results.setText("<br>".join(_compared(self._code.results, self._appearance.theme.accent)))
        self._below.setMaximumHeight(max(self._appearance.px(60), self.height() // 4))

    def _go(self, title: str) -> None:
        """Show the end of a step, where a result stands."""
        self.dismiss()
        self._session.show_step(step_titled(self._session.steps, title))

    def _dress(self) -> None:
        """Lie over the whole stage, in letters as large as the longest line and the number of lines let them be."""
        self.setGeometry(self._stage.rect())
        margin = self._appearance.gap(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._appearance.gap(8))
        self.refresh()

    def _letters(self) -> int:
        """How large letters are in pixels: so that all lines can be seen, if the back row can read them then."""
        lines = self._code.text.splitlines()
        letters = QFontMetricsF(self.lines.font())
        longest, pixels = max(map(len, lines)), self.lines.font().pixelSize()
        aside = 4 * self._appearance.gap(12)
        across = pixels * (self.width() - aside) / (letters.horizontalAdvance("0") * max(longest, 40))
        room = 0.74 * self.height() - aside
        down = pixels * room / (letters.lineSpacing() * len(lines))
        least = max(self._appearance.px(14), round(LETTERS * self.width() / WIDTH))
        return int(max(min(across, down), min(least, across)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._dress()
        return False


def _compared(results: tuple[Result, ...], accent: str) -> list[str]:
    """For each step a line: its title to click on, and which results stand there as what."""
    lines = []
    for at, found in groupby(results, key=lambda result: result.at):
        each = list(found)
        named = each if len(each) <= NAMED else each[: NAMED - 1]
        words = [f"<code>{escape(one.expression)}</code> is <i>{escape(_where(one))}</i>" for one in named]
        more = f", and {len(each) - len(named)} more" if len(named) < len(each) else ""
        link = f"<a style='color: {accent}' href='{escape(at, quote=True)}'>{escape(at)}</a>"
        lines.append(f"{link}: {', '.join(words)}{more}")
    return lines


def _where(result: Result) -> str:
    """The mark, with the cell of it that is meant."""
    target = result.target
    if target.read in ("rows", "columns"):
        return f"the number of {target.read} of {target.mark}"
    return (
        target.mark
        if target.cell in (None, (0, 0))
        else f"{target.mark} at row {target.cell[0]}, column {target.cell[1]}"
    )
