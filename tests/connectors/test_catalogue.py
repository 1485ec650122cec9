"""Every declared series against the recorded structures and reference tables, and every row of the catalogue."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from hali.codelists import areas, measures, products, schemes
from hali.connectors import series, sources
from hali.connectors.series import Table

SHARED = Path(__file__).parents[2].parent / "shared"

TABLES = [
    pytest.param(publisher, table, id=f"{publisher}:{code}")
    for publisher in ("eurostat", "comext", "worldbank", "imf", "ecb", "oecd")
    for code, table in series.declared(publisher).items()
]

NOT_TAKEN = {
    "ext_lt_invcur": "the extra-EU of the time is no area of the record",
    "nrg_ind_idooil": "ended in 2020; the share of imports follows from nrg_ti_oil",
    "nrg_ind_ioc": "no measure: concentration follows from nrg_ti_*",
    "rail_go_trsorde": "three areas in a row: origin, destination, country of transit",
    "road_go_ia_rc": "three areas in a row: loading, unloading, nationality of the vehicle",
    "educ_uoe_mobg02": "no measure: graduates",
    "educ_uoe_mobc02": "the meaning of the mobility codes is not checked",
    "migr_asyappctza": "no measure: asylum applicants",
    "migr_acq": "no measure: acquisition of citizenship",
    "tour_occ_ninraw": "other Asia is no area of the record: no figure of a partner",
    "env_wasship": "no measure: waste shipments",
    "sdg_17_10": "a share of the national income given to all recipients: no measure",
    "NE.TRD.GNFS.ZS": "no measure: sum of the two shares that are taken",
    "NE.EXP.GNFS.CD": "no measure: goods and services together in money",
    "NE.IMP.GNFS.CD": "no measure: goods and services together in money",
    "BX.KLT.DINV.WD.GD.ZS": "no measure: follows from fdi_flow.net and gdp",
    "BM.KLT.DINV.CD.WD": "no measure: outflows to all partners",
    "EG.USE.COMM.FO.ZS": "no measure",
    "EG.ELC.COAL.ZS": "no measure",
    "EN.GHG.CO2.MT.CE.AR5": "no measure: one gas",
    "EN.GHG.CO2.PC.CE.AR5": "no measure: one gas, by head",
    "ST.INT.ARVL": "counts differ by country (border, hotels); stops around 2020",
    "ST.INT.RCPT.CD": "no measure",
    "LP.LPI.CUST.XQ": "no measure: a component",
    "IS.RRS.GOOD.MT.K6": "no measure: tonne-kilometres",
    "SE.TER.ENRR": "no measure",
    "SI.POV.DDAY": "no measure",
    "SI.POV.NAHC": "no measure",
    "SH.XPD.CHEX.GD.ZS": "no measure",
    "DS-059334": "dimensions unverified",
    "/sdgapi/v1/sdg/Series/Data?seriesCode=<S>&areaCode=398&pageSize=10000": "no measure; series codes unverified",
    "https://taldau.stat.gov.kz/ru/Api/GetIndexData/{index}?period=7&dics=67": "undocumented service",
    "https://nationalbank.kz/rss/get_rates.cfm?fdate=dd.mm.yyyy": "the answer has not been seen",
    "bulk/v1/get/C/A/HS + bulk/v1/file/{reporter}/{rowKey}": "premium subscription; the same figures as by data/v1",
}
"""Dataset of a catalogue row that is verified or partly verified and not declared -> why."""

ELSEWHERE = {"CEPII BACI", "DG HOME", "European Commission", "UN Digital Library", "Harvard Dataverse", "GDELT"}
"""Providers with modules and tests of their own."""


@pytest.mark.parametrize(("publisher", "table"), TABLES)
def test_declared_codes_are_ours(publisher: str, table: Table) -> None:
    for row in table.series:
        assert measures.measure(row.measure).definition, row.measure
        assert row.unit in measures.measure(row.measure).unit.split() or measures.measure(row.measure).kind == "claim"
        assert row.flow in {"X", "M", "_Z"}
        products.product(row.product)
        for area in (row.reporter, row.partner):
            if area:
                areas.area(area)
        assert set(row.where) <= set(table.dimensions)
        assert not set(row.where) & set(table.fixed)
    assert {table.reporter, table.partner, table.product} - {""} <= set(table.dimensions)
    for code in (*table.world, *table.also):
        assert schemes.area(table.scheme, code)
    assert table.world_total in {"row", "sum", "none"}
    keys = [(s.measure, s.flow, s.product, s.unit, s.reporter) for s in table.series]
    assert len(keys) == len(set(keys)), "two series of a table would give one key"


def test_dataflows() -> None:
    flows = [flow for source in sources().values() for flow in source.dataflows]
    assert len({flow.id for flow in flows}) == len(flows)
    for name in ("eurostat", "comext", "comtrade", "worldbank", "imf", "ecb", "oecd"):
        source = sources()[name]
        assert source.hosts
        assert source.licence
        assert source.ship == ("N" if name == "comtrade" else "Y")
        for flow in source.dataflows:
            assert all(measures.measure(m) for m in flow.measures), flow.id


@pytest.mark.shared
def test_eurostat_codes_occur_in_their_tables() -> None:
    import duckdb

    path = SHARED / "wire" / "eurostat" / "available_codes.parquet"
    found: dict[str, dict[str, set[str]]] = {}
    query = "select df_id, dimension_id, list(code_id) from read_parquet(?) group by all"
    for table, dimension, codes in duckdb.execute(query, [str(path)]).fetchall():
        found.setdefault(table, {})[dimension] = set(codes)
    for code, table in series.declared("eurostat").items():
        assert {*table.dimensions, "TIME_PERIOD"} == set(found[code]), code
        for dimension in table.dimensions:
            assert set(table.codes(dimension)) <= found[code][dimension], (code, dimension)
        if table.partner:
            assert set(table.world) <= found[code][table.partner], code
            assert not table.bilateral or "KZ" in found[code][table.partner], code
        if table.reporter:
            assert set(table.also) <= found[code][table.reporter], code
            known = {area for area in found[code][table.reporter] if schemes.area("ESTAT", area)}
            assert set(table.reporters) in (known, set()), code
            assert table.reporters or "KZ" in known, code
        assert min(found[code]["TIME_PERIOD"])[:4] == str(table.first_year), code
        if table.monthly:
            assert any(len(period) > 4 for period in found[code]["TIME_PERIOD"]), code
        for dimension in {table.reporter, table.partner} - {""}:
            for area in found[code][dimension]:
                schemes.area("ESTAT", area)


@pytest.mark.shared
def test_imf_codes_occur_in_their_structures() -> None:
    structures = json.loads((SHARED / "wire" / "imf" / "structures_extract.json").read_bytes())
    for code, table in series.declared("imf").items():
        structure = structures[code.split("/")[1]]
        assert [name.lower() for name in structure["dimensions"]] == list(table.dimensions)
        available = {name.lower(): set(codes) for name, codes in structure["available"].items()}
        for dimension in table.dimensions:
            assert set(table.codes(dimension)) <= available[dimension], (code, dimension)
        if table.partner:
            assert set(table.world) <= available[table.partner]


@pytest.mark.shared
def test_comtrade_fields_and_codes_occur_in_the_reference_tables() -> None:
    from hali.connectors import comtrade

    folder = SHARED / "wire" / "comtrade"
    (answer,) = [json.loads((folder / "get_C_A_HS_CHN_2010_TOTAL.json").read_bytes())]
    assert len(answer["data"][0]) == 47
    with (folder / "hs_codes.csv").open() as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    assert len(known) == 8262
    from hali.model.source import Scope

    (request,) = comtrade.requests(Scope(("KAZ",), ("DEU",), "2010", "2010"))
    assert "cmdCode=TOTAL&" in request.url
    assert "TOTAL" in known
    reporters = {r["id"] for r in json.loads((folder / "ref_Reporters.json").read_bytes())["results"]}
    assert {398, 276} <= reporters


@pytest.mark.shared
def test_every_verified_row_of_the_catalogue_is_declared_or_explained() -> None:
    with (SHARED / "catalogue" / "series_catalogue.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["status"] in {"verified", "partly"}]
    assert len(rows) == 108
    tables = {
        code.split("/")[-1].lower(): t
        for p in ("eurostat", "comext", "imf", "ecb")
        for code, t in series.declared(p).items()
    }
    indicators = {c for table in series.declared("worldbank").values() for c in table.codes("indicator")}
    for row in rows:
        dataset = re.sub(r"^IMF\.\w+:(\w+).*", r"\1", row["dataset"])
        if row["provider"] in ELSEWHERE or dataset in NOT_TAKEN or row["key"] in NOT_TAKEN:
            continue
        declared = (
            dataset.lower() in tables
            or dataset in indicators
            or (row["provider"] == "UN Comtrade" and dataset == "data/v1/get/C/A/HS")
            or dataset.startswith("full_v2_")
        )
        assert declared, (row["provider"], row["series"], dataset)
        if dataset.lower() in tables and row["provider"] == "Eurostat":
            table = tables[dataset.lower()]
            for part in row["key"].split(";"):
                name, _, codes = part.partition("=")
                if name in {table.reporter, table.partner} or name not in table.dimensions:
                    continue
                assert set(table.codes(name)) & set(codes.split("+")), (dataset, name)
