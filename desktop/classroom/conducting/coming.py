"""What the next press brings: another picture, or in words what comes over the one that is there."""

from __future__ import annotations

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.cues import Kind
from desktop.classroom.conducting.programme import nearest
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries

COMES: dict[Kind, str] = {
    "ask": "A question comes.",
    "count": "The first vote comes.",
    "back": "The scene comes again, without the question.",
    "discuss": "A talk with neighbours comes.",
    "recount": "The second vote comes.",
    "reveal": "The right answer comes.",
}
COMES_BACK = "The class comes back from here."


def what_comes(conducting: Conducting, private: bool = True) -> Frame | str | None:
    """What the next press brings; None where nothing does, or where the picture can't be made.

    Where it is not `private`, because the class sees it, no picture tells the answer to the question that is open.
    """
    if conducting.shows_mistake:
        return COMES_BACK
    cue, programme = conducting.coming, conducting.programme
    if conducting.impromptu:
        return COMES["reveal"] if conducting.kind == "ask" else None
    if cue is None or programme is None:
        return None
    tells = cue.kind == "reveal" and programme.asks_a_number(cue)
    if cue.kind in COMES and not (tells and private):
        return COMES[cue.kind]
    place = programme.world(cue)
    if place is None:
        return None
    try:
        recording = programme.recording(place)
        steps = plan(place.scene, place.knobs, recording)
        return render(place.scene, place.knobs, boundaries(steps)[nearest(steps, place.at)], recording)
    except Exception:  # a scene that fails is told of when it is opened
        return None
