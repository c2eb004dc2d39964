"""What the options of a question are called, wherever it is put: on the stage, on paper, in a student's file."""

from __future__ import annotations

LETTERS = "ABCDEF"
