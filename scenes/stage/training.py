"""What a live step shows: the scene's run up to a training step, which time scrubs through in both directions."""

from __future__ import annotations

from scenes.stage.marks import Role
from scenes.stage.recording import Recording
from scenes.stage.stage import LEFT, REST, Span, Stage

NO_RUN = "There is no recording of this run here; train it live, and it is drawn as it grows."


def shown(stage: Stage, span: Span) -> Recording | None:
    """The run as far as the step has come: it moves evenly, rests at the whole run, and a run in progress at its head.

    Where there is none, a sentence on the stage says so, and None is returned.
    """
    recording = stage.recording
    if recording is None:
        stage.text(LEFT, 450, NO_RUN, size=26, role=Role.MUTED)
        return None
    share = min(span.t / REST, 1.0)
    return recording if share == 1.0 else recording.upto(round(share * recording.total_steps))
