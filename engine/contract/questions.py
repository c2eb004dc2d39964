"""Questions about networks, and answers: the window asks at any time, and the engine needs no run to answer.

One question gets one answer: a `Reply`, or several that are the parts of one as they come, or a `NoReply` that says
why there is none. Quick questions are answered between two steps of a run. Patient ones are answered a little at a time
beside a run, while it waits for its next step or in a small share of its time. Long ones are answered a little at a
time while no run goes on; until then they wait, and `Waits` says so. Whoever asked can break the answer off.
"""

from typing import Literal

import msgspec

from engine.contract.edge import JudgeAll as JudgeAll
from engine.contract.edge import Judged as Judged
from engine.contract.edge import PassesTimed as PassesTimed
from engine.contract.edge import TimePasses as TimePasses
from engine.contract.numbers import Array, View, Weights
from engine.contract.spec import Data, Network, RunSpec
from engine.contract.teaching import CompareTeaching as CompareTeaching
from engine.contract.teaching import Headed as Headed
from engine.contract.teaching import HeadTaught as HeadTaught
from engine.contract.teaching import MeansRead as MeansRead
from engine.contract.teaching import ReadMeans as ReadMeans
from engine.contract.teaching import TeachHead as TeachHead
from engine.contract.teaching import TeachingCompared as TeachingCompared


class Present(msgspec.Struct, frozen=True, tag="present"):
    """A contestant of the run in progress, or of the last one while the engine has it, by its index."""

    contestant: int


class Stored(msgspec.Struct, frozen=True, tag="stored"):
    """A network as it once was, which the window has from a recording.

    It tells so many `classes` apart, and sees (picture - `mean`) / `deviation` of pictures that hold 0..255.
    """

    network: Network
    classes: int
    mean: float
    deviation: float
    weights: Weights


class Fresh(msgspec.Struct, frozen=True, tag="fresh"):
    """The contestants of a run that has not begun, as copies: whatever is tried with them, the run begins as it would.

    `weights` are what they begin with, one after the other; () where each begins with its own.
    """

    spec: RunSpec
    weights: tuple[Weights, ...] = ()


class Untrained(msgspec.Struct, frozen=True, tag="untrained"):
    """A network as a run with that seed begins with it, where the run doesn't go on from another one.

    It tells so many `classes` apart, and sees (picture - `mean`) / `deviation` of pictures that hold 0..255.
    """

    network: Network
    classes: int
    mean: float
    deviation: float
    seed: int


class Published(msgspec.Struct, frozen=True, tag="published"):
    """A published network by its name, with the weights that ship, or those of a `folder` laid out in the same way.

    What is read of such a folder is kept: one with other weights has another name. With a `drawn` seed the weights are
    drawn by chance instead: what explanations still show then is none of what the network has learned (Adebayo et al.
    2018).
    """

    network: str
    drawn: int | None = None
    folder: str = ""


Subject = Present | Stored | Untrained | Fresh | Published | Headed


class Forward(msgspec.Struct, frozen=True, tag="forward"):
    """What the network makes of a picture (uint8, (channels, height, width)).

    Of a published network, whose layers are many, the maps are left out: `ReadMaps` asks for some of them.
    """

    picture: Array


Lens = Literal["gradient", "smoothed", "grad-cam"]


class Explain(msgspec.Struct, frozen=True, tag="explain"):
    """Which places of a picture (uint8, (channels, height, width)) speak for a class, by one of three lenses.

    What is explained is the logit of class `of`, or how much it is above that of `against`. "gradient" is its slope
    over each pixel (Simonyan et al. 2014), "smoothed" the mean of such slopes under noise (Smilkov et al. 2017),
    "grad-cam" weighs the maps of a `layer` by their mean slopes (Selvaraju et al. 2017).
    """

    picture: Array
    lens: Lens
    of: int
    against: int | None = None
    layer: str = ""


class Cover(msgspec.Struct, frozen=True, tag="cover"):
    """What the network says of a picture while a square covers a part of it (Zeiler & Fergus 2014).

    The square has `side` × `side` pixels, which are `grey` (0..255, not always whole). Its upper left corner is at each
    of the rows `tops` and each of the columns `lefts`.
    """

    picture: Array
    side: int
    grey: float
    tops: tuple[int, ...]
    lefts: tuple[int, ...]


class CoverByRows(msgspec.Struct, frozen=True, tag="cover-by-rows"):
    """The same where it takes longer: an answer for each of the rows."""

    cover: Cover


