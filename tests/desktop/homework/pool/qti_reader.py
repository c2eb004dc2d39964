"""A reader of QTI 2.1 for the tests: what elements may hold, and what becomes of a response."""

from __future__ import annotations

import re

from lxml import etree

from desktop.homework.pool.markup import Element

GRAMMAR = {
    "assessmentItem": (
        "identifier title adaptive timeDependent lang schemaLocation",
        "(responseDeclaration )(outcomeDeclaration )*itemBody responseProcessing (modalFeedback )*",
    ),
    "responseDeclaration": ("identifier cardinality baseType", "correctResponse "),
    "correctResponse": ("", "value "),
    "outcomeDeclaration": ("identifier cardinality baseType normalMaximum", "(defaultValue )?"),
    "defaultValue": ("", "value "),
    "value": ("", ""),
    "itemBody": ("", "((p )|(choiceInteraction ))+"),
    "p": ("", "(img )?"),
    "img": ("src alt width height", ""),
    "choiceInteraction": ("responseIdentifier shuffle maxChoices", "(simpleChoice )+"),
    "simpleChoice": ("identifier", "(feedbackInline )?"),
    "feedbackInline": ("outcomeIdentifier identifier showHide", ""),
    "responseProcessing": ("", "((responseCondition )|(setOutcomeValue ))+"),
    "responseCondition": ("", "responseIf (responseElse )?"),
    "responseIf": ("", "match (setOutcomeValue )+"),
    "responseElse": ("", "(setOutcomeValue )+"),
    "match": ("", "variable correct "),
    "variable": ("identifier", ""),
    "correct": ("identifier", ""),
    "setOutcomeValue": ("identifier", "((variable )|(baseValue )|(sum ))"),
    "baseValue": ("baseType", ""),
    "modalFeedback": ("outcomeIdentifier identifier showHide", "(p )+"),
    "assessmentTest": ("identifier title schemaLocation", "(outcomeDeclaration )*(testPart )+(outcomeProcessing )?"),
    "testPart": ("identifier navigationMode submissionMode", "(itemSessionControl )?(assessmentSection )+"),
    "itemSessionControl": ("maxAttempts showFeedback", ""),
    "assessmentSection": ("identifier title visible", "(selection )?(ordering )?(assessmentItemRef )+"),
    "selection": ("select", ""),
    "ordering": ("shuffle", ""),
    "assessmentItemRef": ("identifier href", ""),
    "outcomeProcessing": ("", "(setOutcomeValue )+"),
    "sum": ("", "(testVariables )+"),
    "testVariables": ("variableIdentifier", ""),
    "manifest": ("identifier schemaLocation", "metadata organizations resources "),
    "metadata": ("", "(schema schemaversion )?(qtiMetadata )?(lom )?"),
    "schema": ("", ""),
    "schemaversion": ("", ""),
    "organizations": ("", ""),
    "resources": ("", "(resource )+"),
    "resource": ("identifier type href", "(metadata )?(file )+(dependency )*"),
    "file": ("href", ""),
    "dependency": ("identifierref", ""),
    "qtiMetadata": ("", "timeDependent interactionType feedbackType solutionAvailable "),
    "timeDependent": ("", ""),
    "interactionType": ("", ""),
    "feedbackType": ("", ""),
    "solutionAvailable": ("", ""),
    "lom": ("", "general "),
    "general": ("", "title language (keyword )*"),
    "title": ("", "string "),
    "keyword": ("", "string "),
    "language": ("", ""),
    "string": ("language", ""),
}
"""The attributes that elements of ours may have, and what may be in them, from the schemas of QTI 2.1."""
MIXED = {"p", "simpleChoice", "feedbackInline", "modalFeedback"}
"""What may hold words beside elements."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,254}")
"""What may be an id, in XML and for all readers."""


def local(element: Element) -> str:
    return str(etree.QName(element).localname)


def fits(root: Element) -> None:
    """Whether a document keeps to the grammar."""
    for element in root.iter():
        name = local(element)
        attributes, inside = GRAMMAR[name]
        assert {etree.QName(each).localname for each in element.attrib} <= set(attributes.split()), name
        children = "".join(f"{local(child)} " for child in element)
        assert re.fullmatch(inside, children), (name, children)
        around = (element.text or "") + "".join(child.tail or "" for child in element)
        assert not len(element) or name in MIXED or not around.strip(), name


def plain(content: bytes) -> Element:
    """A document without its namespaces."""
    root = etree.fromstring(content)
    for element in root.iter():
        element.tag = local(element)
    etree.cleanup_namespaces(root)
    return root


def respond(item: Element, answer: str | None) -> dict[str, str | None]:
    """What the processing of a response leaves in the outcomes of an item; None is no answer at all."""
    declared = {each.get("identifier"): each for each in item.iter("responseDeclaration", "outcomeDeclaration")}
    values: dict[str, str | None] = {
        name: each.findtext("defaultValue/value") for name, each in declared.items() if each.tag == "outcomeDeclaration"
    }
    values["RESPONSE"] = answer

    def value(element: Element) -> str | None:
        if element.tag == "correct":
            return str(declared[element.get("identifier")].findtext("correctResponse/value"))
        return str(element.text) if element.tag == "baseValue" else values[element.get("identifier")]

    def act(rules: Element) -> None:
        for rule in rules:
            if rule.tag == "setOutcomeValue":
                assert rule.get("identifier") in declared
                values[rule.get("identifier")] = value(rule[0])
            elif rule.tag == "responseCondition":
                given, right = map(value, rule.find("responseIf/match"))
                act(rule.find("responseIf")[1:] if given is not None and given == right else rule.find("responseElse"))

    act(item.find("responseProcessing"))
    return values


def seen(item: Element, outcomes: dict[str, str | None]) -> list[Element]:
    """The feedback that somebody sees by these outcomes."""
    return [
        each
        for each in item.iter("feedbackInline", "modalFeedback")
        if (outcomes[each.get("outcomeIdentifier")] == each.get("identifier")) == (each.get("showHide") == "show")
    ]
