"""A pool as a package of QTI 2.1: an item for each question, a test that draws from them, pictures, and a manifest.

Items lie beside the manifest, so that a reference to a picture is the same from both. The manifest names pictures among
the files of the items that show them: as resources of their own, or as dependencies, Canvas would not take them over.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from desktop.export.packing import packed
from desktop.homework.pool.markup import Element, add, written
from desktop.homework.pool.model import Pool, Variant
from desktop.homework.pool.pictures import PoolPictures
from desktop.homework.pool.qti_items import QTI, SCHEMA, XSI, item_name, item_xml
from scenes.stage.core.catalogue import catalogue

CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
METADATA = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1"
SCHEMAS = (
    f"{CP} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd "
    f"{LOM} http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd "
    f"{METADATA} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_metadata_v2p1p1.xsd"
)
MANIFEST = "imsmanifest.xml"
TEST = "convoscope-test"
PICTURES = "pictures"


def qti_package(pool: Pool, pictures: PoolPictures) -> bytes:
    """Write a pool. Each picture is in the package once, however many questions show it."""
    files: dict[str, bytes] = {}
    shown: dict[str, tuple[str, ...]] = {}
    for variant in pool:
        before, after = pictures.of(variant.question.before), pictures.of(variant.shown)
        name = f"{item_name(variant)}.xml"
        files[name] = item_xml(variant, before, after, PICTURES)
        files |= {f"{PICTURES}/{picture.name}": picture.content for picture in (before, after)}
        shown[name] = tuple(dict.fromkeys(f"{PICTURES}/{picture.name}" for picture in (before, after)))
    return packed({MANIFEST: _manifest(pool, shown), f"{TEST}.xml": _test(pool), **files})


# --- The test -------------------------------------------------------------------------------------------------------


def _test(pool: Pool) -> bytes:
    """A test in which everybody gets some variants of each item, by chance."""
    test = etree.Element(f"{{{QTI}}}assessmentTest", nsmap={None: QTI, "xsi": XSI})
    test.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    test.set("identifier", TEST)
    test.set("title", pool.title)
    score = add(test, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    add(add(score, "defaultValue"), "value", "0")
    part = add(test, "testPart", identifier="questions", navigationMode="nonlinear", submissionMode="individual")
    add(part, "itemSessionControl", maxAttempts="1", showFeedback="true")
    for group in pool.groups:
        section = add(part, "assessmentSection", identifier=group.item.name, title=group.item.name, visible="false")
        add(section, "selection", select=str(min(pool.each, len(group.variants))))
        add(section, "ordering", shuffle="true")
        for variant in group.variants:
            name = item_name(variant)
            add(section, "assessmentItemRef", identifier=name, href=f"{name}.xml")
    total = add(add(test, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    add(add(total, "sum"), "testVariables", variableIdentifier="SCORE")
    return written(test)


# --- The manifest ---------------------------------------------------------------------------------------------------


def _manifest(pool: Pool, shown: Mapping[str, tuple[str, ...]]) -> bytes:
    """What is in the package; `shown` are the pictures of each item, by the names of their files."""
    manifest = etree.Element(f"{{{CP}}}manifest", nsmap={None: CP, "xsi": XSI})
    manifest.set(f"{{{XSI}}}schemaLocation", SCHEMAS)
    manifest.set("identifier", "convoscope-pool")
    metadata = add(manifest, "metadata")
    add(metadata, "schema", "QTIv2.1 Package")
    add(metadata, "schemaversion", "1.0.0")
    _about(metadata, pool.title)
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    test = _resource(resources, TEST, "imsqti_test_xmlv2p1", f"{TEST}.xml")
    for variant in pool:
        add(test, "dependency", identifierref=f"item-{item_name(variant)}")
    for variant in pool:
        name = item_name(variant)
        item = _resource(resources, f"item-{name}", "imsqti_item_xmlv2p1", f"{name}.xml", variant)
        for picture in shown[f"{name}.xml"]:
            add(item, "file", href=picture)
    return written(manifest)


def _resource(resources: Element, name: str, kind: str, file: str, variant: Variant | None = None) -> Element:
    resource = add(resources, "resource", identifier=name, type=kind, href=file)
    if variant is not None:
        metadata = add(resource, "metadata")
        about = etree.SubElement(metadata, f"{{{METADATA}}}qtiMetadata", nsmap={"imsqti": METADATA})
        add(about, "timeDependent", "false")
        add(about, "interactionType", "choiceInteraction")
        add(about, "feedbackType", "nonadaptive")
        add(about, "solutionAvailable", "true")
        scene = catalogue().find(variant.item.scene).title
        _about(metadata, variant.title, (variant.id, variant.item.concept, scene, *variant.slips))
    add(resource, "file", href=file)
    return resource


def _about(metadata: Element, title: str, keywords: tuple[str, ...] = ()) -> None:
    """What something is called and found by."""
    general = add(etree.SubElement(metadata, f"{{{LOM}}}lom", nsmap={"imsmd": LOM}), "general")
    for name, words in (("title", title), ("language", "en"), *(("keyword", word) for word in keywords)):
        element = add(general, name)
        if name == "language":
            element.text = words
        else:
            add(element, "string", words, language="en")
