"""How forms look: their colours, their names in two lines, and what each is."""

from __future__ import annotations

from desktop.edge.measuring.words import TITLES, Form
from desktop.edge.model.forms import FORMS
from desktop.theme.contestants import contestant_colour
from scenes.stage.output.theme import Theme

SAYS: dict[Form, str] = {
    "torch": "Weights of 32 bits, in the framework in which networks are trained.",
    "onnx": "The same weights, in a program that is made for running networks only.",
    "int8": "Weights and activations are whole numbers of 8 bits, as small machines like them.",
}
"""What a form is, where it has no numbers yet."""


def colour_of(form: Form, theme: Theme) -> str:
    """The colour of a form, "#rrggbb"."""
    return contestant_colour(FORMS.index(form), theme)


def names_of(form: Form) -> tuple[str, str]:
    """What a form is called: its numbers, and the program."""
    numbers, _, program = TITLES[form].partition(", ")
    return numbers, program
