"""One synthetic cube in every format gives one and the same table."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from hypothesis import given
from hypothesis import strategies as st

from hali.access import formats

DIMENSIONS = ("freq", "geo", "time_period")
Cube = dict[tuple[str, str, str], tuple[float, str | None]]

numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
cubes = st.dictionaries(
    st.tuples(st.just("A"), st.sampled_from(["NA", "EL", "KZ", "EU27_2020"]), st.integers(1990, 2030).map(str)),
    st.tuples(numbers, st.sampled_from([None, "p", "be", "c"])),
    min_size=1,
    max_size=30,
)


def csv_1(cube: Cube) -> bytes:
    lines = ["DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
    lines += [f"ESTAT:X(1.0),01/02/24 11:00:00,{','.join(k)},{v!r},{s or ''}" for k, (v, s) in cube.items()]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def csv_2(cube: Cube) -> bytes:
    lines = ["STRUCTURE,STRUCTURE_ID,ACTION,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
    lines += [f"dataflow,ESTAT:X(1.0),I,{','.join(k)},{v!r},{s or ''}" for k, (v, s) in cube.items()]
    return "\n".join(lines).encode()


def tsv(cube: Cube) -> bytes:
    periods = sorted({k[2] for k in cube})
    lines = ["freq,geo\\TIME_PERIOD\t" + "\t".join(p + " " for p in periods)]
    for freq, geo in dict.fromkeys(k[:2] for k in cube):
        cells = [cube.get((freq, geo, p)) for p in periods]
        lines.append(f"{freq},{geo}\t" + "\t".join(f"{c[0]!r} {c[1] or ''}" if c else ": " for c in cells))
    return "\n".join([*lines, ""]).encode()


def json_stat(cube: Cube, sparse: bool) -> bytes:
    axes = [sorted({k[i] for k in cube}) for i in range(3)]
    size = [len(a) for a in axes]
    position = {k: (axes[0].index(k[0]) * size[1] + axes[1].index(k[1])) * size[2] + axes[2].index(k[2]) for k in cube}
    cells: list[float | None] = [None] * (size[0] * size[1] * size[2])
    status: dict[str, str] = {}
    for k, (v, s) in cube.items():
        cells[position[k]] = v
        if s:
            status[str(position[k])] = s
    value: Any = {str(position[k]): v for k, (v, _) in cube.items()} if sparse else cells
    dimension = {
        n: {"category": {"index": {c: i for i, c in enumerate(a)} if sparse else a}}
        for n, a in zip(("freq", "geo", "time"), axes, strict=True)
    }
    message = {"version": "2.0", "class": "dataset", "id": ["freq", "geo", "time"], "size": size, "value": value}
    return json.dumps(message | {"status": status, "dimension": dimension}).encode()


def ml_specific(cube: Cube) -> bytes:
    space = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    text = f'<m:StructureSpecificData xmlns:m="{space}"><m:DataSet>'
    for freq, geo in dict.fromkeys(k[:2] for k in cube):
        text += f"<Series freq={quoteattr(freq)} geo={quoteattr(geo)}>"
        for k, (v, s) in cube.items():
            if k[:2] == (freq, geo):
                flag = f' OBS_FLAG="{s}"' if s else ""
                text += f'<Obs TIME_PERIOD="{k[2]}" OBS_VALUE="{v!r}"{flag}/>'
        text += "</Series>"
    return (text + "</m:DataSet></m:StructureSpecificData>").encode()


def ml_generic(cube: Cube) -> bytes:
    text = (
        '<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
        'xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"><m:Header>'
        '<m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"/></m:Header><m:DataSet>'
    )
    for k, (v, s) in cube.items():
        key = "".join(f'<g:Value id="{n}" value="{c}"/>' for n, c in zip(("FREQ", "GEO"), k[:2], strict=True))
        flag = f'<g:Attributes><g:Value id="OBS_FLAG" value="{s}"/></g:Attributes>' if s else ""
        text += (
            f'<g:Series><g:SeriesKey>{key}</g:SeriesKey><g:Obs><g:ObsDimension value="{k[2]}"/>'
            f'<g:ObsValue value="{v!r}"/>{flag}</g:Obs></g:Series>'
        )
    return (text + "</m:DataSet></m:GenericData>").encode()


def json_sdmx(cube: Cube) -> bytes:
    axes = [sorted({k[i] for k in cube}) for i in range(3)]
    flags = ["p", "be", "c"]
    series: dict[str, Any] = {}
    for k, (v, s) in cube.items():
        at = [a.index(c) for a, c in zip(axes, k, strict=True)]
        observations = series.setdefault(f"{at[0]}:{at[1]}", {"observations": {}})["observations"]
        observations[str(at[2])] = [repr(v), flags.index(s) if s else None]
    structure = {
        "dimensions": {
            "series": [
                {"id": n, "values": [{"id": c} for c in a]} for n, a in zip(("FREQ", "GEO"), axes, strict=False)
            ],
            "observation": [{"id": "TIME_PERIOD", "values": [{"value": c} for c in axes[2]]}],
        },
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
        "attributes": {"observation": [{"id": "OBS_FLAG", "values": [{"id": f} for f in flags]}]},
    }
    return json.dumps(
        {"meta": {}, "data": {"dataSets": [{"structure": 0, "series": series}], "structures": [structure]}}
    ).encode()


def observed(body: bytes) -> list[tuple[Any, ...]]:
    table = formats.read(body)
    rows = table.select([*DIMENSIONS, "value", "status"]).to_pylist()
    return sorted(tuple(row.values()) for row in rows if row["value"] is not None)


@given(cubes)
def test_every_format_gives_the_same_table(cube: Cube) -> None:
    expected = sorted((*k, *cell) for k, cell in cube.items())
    for body in (csv_1(cube), csv_2(cube), tsv(cube), json_stat(cube, True), json_stat(cube, False)):
        assert observed(body) == expected
    for body in (ml_specific(cube), ml_generic(cube), json_sdmx(cube)):
        assert observed(body) == expected