class ReadMaps(msgspec.Struct, frozen=True, tag="read-maps"):
    """What the network makes of a picture (uint8, (channels, height, width)), and the outputs of some `layers` alone.

    Meanwhile each of `off` is 0: one map of a layer, by the layer's name and the map's number, or with None all of it.
    Of a block with a shortcut that is what the block adds.
    """

    picture: Array
    layers: tuple[str, ...]
    off: tuple[tuple[str, int | None], ...] = ()


class TryRates(msgspec.Struct, frozen=True, tag="try-rates"):
    """How the loss goes while the learning rate grows from `low` to `high`, at every step by the same factor.

    A range test (Smith 2017) of `Fresh` contestants in so many `steps`.
    """

    low: float = 1e-6
    high: float = 10.0
    steps: int = 100


class MapGround(msgspec.Struct, frozen=True, tag="map-ground"):
    """The loss on so many training `pictures` over a plane through a stored network, `side` × `side` values of it.

    `spec` is the run that it is of, and `path` what it was on the way, in order, ending as it is asked about. The plane
    lies along the path as closely as one can ("path"), or along two directions by chance ("chance"), filter-normalised
    (Li et al. 2018); then it spans one length of each filter to both sides. What the means and variances of batch
    normalisation are, they stay.
    """

    spec: RunSpec
    path: tuple[Weights, ...]
    plane: Literal["path", "chance"] = "path"
    side: int = 25
    pictures: int = 100


PIXELS = ""
"""In the place of a layer's name: the pictures themselves."""


class MapPoints(msgspec.Struct, frozen=True, tag="map-points"):
    """Where the first so many validation `pictures` lie among each other, as each of some layers has them.

    `layers` are names of the network's layers, or `PIXELS`. A map is made by t-SNE, or of the first two principal
    components. `starts` has for each layer the map (float32, (pictures, 2)) that the new one goes on from, so that no
    point jumps; None, or nothing at all, for one that begins afresh.
    """

    data: Data
    layers: tuple[str, ...]
    method: Literal["t-sne", "components"] = "t-sne"
    starts: tuple[Array | None, ...] = ()
    pictures: int = 500


class FindStrongest(msgspec.Struct, frozen=True, tag="find-strongest"):
    """Which training pictures of a run make one unit of a layer strongest: a map, or a number of a list.

    A map is as strong as its strongest cell. All units of the layer are looked at together and remembered, so the next
    one of the same layer of the same network is answered at once.
    """

    spec: RunSpec
    layer: str
    unit: int


class Ascend(msgspec.Struct, frozen=True, tag="ascend"):
    """A picture (channels, height, width) that makes a unit strong, climbed to from noise in so many `steps`.

    Erhan et al. 2009. The `shape` is that of the pictures that the network takes.
    """

    shape: tuple[int, int, int]
    layer: str
    unit: int
    steps: int = 64


class SwitchOff(msgspec.Struct, frozen=True, tag="switch-off"):
    """How many of so many validation `pictures` the network gets right while a unit of a layer is 0.

    All `units` are switched off one after the other, each alone.
    """

    spec: RunSpec
    layer: str
    units: tuple[int, ...]
    pictures: int = 500


QuickQuestion = Forward | Explain | Cover | ReadMaps
"""Answered in less than 50 ms; whoever asks `Cover` sees to it that it does not ask for too many places."""
PatientQuestion = MapPoints | ReadMeans | TeachHead
LongQuestion = (
    TryRates | MapGround | CoverByRows | FindStrongest | Ascend | SwitchOff | CompareTeaching | TimePasses | JudgeAll
)
Question = QuickQuestion | PatientQuestion | LongQuestion


class Query(msgspec.Struct, frozen=True, tag="query"):
    """Ask a question; replies carry the token."""

    token: int
    about: Subject
    question: Question


def quick(query: Query) -> bool:
    """Whether a question is answered at once.

    Of a published network slopes under noise are not, and many places are to be covered row by row.
    """
    smoothed = isinstance(query.question, Explain) and query.question.lens == "smoothed"
    return isinstance(query.question, QuickQuestion) and not (smoothed and isinstance(query.about, Published | Headed))


class BreakOff(msgspec.Struct, frozen=True, tag="break-off"):
    """Nobody wants to hear the rest of an answer any more: nothing more with this token comes."""

    token: int


class Forwarded(msgspec.Struct, frozen=True, tag="forwarded"):
    """What a network makes of a picture."""

    view: View


