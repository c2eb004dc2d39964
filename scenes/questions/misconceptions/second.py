"""Misconceptions of the later chapters: concepts C12 to C22."""

from __future__ import annotations

from scenes.questions.misconceptions.misconception import Misconception

SECOND: tuple[Misconception, ...] = ()
