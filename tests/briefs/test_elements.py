"""The sixty elements: declared whole, held only by what is the pair's own, and shown in the brief where held."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib import util
from pathlib import Path

import pytest

from hali import api
from hali.briefs import elements, material
from hali.briefs.compose import compose, day_of
from hali.briefs.elements import declared, last_year
from hali.briefs.roles import held
from hali.codelists.measures import measures
from hali.languages import CODES, numbers
from hali.model.definition import reading_id
from hali.publish.blocks import DataTable, Paragraph, flat

ROOT = Path(__file__).parents[2]
COUNTED = json.loads((ROOT / "docs" / "elements.json").read_text(encoding="utf-8"))
GROUPS = {
    "snapshot": 8,
    "trade": 16,
    "investment": 6,
    "energy": 5,
    "connectivity": 6,
    "politics": 8,
    "people": 6,
    "cooperation": 5,
}
SHOWN = ["EU-KZ", "KZ-UZ", "US-CN", "KE-TZ", "FR-DE"]


def tool():
    spec = util.spec_from_file_location("count_elements", ROOT / "tools" / "elements.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gathered(record):
    found = {}

    def one(pair: str) -> material.Material:
        if pair not in found:
            found[pair] = material.gather(record, *api.resolve_pair(pair.split("-")), day_of(record))
        return found[pair]

    return one


def states(one: material.Material) -> dict[str, elements.State]:
    return {state.element.id: state for state in elements.of(one)}


def test_there_are_sixty_in_their_groups():
    assert Counter(element.group for element in declared()) == GROUPS
    assert sum(GROUPS.values()) == 60


@pytest.mark.parametrize("element", declared(), ids=lambda element: element.id)
def test_an_element_is_declared_whole(element):
    usable = {m.id for m in measures() if m.brief.use != "never"}
    assert element.measures <= usable
    assert not (element.rule and element.needs)
    assert element.rule or element.needs or element.events
    assert set(element.names) == set(CODES)
    assert all(name and not any(sign.isdigit() for sign in name) for name in element.names.values())


@pytest.mark.parametrize("lang", CODES)
def test_no_two_elements_have_one_name(lang):
    assert len({element.names[lang] for element in declared()}) == 60


@pytest.mark.parametrize("written", ["gdp", "gdp@c", "GDP@a", "exports::X@ab"])
def test_what_is_no_term_is_refused(written):
    with pytest.raises(ValueError, match="MEASURE"):
        elements.term(written)


def test_an_element_of_both_sides_is_held_only_with_both(gathered):
    both = states(gathered("KE-TZ"))["gdp"]
    assert (both.status, len(both.readings)) == ("held", 2)
    kenya = gathered("KE-TZ")
    alone = replace(kenya, series={key: one for key, one in kenya.series.items() if key.reporter != "TZA"})
    half = states(alone)["gdp"]
    assert half.status == "partly"
    assert [reading.definition.reporter for reading in half.readings] == ["KEN"]
    assert half not in elements.present([half])


def test_a_quoted_figure_answers_nothing(gathered):
    """Uranium deliveries to the EU are in the record as a page quoted them, and nowhere else."""
    pair = gathered("EU-KZ")
    assert {r.status for s in pair.find("uranium_deliveries") for r in s.readings} == {"Q"}
    assert held(pair, "uranium_deliveries", "", "", "pair") is None
    assert states(pair)["nuclear_fuel"].status == "missing"


def test_a_part_of_the_year_is_told_in_the_currency_of_its_publisher(gathered):
    [part] = states(gathered("US-CN"))["year_to_date"].readings
    assert (part.definition.unit, part.definition.rate) == ("USD", "reported")


def test_figures_and_events_of_another_pair_answer_nothing(gathered):
    """A programme of the EU for Central Asia is none of Kazakhstan with Uzbekistan; a treaty of the five is."""
    neighbours = states(gathered("KZ-UZ"))
    assert neighbours["programmes"].status == "missing"
    assert all(set(event.parties) >= {"KAZ", "UZB"} for state in neighbours.values() for event in state.events)
    assert states(gathered("EU-KZ"))["programmes"].status == "held"
    assert neighbours["routes"].status == "missing"


def test_a_mirror_answers_for_what_goes_one_way(gathered):
    kenya = gathered("KE-TZ")
    found = states(kenya)
    assert [r.definition.measure for r in found["goods_back"].readings] == ["exports"]
    assert [r.definition.reporter for r in found["goods_back"].readings] == ["TZA"]
    (total,) = found["goods_total"].readings
    flows = [found[way].readings[0].value for way in ("goods_out", "goods_back")]
    assert total.value == pytest.approx(sum(flows))


def test_growth_is_of_two_years_of_one_line(gathered):
    (growth,) = states(gathered("FR-DE"))["goods_growth"].computed
    new, old = growth.readings
    assert int(new.definition.period) == int(old.definition.period) + 1
    assert new.definition.dataflow == old.definition.dataflow
    assert growth.value == pytest.approx(100 * (new.value - old.value) / old.value)


def test_a_pair_of_two_members_belongs_to_the_same_organisations(gathered):
    assert {"EU27_2020", "EA21"} <= set(states(gathered("FR-DE"))["organisations"].organisations)
    together = set(states(gathered("US-CN"))["organisations"].organisations)
    assert "G20" in together
    assert not {"NATO", "SCO", "BRICS", "OECD"} & together


@pytest.mark.parametrize("pair", SHOWN)
def test_what_is_held_stands_in_the_brief(record, gathered, pair):
    document = compose(record, *gathered(pair).pair, "en")
    sections = [block for section in document.sections for block in flat(section.blocks)]
    printed = " ".join(
        [cell.text for b in sections if isinstance(b, DataTable) for row in b.rows for cell in row if cell]
        + [statement.text for b in sections if isinstance(b, Paragraph) for statement in b.statements]
    )
    for state in elements.of(gathered(pair)):
        shown = {reading.id for reading in state.readings} if not state.computed else set()
        shown |= {reading_id((one.formula, *(r.id for r in one.readings))) for one in state.computed}
        assert shown <= set(document.readings), state.element.id
        if state.events and not state.readings:
            assert any(numbers.format_date(event.date, "en") in printed for event in state.events), state.element.id
        assert bool(state.organisations) <= ("Both belong to" in printed)


@pytest.mark.parametrize("lang", CODES)
def test_one_paragraph_names_what_is_not_held(record, gathered, lang):
    found = elements.of(gathered("KE-TZ"))
    document = compose(record, *gathered("KE-TZ").pair, lang)
    (box,) = [b for b in document.sections[-1].blocks if getattr(b, "kind", "") == "coverage"]
    text = " ".join(statement.text for paragraph in box.blocks for statement in paragraph.statements)
    for state in found:
        # what is missing both ways is named without them
        assert state.status == "held" or state.element.names[lang].partition(" (")[0] in text, state.element.id
    assert str(len(elements.present(found))) in text
    everything = [str(block) for section in document.sections for block in section.blocks]
    assert sum("Kinds of data not held" in one for one in everything) == (lang == "en")


def test_both_sides_stand_side_by_side_behind_the_first_statements(record, gathered):
    lead = compose(record, *gathered("FR-DE").pair, "en").lead
    kinds = [type(block).__name__ for block in lead]
    place = kinds.index("DataTable")
    assert set(kinds[:place]) == {"Paragraph"}
    table = lead[place]
    assert [column.title for column in table.columns][2:] == ["France", "Year", "Germany", "Year"]
    assert len(table.rows) == 8
    first = table.rows[0]
    assert (first[1].text, first[3].text, first[5].text) == ("billion USD", "2025", "2025")


def test_of_a_side_without_a_number_nothing_is_said(gathered, record):
    lead = compose(record, *gathered("EU-KZ").pair, "en").lead
    (table,) = [block for block in lead if isinstance(block, DataTable)]
    governance = table.rows[-1]
    assert governance[2] is None
    assert governance[3].text == ""


def test_a_pair_no_table_knows_gets_one_page(record):
    document = compose(record, "ALA", "BVT", "en")
    assert "holds nothing on this pair" in document.lead[0].statements[0].text
    assert [section.id for section in document.sections] == ["outlook"]
    assert not document.readings
    text = str(document.sections[0])
    assert "Kinds of data not held" in text
    assert text.count("Next step") == 0


@pytest.mark.parametrize("pair", ["EU-KZ", "KE-TZ", "FR-DE", *list(COUNTED["drawn"])[:3]])
def test_the_page_says_what_is_counted_now(record, gathered, pair):
    if record.id != COUNTED["record"]:
        pytest.skip("the page was counted on another record, and says so")
    now = len(elements.present(elements.of(gathered(pair))))
    assert now == COUNTED["pairs"].get(pair, {"held": COUNTED["drawn"].get(pair)})["held"]


def test_the_pairs_are_drawn_by_the_seed(record):
    counting = tool()
    drawn = ["-".join(pair) for pair in counting.draw(record, 3)]
    assert drawn == list(COUNTED["drawn"])[:3]
    assert list(COUNTED["pairs"]) == list(counting.PAIRS)


def test_the_last_year_of_a_period(gathered):
    years = [r for s in gathered("KE-TZ").find("exports") for r in s.readings]
    assert {last_year(r) for r in years} == {r.definition.period for r in years}
