"""What changed since an earlier day: nothing made up, nothing left out, in six languages."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.narrate.samples import made
from tests.record.test_vintages import FLAGS, draft
from tests.replay import fake

from hali import api, languages
from hali.briefs import changes
from hali.briefs.compose import compose
from hali.briefs.material import gather
from hali.errors import NotInRecord, QuestionError
from hali.languages import numbers
from hali.publish import write_json
from hali.publish.document import DataTable, Quantity
from hali.record import readings as lookup

NOW = "2026-11-23"
THEN = "2023-01-01"


@pytest.fixture(scope="module")
def states(record):
    return tuple(gather(replace(record, as_of=day), "EU", "KAZ", NOW) for day in (THEN, NOW))


def document(record, lang: str = "en", since: str = THEN):
    return compose(record, "EU", "KAZ", lang, NOW, since=replace(record, as_of=since))


def tables(document):
    section = document.sections[-1]
    assert section.id == "changes"
    return [block for block in section.blocks if isinstance(block, DataTable)]


def test_a_change_is_one_definition_with_two_values(record, states):
    found = changes.compare(*states)
    assert found.changed
    for old, new in found.changed:
        assert replace(old.definition, vintage="") == replace(new.definition, vintage="")
        assert old.value != new.value
        assert old.known <= THEN < new.known
        assert lookup.get(record, old.id).value == old.value
    sizes = [abs(new.value / old.value - 1) for old, new in found.changed]
    assert sizes == sorted(sizes, reverse=True)


def test_what_is_new_was_not_known_then(states):
    found = changes.compare(*states)
    assert found.added
    assert all(one.known > THEN for one in found.added)
    assert not found.withdrawn


def test_what_is_gone_is_withdrawn(states):
    now = states[1]
    gone = max(now.series, key=lambda key: len(now.series[key].readings))
    lost = {r.id for r in now.series[gone].readings}
    poorer = replace(
        now,
        series={key: one for key, one in now.series.items() if key != gone},
        everything=tuple(r for r in now.everything if r.id not in lost),
    )
    assert {r.id for r in changes.compare(now, poorer).withdrawn} == lost
    assert {r.id for r in changes.compare(poorer, now).added} == lost


def test_a_state_differs_in_nothing_from_itself(states):
    assert changes.compare(states[1], states[1]) == changes.Compared((), (), ())


@pytest.mark.parametrize("lang", languages.CODES)
def test_the_brief_ends_with_what_changed(record, lang):
    made = document(record, lang)
    assert numbers.format_date(THEN, lang) in made.sections[-1].title
    changed, added = tables(made)
    assert len(added.rows) == changes.LISTED
    for row in changed.rows:
        old, new = (cell for cell in row if isinstance(cell, Quantity))
        assert old.text != new.text
        assert old.reading != new.reading
        for cell in (old, new):
            shown = numbers.parse_number(cell.text.replace("\u2212", "-"), lang) * cell.scale
            assert abs(shown - cell.value) <= cell.scale * 10**-cell.digits / 2 * 1.0001


@pytest.mark.parametrize("lang", languages.CODES)
def test_nothing_changed_says_so(record, lang):
    made = document(record, lang, NOW)
    assert tables(made) == []
    [[statement]] = [block.statements for block in made.sections[-1].blocks]
    assert numbers.format_date(NOW, lang) in statement.text
    assert made.changes == {"since": NOW, "changed": [], "added": [], "withdrawn": []}


def test_json_holds_every_change(record, states):
    found = changes.compare(*states)
    held = write_json.as_json(document(record))["changes"]
    assert held["since"] == THEN
    assert len(held["added"]) == len(found.added) > changes.LISTED
    [*_, last] = held["changed"]
    old, new = found.changed[-1]
    assert (last["before"]["value"], last["after"]["value"]) == (old.value, new.value)
    assert last["measure"] == new.definition.measure
    assert "changes" not in write_json.as_json(compose(record, "KAZ", "UZB", "en"))


@pytest.mark.parametrize("format", ["md", "html"])
def test_old_values_are_no_claims(record, format):
    from hali.publish.render import render

    checked = api.check(render(document(record), format), ("EU", "KZ"), name=f"brief.{format}", record=record)
    codes = {finding.code for finding in checked.findings if finding.claim.kind == "quantity"}
    assert codes <= {"REPRODUCED", "QUOTED_ONLY", "NOT_CHECKABLE"}


@pytest.fixture(scope="module")
def updated(record, tmp_path_factory):
    """The record, and the one it became by a harvest that concerns no pair of these tests."""
    before = api.open_record(tmp_path_factory.mktemp("data"))
    assert before.id == record.id
    before.warehouse.store.commit([draft(fake.row(reporter="CHL", partner="PER"), day="2024-05-01")], FLAGS)
    return before, api.open_record(before.warehouse.store.folder.parent)


def test_another_record_is_named_by_its_id(record, updated):
    before, now = updated
    other = api.earlier(now, before.id)
    assert (other.id, now.id == before.id) == (before.id, False)
    made = compose(now, "EU", "KAZ", "en", NOW, since=other)
    assert made.sections[-1].title.endswith(f"Record {before.id}")
    assert made.changes == {"since": before.id, "changed": [], "added": [], "withdrawn": []}
    older = compose(now, "EU", "KAZ", "en", NOW, since=replace(other, as_of=THEN))
    assert older.changes["since"] == before.id
    # the earlier readings are cited from the record they are of
    assert [table.rows for table in tables(older)] == [table.rows for table in tables(document(record))]
    same = compose(record, "EU", "KAZ", "en", NOW, since=record)
    assert same.sections[-1].title.endswith(record.id)


def test_what_a_harvest_brought_is_new(updated):
    before, now = updated
    harvested = {"unit": "USD", "dataflow": "FAKE:TRADE"}
    then = lookup.find(api.earlier(now, before.id), ["exports"], reporters=["CHL"], partners=["PER"], where=harvested)
    found = lookup.find(now, ["exports"], reporters=["CHL"], partners=["PER"], where=harvested)
    assert (then, [(one.value, one.definition.dataflow) for one in found]) == ([], [(1.0, "FAKE:TRADE")])


def test_earlier_state_is_a_day_or_a_state_this_record_was_in(record, updated):
    before, now = updated
    assert api.earlier(record, THEN) == replace(record, as_of=THEN)
    assert api.earlier(record, record.id).warehouse.manifest == record.warehouse.manifest
    assert api.earlier(now, now.id).warehouse.manifest == now.warehouse.manifest
    assert api.earlier(replace(now, as_of=NOW), before.id).as_of == NOW
    with pytest.raises(NotInRecord, match="give a day"):
        api.earlier(before, now.id)
    with pytest.raises(NotInRecord, match="give a day"):
        api.earlier(record, "000000000000")
    with pytest.raises(QuestionError, match="not a date"):
        api.earlier(record, "yesterday")
    with pytest.raises(QuestionError, match="earlier day"):
        api.earlier(replace(record, as_of=THEN), THEN)


def state(everything, chosen):
    """A state of a pair that holds some readings and chose some of them."""
    return SimpleNamespace(
        everything=everything, series={n: SimpleNamespace(readings=(r,)) for n, r in enumerate(chosen)}
    )


def test_a_change_however_small_is_told_and_dust_is_not():
    old = made(value=100.0)
    for value, told in ((100.5, True), (100.000001, True), (100.0 + 1e-11, False), (100.0, False)):
        new = replace(made(value=value), id="other")
        found = changes.compare(state([old], [old]), state([new], [new]))
        assert bool(found.changed) is told
        assert found.added == found.withdrawn == ()


def test_a_number_that_lost_its_place_is_neither_withdrawn_nor_new():
    one, other = made(), made(reporter="KAZ", partner="EU27_2020")
    found = changes.compare(state([one, other], [one]), state([one, other], [other]))
    assert found == changes.Compared((), (), ())
    gone = changes.compare(state([one, other], [one]), state([other], [other]))
    assert gone == changes.Compared((), (), (one,))


@pytest.mark.parametrize(
    ("before", "after", "digits"), [(28.41, 31.0, 1), (28.41, 28.44, 2), (28.4101, 28.4104, 4), (1.0, 1.0000000001, 6)]
)
def test_as_many_decimals_as_tell_two_values_apart(before, after, digits):
    row = tuple(made("partner_share_trade", unit="PCT", value=value) for value in (before, after))
    assert changes._digits(row, 1.0, "en") == digits
