"""Tables of Eurostat that are not declared: plain observations, of which no reading is made.

What a row is about stands in its measure, `une_rt_a:age=TOTAL;sex=T;unit=PC_ACT`; only its area and period are codes of
ours. `hali.observations` gives them back.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import hali.access.formats as formats
from hali.access import bounds
from hali.access.formats import packed
from hali.access.formats.columns import stated
from hali.codelists import schemes
from hali.connectors import series
from hali.errors import UnknownCode
from hali.model.source import ROW, Feed

if TYPE_CHECKING:
    import pyarrow as pa

_SERIES = 20_000
"""Different measures of one file: the list of vintages names each."""
_NO_DIMENSIONS = {
    *("time_period", "value", "status", "freq", "obs_status", "conf_status", "obs_conf", "time_format", "obs_flag"),
    *("decimals", "unit_mult", "unit_multiplier", "comment_obs", "obs_com", "title"),
}
_NAMED = re.compile(r"(?:[A-Za-z]+:)?([A-Za-z][A-Za-z0-9_$-]{2,40})(?:\(.*\))?")
_FILE = re.compile(r"(?:estat_)?([a-z][a-z0-9_$]{2,40}?)(?:_linear|_page_linear|_tabular|_en|_fr|_de)*(?: \(\d+\))?\.")


def feed(name: str, body: bytes) -> Feed | None:
    """The table of a message of Eurostat in any of its formats, whatever its code; None for other files.

    Args:
        name: file name; it says the code where the format (TSV) does not.
        body: the message, not packed.

    Raises:
        TooMuch: it is larger than can be read.
        ValueError: it has more different series than are kept, or no period or area that is known.
    """
    if packed.is_packed(body) or not formats.kind(body):
        return None
    message = formats.read(body)
    found = _NAMED.fullmatch(stated(message, "dataflow")) or _FILE.match(name.casefold())
    if found is None or "geo" not in message.column_names:
        return None
    code = found[1].upper()
    listed = tuple(rows(code, message)["measure"].unique().to_pylist())
    if len(listed) > _SERIES:
        raise ValueError(f"more than {_SERIES:,} series; narrow the table to those needed")
    return Feed(
        id=f"ESTAT:{code}",
        title=f"{code} of Eurostat, plain observations",
        measures=listed,
        requests=lambda _: [],
        parse=partial(_parse, code),
        recognise=lambda *_: False,
        catalogue=False,
    )


def _parse(code: str, body: bytes) -> pa.Table:
    return rows(code, formats.read(body))


def rows(code: str, message: pa.Table) -> pa.Table:
    """The values of a message as `ROW`; gaps are left out.

    Raises:
        ValueError: an unknown period or status.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    given = message.filter(pc.is_valid(message["value"]))
    statuses = next(iter(series.declared("eurostat").values())).statuses
    sides = {side: name for side, name in (("reporter", "geo"), ("partner", "partner")) if name in given.column_names}
    columns = {"value": given["value"].combine_chunks()}
    texts = {name: given[name].cast(pa.string()) for name in given.column_names if name != "value"}
    periods = {text: series.period(text) for text in texts["time_period"].unique().to_pylist()}
    columns["period"] = _translated(texts["time_period"], periods)
    columns["freq"] = _translated(texts["time_period"], {t: series.frequency(p) for t, p in periods.items()})
    known = {text: series.status(text, statuses) for text in texts["status"].unique().to_pylist()}
    columns["status"] = _translated(texts["status"], known)
    told = [pa.repeat(f"{code.lower()}:", given.num_rows)]
    for name in sorted(set(texts) - _NO_DIMENSIONS):
        codes = texts[name].unique().to_pylist()
        areas = {text: _area(text) for text in codes} if name in sides.values() else {}
        # a region that is no area of the record stays what the row is about
        told.append(_translated(texts[name], {text: "" if areas.get(text) else f"{name}={text};" for text in codes}))
        for side, dimension in sides.items():
            if dimension == name:
                columns[side] = _translated(texts[name], {text: area or "_Z" for text, area in areas.items()})
    columns["measure"] = pc.binary_join_element_wise(*(part.cast(pa.string()) for part in told), "")
    columns["measure"] = pc.utf8_rtrim(columns["measure"], ";:")
    for name in ROW:
        columns.setdefault(name, pa.repeat("_Z", given.num_rows))
    found = pa.table({name: columns[name] for name in ROW})
    if found.num_rows > bounds.LONG_CELLS:
        raise bounds.TooMuch(f"more than {bounds.LONG_CELLS:,} values")
    return found


def _translated(column: pa.ChunkedArray, words: dict[str | None, str]) -> pa.Array:
    """A column of texts in our words, each translated once."""
    import pyarrow as pa

    encoded = column.combine_chunks().dictionary_encode()
    listed = pa.array([words[text] for text in encoded.dictionary.to_pylist()], pa.string())
    return listed.take(encoded.indices).fill_null(words.get(None, ""))


def _area(code: str | None) -> str:
    try:
        return schemes.area("ESTAT", code or "")
    except UnknownCode:
        return ""
