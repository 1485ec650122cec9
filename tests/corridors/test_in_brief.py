"""Routes of a brief that are kept: the same as worked out, and never those of another program, pair or language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from hali import api
from hali.access.shelf import Shelf
from hali.corridors import brief_part, in_brief
from hali.publish.document import Document


@pytest.fixture(scope="module")
def whole(record) -> Document:
    return api.brief("EU", "KZ", record=record)


@pytest.fixture(scope="module")
def bare(whole: Document) -> Document:
    """The brief before its routes were added."""
    (origin,) = [one for one in whole.origins if one.id.startswith("routes-")]
    assert origin is whole.origins[-1]
    number = [len(whole.origins)]
    return dataclasses.replace(
        whole,
        sections=tuple(
            dataclasses.replace(one, blocks=one.blocks[:-2]) if one.id == in_brief.SECTION else one
            for one in whole.sections
        ),
        readings={id_: card for id_, card in whole.readings.items() if card["sources"] != number},
        origins=whole.origins[:-1],
    )


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, str], str]]:
    """What was worked out."""
    found: list[tuple[tuple[str, str], str]] = []
    told = brief_part.told

    def noted(pair: tuple[str, str], language: str) -> brief_part.Part | None:
        found.append((pair, language))
        return told(pair, language)

    monkeypatch.setattr(brief_part, "told", noted)
    return found


def test_what_is_kept_is_what_was_worked_out(whole, bare, tmp_path: Path, counted) -> None:
    shelf = Shelf(tmp_path)
    assert in_brief.added(bare, shelf) == whole
    assert in_brief.added(bare, shelf) == whole
    assert counted == [(("EU", "KAZ"), "en")]
    part = in_brief._part(bare.pair, "en", shelf)
    assert part == brief_part.told(bare.pair, "en")
    assert list(map(type, part)) == list(map(type, brief_part.told(bare.pair, "en")))


def test_another_program_language_or_pair_has_its_own(bare, tmp_path: Path, counted, monkeypatch) -> None:
    shelf = Shelf(tmp_path)
    for pair, language in (("EU", "KAZ"), "en"), (("EU", "KAZ"), "ru"), (("KAZ", "EU"), "en"):
        in_brief.added(dataclasses.replace(bare, pair=pair, language=language), shelf)
    monkeypatch.setattr(in_brief, "build", lambda: "another")
    in_brief.added(bare, shelf)
    assert counted == [(("EU", "KAZ"), "en"), (("EU", "KAZ"), "ru"), (("KAZ", "EU"), "en"), (("EU", "KAZ"), "en")]


def test_that_there_is_nothing_to_say_is_kept_too(bare, tmp_path: Path, counted) -> None:
    shelf = Shelf(tmp_path)
    other = dataclasses.replace(bare, pair=("FRA", "USA"))
    assert in_brief.added(other, shelf) is other
    assert in_brief.added(other, shelf) is other
    assert counted == [(("FRA", "USA"), "en")]


def test_a_damaged_file_is_worked_out_anew(whole, bare, tmp_path: Path, counted) -> None:
    shelf = Shelf(tmp_path)
    in_brief.added(bare, shelf)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    for damaged in (b"", content[:-1], content[:40] + b"[]", content[:-9] + b"X" + content[-8:]):
        file.write_bytes(damaged)
        assert in_brief.added(bare, shelf) == whole
        assert file.read_bytes() == content
    assert len(counted) == 5


def test_where_nothing_can_be_kept_it_is_worked_out(whole, bare, tmp_path: Path, counted) -> None:
    (tmp_path / "file").write_bytes(b"")
    for _ in range(2):
        assert in_brief.added(bare, Shelf(tmp_path / "file")) == whole
    assert len(counted) == 2
