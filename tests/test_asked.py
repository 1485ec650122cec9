"""What is computed before the tests is what is listed, and the list is of this record."""

from __future__ import annotations

from tests import asked

from hali import api
from hali.codelists import areas


def test_the_list_names_parts_and_concepts_of_today(record) -> None:
    known = {areas.concept(code) for code in areas.codes()} | set(areas.codes())
    shares = list(asked.listed())
    assert len(shares) == len(set(shares)) > 1000
    assert {share.part for share in shares} == set(record.warehouse.plan.parts)
    assert {code for share in shares for code in (share.reporter, share.partner)} <= known


def test_what_is_listed_lies_there_afterwards_and_is_listed_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(asked, "LIST", tmp_path / "asked.csv")
    asked.LIST.write_text("part,reporter,partners\nsecurity,KAZ,ALA EU UZB\n", encoding="utf-8")
    warehouse = api.open_record().warehouse
    assert warehouse.folder.is_relative_to(tmp_path)
    assert list(asked.held(warehouse)) == []
    asked.prepare(warehouse)
    assert set(asked.held(warehouse)) == set(asked.listed())
    told = asked.LIST.read_bytes()
    asked.renew(warehouse)
    assert asked.LIST.read_bytes() == told
