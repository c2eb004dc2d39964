"""The table of keys: what each means in which state, and the words for it.

The window acts by it, and the help is written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.widgets.keyboard import combination
from desktop.words.letters import LETTERS


@dataclass(frozen=True)
class Binding:
    """Some keys, the name of what they do, and the words for it; `typing` ones work even while somebody types."""

    keys: tuple[str, ...]
    action: str
    words: str
    typing: bool = False


BINDINGS: dict[str, tuple[Binding, ...]] = {
    "Playing": (
        Binding(("Space",), "toggle", "Play the next step, or pause"),
        Binding(
            ("Right", "Down", "PgDown", "Return"),
            "next",
            "Play the next step, or be at its end; then the next scene",
        ),
        Binding(("Left", "Up", "PgUp", "Backspace"), "back", "One step back; at the start the scene before"),
        Binding(("Home",), "start", "To the start"),
        Binding(("End",), "end", "To the end"),
        Binding(("Shift+B",), "backwards", "Play backwards"),
        Binding(("]", "F", "Shift+Right"), "faster", "Faster"),
        Binding(("[", "S", "Shift+Left"), "slower", "Slower"),
        Binding(("M",), "more", "More about this step"),
        Binding(("C",), "caption", "Show or hide the caption"),
        Binding(("Z",), "zoom", "Look closer, by wheel and drag; back"),
        Binding(("R",), "loop", "Start over at the end, or stop there"),
        Binding(("G",), "steps", "All steps; in a lesson all stops"),
    ),
    "Changing": (
        Binding(("N",), "train", "Train or measure, or stop it"),
        Binding(("Ctrl+Z",), "undo", "Undo"),
        Binding(("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "Redo"),
        Binding(("Ctrl+C",), "copy", "Copy the numbers of a grid"),
        Binding(("Ctrl+V",), "paste", "Paste numbers, a picture or a moment"),
        Binding(("Ctrl+Shift+C",), "copy-moment", "Copy this moment as text"),
        Binding(("I",), "in-torch", "The same in PyTorch, to copy"),
        Binding(("Ctrl+S",), "export", "Save what is shown as a picture"),
        Binding(("Ctrl+Shift+P",), "copy-picture", "Copy what is shown as a picture"),
        Binding(("Ctrl+P",), "handout", "Print a handout, or a PDF"),
        Binding(("Ctrl+D",), "moment", "Add this moment to the lesson"),
    ),
    "Questions": (
        Binding(("Q",), "ask", "Ask about a number: Tab, then Enter"),
        Binding(("V",), "vote", "Open the vote, or close it"),
        Binding(("Shift+V",), "show-counts", "Show the counts, and back"),
        Binding(("Shift+Q",), "show-mistake", "Show the most chosen mistake"),
        Binding(("Shift+P",), "practise", "Practise this scene, or end that"),
    ),
    "Over the stage": (
        Binding(("P",), "pointer", "Point, and put the pointer away"),
        Binding(("D",), "pen", "Draw; the right button rubs out"),
        Binding(("E",), "rubber", "Rub out"),
        Binding(("Shift+E",), "clear-ink", "Rub out all that was drawn over this step"),
    ),
    "Going places": (
        Binding(("H",), "home", "The start page, and back"),
        Binding(("L",), "lab", "The lab, and back"),
        Binding(("Shift+L",), "teach", "Teach it your classes, and back"),
        Binding(("Ctrl+PgDown",), "next-scene", "To the next scene"),
        Binding(("Ctrl+PgUp",), "scene-before", "To the scene before"),
        Binding(("Ctrl+K",), "find", "Find by words: a scene, step, term or run", typing=True),
    ),
    "Window": (
        Binding(("F5",), "present", "Present from here: on the second screen, or in full screen", typing=True),
        Binding(("Shift+F5",), "present-afresh", "Present from the first step", typing=True),
        Binding(("F11",), "full-screen", "Full screen of this window, and back", typing=True),
        Binding(("B", "."), "black", "While presenting: a black screen, and back"),
        Binding(("W", ","), "white", "While presenting: a white screen, and back"),
        Binding(("Shift+K",), "presenter", "While presenting: what comes, notes and clock"),
        Binding(("Shift+F11",), "swap", "With two screens: let them change places", typing=True),
        Binding(("X",), "suggestion", "In a lesson: leave out or take in the stop that the clock names"),
        Binding(("Escape",), "escape", "Close what lies on top; end presenting"),
        Binding(("T",), "theme", "Next theme: dark, light, projector"),
        Binding(("Ctrl++", "Ctrl+="), "larger", "Larger letters", typing=True),
        Binding(("Ctrl+-",), "smaller", "Smaller letters", typing=True),
        Binding(("O",), "outline", "Show or hide the outline"),
        Binding(("K",), "aside", "Show or hide the knobs"),
        Binding(("Shift+M",), "glossary", "The glossary, this step's terms first"),
        Binding(("?", "F1"), "help", "Show these keys"),
        Binding(("Ctrl+Q",), "quit", "Quit", typing=True),
    ),
}

State = Literal["usual", "choosing", "question", "practising", "dark", "beam dark"]
"""What keys mean depends on whether a number is chosen to ask about, whether a question lies open before the class or
stands in the panel of practice, and whether the screen is dark, or the class's alone."""

