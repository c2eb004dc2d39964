"""What the places of ink are called: a step of a lesson's stop, or of a scene as the user has it."""

from __future__ import annotations

STOP = "stop "
"""So begin the places of ink over a lesson's stops; class logs have them."""


def over_stop(room: str, title: str) -> str:
    """The place over a step of a stop; `room` is the session's, the stop's id or that of a question of it."""
    return f"{STOP}{room} · {title}"


def over_scene(scene: str, title: str) -> str:
    """The place over a step of a scene that no stop shows."""
    return f"scene {scene} · {title}"
