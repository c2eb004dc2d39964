"""The shape of a lesson file: whether its keys are known, and their values of the kind that they should be.

msgspec stops at the first fault, so every key is converted by itself, and what it takes is said in a teacher's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from desktop.classroom.lessons.faults import Findings, nearest, quoted
from desktop.classroom.lessons.layout import Path

S = TypeVar("S", bound=msgspec.Struct)

NAMES = {"stop": "A stop", "ask": "A question", "options": "An option", "ink": "A line of ink", "homework": "Homework"}
"""What the tables of a lesson are called in sentences."""
KINDS: dict[type[inspect.Type], str] = {
    inspect.BoolType: "true or false",
    inspect.DateType: "a day like 2026-03-31",
    inspect.DictType: "a table like { stride = 2 }",
    inspect.TupleType: "a pair of whole numbers like [0, 2]",
    inspect.VarTupleType: 'a list of texts like ["one", "two"]',
}

MOST_REFUSED = 20
"""So many unknown keys of a table are told one by one."""


def shaped(kind: type[S], plain: Mapping[str, Any], path: Path, findings: Findings) -> S:
    """Make a struct of plain data, and add a fault for every key that is unknown, missing or not as it should be.

    What is wrong or missing stands at its default then, or is empty, and is in doubt.
    """
    forms = _forms(kind)
    values: dict[str, Any] = {}
    for key in sorted(plain.keys() - forms.keys())[:MOST_REFUSED]:
        _refuse(key, sorted(forms.keys() - plain.keys()), path, findings)
    for field in msgspec.structs.fields(kind):
        name, form = field.encode_name, _needed(forms[field.encode_name])
        if field.required:
            values[field.name] = () if isinstance(form, inspect.VarTupleType) else ""
        if name not in plain:
            if field.required and findings.sure(path, name):
                findings.add((*path, name), f"{_whose(path)} needs a line `{name} = …`: `{name}` is {_wanted(form)}.")
            continue
        value = _value(form, field.type, plain[name], (*path, name), findings)
        if value is not msgspec.UNSET:
            values[field.name] = value
    return kind(**values)


@lru_cache
def _forms(kind: type[msgspec.Struct]) -> Mapping[str, inspect.Type]:
    """What the values of a struct are, by the names that they have in a file."""
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    return {field.encode_name: field.type for field in described.fields}


def _refuse(key: str, free: Iterable[str], path: Path, findings: Findings) -> None:
    near = nearest(key, free)
    meant = f"did you mean `{near}`?" if near else f"it may have {', '.join(free)}."
    findings.add((*path, key), f"{_whose(path)} has no key {quoted(key)}; {meant}")
    if near:
        findings.doubt((*path, near))


def _whose(path: Path) -> str:
    return NAMES[next(part for part in reversed(path) if isinstance(part, str))] if path else "A lesson"


def _needed(form: inspect.Type) -> inspect.Type:
    """What a value is that may also be left out."""
    if isinstance(form, inspect.UnionType):
        return next(each for each in form.types if not isinstance(each, inspect.NoneType))
    return form


def _value(form: inspect.Type, kind: Any, plain: Any, path: Path, findings: Findings) -> Any:
    """The value of a key; UNSET where it is wrong, with a fault added."""
    if isinstance(form, inspect.StructType):
        if isinstance(plain, dict):
            return shaped(form.cls, plain, path, findings)
        findings.add(path, f"`{path[-1]}` is a table: write a line [{path[-1]}], and its keys below it.")
        return msgspec.UNSET
    if isinstance(form, inspect.VarTupleType) and isinstance(form.item_type, inspect.StructType):
        return _tables(form.item_type.cls, plain, path, findings, form.max_length)
    try:
        return msgspec.convert(plain, kind)
    except (msgspec.ValidationError, OverflowError):
        findings.add(path, _wrong(form, plain, str(path[-1])))
        return msgspec.UNSET


def _wrong(form: inspect.Type, plain: Any, name: str) -> str:
    """The sentence for a value that is too long, or not of its kind."""
    most = getattr(form, "max_length", None)
    if most is not None and isinstance(plain, str | list | dict) and len(plain) > most:
        return (
            f"`{name}` has {len(plain)} {'letters' if isinstance(plain, str) else 'entries'}, and at most {most} fit."
        )
    given = "" if isinstance(plain, list | dict) else f", not {quoted(plain)}"
    return f"`{name}` is {_wanted(form)}{given}."


def _tables(kind: type[S], plain: Any, path: Path, findings: Findings, most: int | None) -> tuple[S, ...]:
    """Structs of a list of tables, as many as there are in the file, but for those behind the last that there may be.

    `most` is how many there may be.
    """
    if not isinstance(plain, list):
        heading = ".".join(part for part in path if isinstance(part, str))
        findings.add(path, f"There can be several of `{path[-1]}`: write [[{heading}]] above each, in double brackets.")
        return ()
    if most is not None and len(plain) > most:
        findings.add((*path, most), f"There are at most {most} of `{path[-1]}`, and here begins one more.")
    found = []
    for number, each in enumerate(plain[:most]):
        here, table = (*path, number), isinstance(each, dict)
        if not table:
            findings.add(here, f"{_whose(path)} is a table with keys of its own, not {quoted(each)}.")
        found.append(shaped(kind, each if table else {}, here, findings if table else Findings(lambda _: (1, None))))
    return tuple(found)


def _wanted(form: inspect.Type) -> str:
    """What a value should be, in words."""
    if isinstance(form, inspect.LiteralType):
        return f"one of {', '.join(map(quoted, form.values))}"
    if isinstance(form, inspect.StrType):
        short = "a name of 1 to 64 small letters, digits and hyphens, like by-hand"
        return short if form.pattern else "text in quotes"
    if isinstance(form, inspect.IntType | inspect.FloatType):
        what = "a whole number" if isinstance(form, inspect.IntType) else "a number"
        if form.ge is not None and form.le is not None:
            return f"{what} from {form.ge:g} to {form.le:g}"
        return f"{what} above {form.gt:g}" if form.gt is not None else what
    if isinstance(form, inspect.VarTupleType) and isinstance(form.item_type, inspect.FloatType):
        low, high = form.item_type.ge, form.item_type.le
        return f"a list of numbers from {low:.0f} to {high:.0f} like [800, 450]"
    return KINDS[type(form)]