IN_A_QUESTION: tuple[Binding, ...] = (
    *(Binding((letter,), f"option-{letter}", "") for letter in LETTERS),
    *(Binding((str(digit),), f"hands-{digit}", "") for digit in range(10)),
    Binding(("Return",), "hands-counted", ""),
)
"""What belongs to the count while a question is open, and means something else at other times."""
WHILE_CHOOSING: tuple[Binding, ...] = (
    Binding(("Tab",), "choose-next", ""),
    Binding(("Backtab",), "choose-before", ""),
    Binding(("Return", "Right", "Down", "PgDown"), "ask-chosen", ""),
    Binding(("Left", "Up", "PgUp", "Backspace"), "ask-nothing", ""),
)
"""What these keys mean while a number is chosen to ask about; a clicker can do it."""
WHILE_PRACTISING: tuple[Binding, ...] = (
    *(Binding((letter, str(place)), f"answer-{letter}", "") for place, letter in enumerate(LETTERS, 1)),
    Binding(("Return",), "answer-on", ""),
    Binding(("S",), "answer-show", ""),
    Binding(("W",), "answer-other", ""),
)
"""What belongs to the question that is practised or that a sheet asks."""
PRACTISING: tuple[tuple[str, str], ...] = (("A–F, Enter, S, W", "In practice: answer, go on, show"),)
COUNTING: tuple[tuple[str, str], ...] = (
    ("A–F, digits, Enter", "While a question is open: so many hands for that answer"),
    (".", "While a question is open: a black screen, and back"),
)
SEES_IN_THE_DARK = ("black", "white", "quit")
"""What keys still mean while the screen is dark; any other lifts that, and does nothing else."""
LIFTS_THE_BEAM = ("toggle", "next", "back")
"""What lifts the dark where only the class's screen is dark; all else goes on working at the laptop."""

DIGITS = {str(digit): Binding((str(digit),), f"digit-{digit}", "") for digit in range(10)}
"""Each digit is a part of a step's number; the help says so in one line."""
TO_A_STEP = ("Digits, Enter", "To the step of that number, or stop")

WITH_CTRL = ("Ctrl, and the mouse", "In full screen: point as long as it is held")

AT_THE_EDGES: tuple[tuple[str, str], ...] = (
    ("Left", "The outline: all scenes, and the lab"),
    ("Right", "What if…: the knobs of the scene, and its notes"),
    ("Bottom", "The time line"),
)
"""What comes to a pointer that rests at an edge of a full screen."""

ON_THE_STAGE: tuple[tuple[str, str], ...] = (
    ("Tab, Shift+Tab", "To the next mark, and back"),
    ("Arrows", "To the next cell, or move the window; with Shift by ten"),
    ("Enter, or a number", "Type another number"),
    ("Ctrl+Up, Ctrl+Down", "One more, one less"),
    ("Enter, Tab, arrows", "From one number to the next"),
    ("Esc", "Leave the stage"),
)
"""What keys do while a mark on the stage has the focus; the canvas carries it out."""

IN_THE_LAB: tuple[tuple[str, str], ...] = (
    ("Space", "Start the run, pause it, go on"),
    ("←, →", "Look one step back, one on"),
    ("Home, End", "Look at the first step, or live"),
    ("0–7, U", "All charts, one, networks, mistakes, points; a unit's card"),
    ("Ctrl+Z", "Undo a setting, or a deletion"),
    ("Enter, C, F2, Del", "Open, lay over, rename, delete"),
)
"""What the keys of a scene do in the lab."""

ON_THE_START_PAGE: tuple[tuple[str, str], ...] = (
    ("Space, Page Down", "Start the scene that is lit"),
    ("Arrows, Page Up", "Light another"),
    ("Ctrl+Z", "Take “Begin afresh” back"),
)
"""What keys do on the start page."""

ON_KNOBS: tuple[tuple[str, str], ...] = (
    ("Tab, Shift+Tab", "To the next knob, and back"),
    ("Up, Down", "One more, one less; the next choice"),
    ("Enter", "Press the button, flip the switch, open the list"),
)
"""What keys do while a knob has the focus."""


def table(state: State) -> dict[int, Binding]:
    """What each key means in a state, by Qt's number for it; a key that isn't in it means nothing."""
    usual = {
        combination(key): binding
        for bindings in (*BINDINGS.values(), DIGITS.values())
        for binding in bindings
        for key in binding.keys
    }
    instead = {"question": IN_A_QUESTION, "choosing": WHILE_CHOOSING, "practising": WHILE_PRACTISING}
    if state in instead:
        return usual | {combination(key): binding for binding in instead[state] for key in binding.keys}
    if state in ("dark", "beam dark"):
        return {key: LIFTS if _lifts(found.action, state) else found for key, found in usual.items()}
    return usual


def _lifts(action: str, state: State) -> bool:
    """Whether what else would be an action only shows again what is dark."""
    return action not in SEES_IN_THE_DARK if state == "dark" else action in LIFTS_THE_BEAM


LIFTS = Binding((), "uncover", "")
