"""What wrong answers come from: each slip with what is true, and the moment that shows it."""

from scenes.questions.misconceptions.classics import CLASSICS
from scenes.questions.misconceptions.first import FIRST
from scenes.questions.misconceptions.misconception import Misconception
from scenes.questions.misconceptions.second import SECOND
from scenes.questions.misconceptions.small import SMALL

__all__ = ["MISCONCEPTIONS", "Misconception"]

MISCONCEPTIONS = {each.name: each for each in (*FIRST, *CLASSICS, *SECOND, *SMALL)}