class Explained(msgspec.Struct, frozen=True, tag="explained"):
    """An explanation, and the `logits` (classes,) of the picture.

    `values` are logits for a whole step from black to white, (channels, height, width) of the picture; by Grad-CAM they
    are at least 0, (1, height, width) of the layer's maps.
    """

    values: Array
    logits: Array


class Covered(msgspec.Struct, frozen=True, tag="covered"):
    """The `logits` (rows, columns, classes) while the picture is covered, and `bare` (classes,) while it is not.

    `row` is the first of the rows.
    """

    row: int
    logits: Array
    bare: Array


class MapsRead(msgspec.Struct, frozen=True, tag="maps-read"):
    """The `logits` (classes,) of a picture, and the output of each layer that was asked for, in that order.

    `maps` are (channels, height, width), or (units,) of a layer without maps. All float32.
    """

    logits: Array
    maps: tuple[Array, ...]


class RateTried(msgspec.Struct, frozen=True, tag="rate-tried"):
    """One step of a range test: the loss of each contestant on the batch, before the update with this learning rate.

    None for a contestant whose loss is not finite any more.
    """

    rate: float
    losses: tuple[float | None, ...]


class GroundPlane(msgspec.Struct, frozen=True, tag="ground-plane"):
    """The plane of a `MapGround`, the first part of its answer: the rows follow.

    `x` and `y` are the coordinates of columns and rows; the network that was asked about lies at (0, 0). `path`
    (networks, 2) are those of the run's path: its projections, for of its (squared) distances from the end only the
    `share` lies in the plane. `dimensions` is how many parameters there are, of which as many directions exist.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    path: tuple[tuple[float, float], ...]
    share: float
    dimensions: int


class GroundRow(msgspec.Struct, frozen=True, tag="ground-row"):
    """The mean loss in one row of the plane: `losses` (columns,), not finite where a loss isn't."""

    row: int
    losses: Array


class PointsMapped(msgspec.Struct, frozen=True, tag="points-mapped"):
    """A map of a layer's `MapPoints`, which is complete or (`done` < 1) on its way.

    `points` (pictures, 2) are float32. `share` is how much of all squared distances from their mean two principal
    components hold; None for t-SNE.
    """

    layer: str
    points: Array
    done: float = 1.0
    share: float | None = None


class Scanned(msgspec.Struct, frozen=True, tag="scanned"):
    """So many training pictures were looked at, `of` all that there are."""

    done: int
    of: int


class StrongestFound(msgspec.Struct, frozen=True, tag="strongest-found"):
    """The training pictures that make a unit strongest, the strongest first.

    `pictures` are uint8 (count, channels, height, width), with the number, the label that was learned from, the
    strength and the strongest cell (row, column) of each; the cell of a number is (0, 0). `spread` says how many of the
    strongest `counted` pictures are of each class.
    """

    pictures: Array
    numbers: tuple[int, ...]
    labels: tuple[int, ...]
    strengths: tuple[float, ...]
    cells: tuple[tuple[int, int], ...]
    spread: tuple[int, ...]
    counted: int


class Ascended(msgspec.Struct, frozen=True, tag="ascended"):
    """The picture (uint8, (channels, height, width)) after a step, and how strong it makes the unit."""

    step: int
    picture: Array
    strength: float


class SwitchedOff(msgspec.Struct, frozen=True, tag="switched-off"):
    """How many pictures of each class are right while a unit is 0, `of` how many; None is the network as it is."""

    unit: int | None
    right: tuple[int, ...]
    of: tuple[int, ...]


Answer = (
    Forwarded
    | Explained
    | Covered
    | RateTried
    | GroundPlane
    | GroundRow
    | Scanned
    | StrongestFound
    | Ascended
    | SwitchedOff
    | PointsMapped
    | MapsRead
    | MeansRead
    | HeadTaught
    | TeachingCompared
    | PassesTimed
    | Judged
)


class Reply(msgspec.Struct, frozen=True, tag="reply"):
    """Part `part` (from 0) of the `parts` of an answer.

    `step` is the one after which a present contestant was asked, None for a stored network.
    """

    token: int
    part: int
    parts: int
    answer: Answer
    step: int | None = None


class Waits(msgspec.Struct, frozen=True, tag="waits"):
    """A question is not answered now, or not further, but later: `message` is one sentence for the user."""

    token: int
    message: str


class NoReply(msgspec.Struct, frozen=True, tag="no-reply"):
    """There is no answer: `message` is one sentence for the user, `details` is for a bug report."""

    token: int
    message: str
    details: str = ""
