"""A package of QTI 2.1: what the manifest says is what is in it, and all that is referred to is there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from desktop.homework.pool.markup import Element
from desktop.homework.pool.model import Pool
from desktop.homework.pool.pictures import SIZE, PoolPictures
from desktop.homework.pool.qti_items import item_name
from desktop.homework.pool.qti_package import qti_package
from tests.desktop.homework.pool.qti_reader import NAME, fits, plain


@pytest.fixture(scope="module")
def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert len(set(names)) == len(names)
        return {name: opened.read(name) for name in names}


@pytest.fixture(scope="module")
def manifest(files: dict[str, bytes]) -> Element:
    assert next(iter(files)) == "imsmanifest.xml"
    fits(etree.fromstring(files["imsmanifest.xml"]))
    return plain(files["imsmanifest.xml"])


def test_the_manifest_names_what_is_in_the_package_and_nothing_else(files: dict[str, bytes], manifest: Element) -> None:
    assert {file.get("href") for file in manifest.iter("file")} == files.keys() - {"imsmanifest.xml"}
    for resource in manifest.iter("resource"):
        assert resource.get("href") == resource.find("file").get("href")
    assert manifest.findtext("metadata/schema") == "QTIv2.1 Package"


def test_ids_are_names_and_each_is_one_thing_s_alone(manifest: Element) -> None:
    ids = [each.get("identifier") for each in manifest.iter() if each.get("identifier")]
    assert len(set(ids)) == len(ids)
    assert all(NAME.fullmatch(each) for each in ids)
    assert {each.get("identifierref") for each in manifest.iter("dependency")} <= set(ids)


def test_each_item_has_its_pictures_among_its_own_files(files: dict[str, bytes], manifest: Element) -> None:
    resources = manifest.findall("resources/resource")
    # Canvas skips files that are resources too, and takes the only thing an item depends on for a text.
    assert [each.get("type") for each in resources] == ["imsqti_test_xmlv2p1"] + ["imsqti_item_xmlv2p1"] * 49
    for resource in resources[1:]:
        assert not resource.findall("dependency")
        item = plain(files[resource.get("href")])
        shown = {image.get("src") for image in item.iter("img")}
        assert {file.get("href") for file in resource.iterfind("file")} == shown | {resource.get("href")}
        assert resource.get("identifier") == f"item-{item.get('identifier')}"
        assert resource.findtext("metadata/qtiMetadata/interactionType") == "choiceInteraction"


def test_every_picture_opens_and_is_there_once(files: dict[str, bytes]) -> None:
    pictures = {name: content for name, content in files.items() if name.startswith("pictures/")}
    assert len(pictures) > 80
    assert len(set(pictures.values())) > 0.95 * len(pictures)
    for content in pictures.values():
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", SIZE)


def test_a_test_draws_some_variants_of_each_item(some: Pool, pictures: PoolPictures) -> None:
    with zipfile.ZipFile(io.BytesIO(qti_package(some, pictures))) as opened:
        content = opened.read("convoscope-test.xml")
        items = {name: plain(opened.read(name)).get("identifier") for name in opened.namelist() if "-v1-" in name}
    fits(etree.fromstring(content))
    test = plain(content)
    assert test.get("title") == "Some <items> & more"
    assert [(each.get("title"), each.find("selection").get("select")) for each in test.iter("assessmentSection")] == [
        ("output-size", "2"), ("relu-map", "2"), ("dense-share", "2"), ("deeper-net", "2"), ("head-parameters", "2"),
    ]  # fmt: skip
    assert {each.get("href"): each.get("identifier") for each in test.iter("assessmentItemRef")} == items
    assert list(items.values()) == [item_name(variant) for variant in some]
    ids = [each.get("identifier") for each in test.iter("testPart", "assessmentSection", "assessmentItemRef")]
    assert len(set(ids)) == len(ids)
    assert all(map(NAME.fullmatch, ids))
    assert test.find("testPart/itemSessionControl").get("showFeedback") == "true"


def test_a_test_takes_no_more_variants_than_there_are(some: Pool, pictures: PoolPictures) -> None:
    with zipfile.ZipFile(io.BytesIO(qti_package(replace(some, each=20), pictures))) as opened:
        test = plain(opened.read("convoscope-test.xml"))
    for section in test.iter("assessmentSection"):
        assert int(section.find("selection").get("select")) == len(section.findall("assessmentItemRef"))


def test_the_same_questions_are_the_same_file(some: Pool, pictures: PoolPictures) -> None:
    pool = replace(some, groups=some.groups[:1])
    assert qti_package(pool, PoolPictures()) == qti_package(pool, PoolPictures())
