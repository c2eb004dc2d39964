"""A question as it is put to a class, whatever it was made of: an item, a lesson's own words, or the coming number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop
from desktop.player.session import SceneSession
from scenes.questions.items import Option, Question, items
from scenes.questions.moments import Moment
from scenes.questions.predicting.news import News, news
from scenes.questions.predicting.prediction import prediction
from scenes.stage.core.catalogue import Scene, catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.data.recording import Recording


@dataclass(frozen=True)
class World:
    """A scene with its knobs, at the end of the step titled `at`."""

    scene: Scene
    knobs: Knobs
    at: str


@dataclass(frozen=True)
class Answer:
    """An option: its words, why it is right or whose mistake it is, and a world to look at.

    That is where it would be right, or where one sees that it isn't, if that world `refutes` it.
    """

    text: str
    why: str = ""
    slip: str = ""
    world: World | None = None
    refutes: bool = False


@dataclass(frozen=True)
class Posed:
    """What a class is asked. Without answers it is open: the class says a number, and nothing is counted.

    `before` is what it sees while it thinks, None the picture that is there; `shown` what shows the answer. `key` is
    the right answer's words, and `ghost` the number of the next step that it is about.
    """

    stem: str
    answers: tuple[Answer, ...]
    right: int
    key: str
    before: World | None = None
    shown: World | None = None
    ghost: News | None = None
    seconds: int = 45


def posed(lesson: Lesson, stop: Stop, number: int, here: World | None = None) -> Posed:
    """The question of an item, or of the lesson's own words; `here` is what the stop shows.

    Raises KeyError or DrawError with one sentence where there is no such item or its numbers can't be asked.
    """
    ask = stop.ask[number]
    return _of_item(lesson, stop, number, ask) if ask.item else _of_words(ask, here)


def _of_item(lesson: Lesson, stop: Stop, number: int, ask: Ask) -> Posed:
    seed = ask.seed if ask.seed is not None else seed_of(lesson.seed, stop.id, number)
    return of_question(items()[ask.item].question(seed, ask.params), ask.seconds)


def of_question(question: Question, seconds: int = 45) -> Posed:
    """A question of an item as it is put."""
    answers = tuple(_answer(option) for option in question.options)
    right = answers[question.right]
    return Posed(
        question.stem, answers, question.right, right.text, world(question.before), right.world, seconds=seconds
    )


def _answer(option: Option) -> Answer:
    return Answer(option.text, option.why, option.slip, world(option.shown) if option.shown is not None else None)


def _of_words(ask: Ask, here: World | None) -> Posed:
    answers = tuple(_written(choice, here) for choice in ask.options)
    right = next(index for index, choice in enumerate(ask.options) if choice.right)
    return Posed(ask.stem, answers, right, answers[right].text, seconds=ask.seconds)


def _written(choice: Choice, here: World | None) -> Answer:
    shown = replace(here, at=choice.shows) if here is not None and choice.shows else None
    return Answer(choice.text, choice.why, choice.slip, shown, refutes=True)


def world(moment: Moment) -> World:
    """A moment with its scene found and its knobs read."""
    return World(catalogue().find(moment.scene), moment.turned, moment.at)


def seed_of(lesson: int, stop: str, number: int) -> int:
    """The seed of a question that names none: the same one whenever the lesson is given."""
    return int.from_bytes(blake2b(f"{lesson}/{stop}/{number}".encode(), digest_size=6).digest(), "big")


@dataclass(frozen=True)
class Now:
    """What is seen at a time of a scene."""

    scene: Scene
    knobs: Knobs
    t: float
    recording: Recording | None = None


def foretold(now: Now, ask: Ask) -> Posed | None:
    """The question about the number that the next step writes into a mark; None where it writes none there now."""
    cell = ask.cell
    for each in news(now.scene, now.knobs, now.t, now.recording):
        if each.mark == ask.mark and cell in (None, each.cell):
            return of_news(now, each, ask.seconds)
    return None


def now_in(session: SceneSession) -> Now:
    """What is seen in a session."""
    return Now(session.scene, session.knobs, session.player.t, session.recording)


def coming(session: SceneSession) -> tuple[News, ...]:
    """The numbers that the next step of the open scene writes."""
    return news(session.scene, session.knobs, session.player.t, session.recording)


def of_news(now: Now, number: News, seconds: int = 45) -> Posed:
    """The question about a number that the next step writes."""
    made = prediction(now.scene, now.knobs, now.t, number, now.recording)
    answers = tuple(
        Answer(
            guess.text,
            guess.why,
            guess.slip,
            World(now.scene, guess.knobs if guess.knobs is not None else now.knobs, number.title),
        )
        for guess in made.options
    )
    answers = () if made.open else answers
    return Posed(made.stem, answers, made.right, made.key.text, ghost=number, seconds=seconds)
