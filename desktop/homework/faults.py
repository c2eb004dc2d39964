"""What is wrong with homework: one class of faults, each a sentence."""

from __future__ import annotations


class HomeworkError(Exception):
    """Something of a homework can't be read, made or written; the message says in one sentence why and what to do."""
