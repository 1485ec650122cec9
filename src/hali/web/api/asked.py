"""Parameters of the API: names, kinds, an example of the EU and Kazakhstan for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from hali.languages import CODES

if TYPE_CHECKING:
    Lang = str
else:
    # the folders of languages/ say which there are
    Lang = Literal[CODES]
Flow = Literal["X", "M", "T", "B"]
Format = Literal["json", "csv", "arrow", "parquet", "sdmx-csv", "xlsx"]

Word = Annotated[str, Field(max_length=120)]
Parts = Annotated[str, Field(max_length=400)]

MOST = 5_000
"""Entries of one part of a list at the most."""


class Asked(BaseModel):
    """Parameters of an operation; any other is an error that names these."""

    model_config = ConfigDict(extra="forbid")


class Pinned(Asked):
    """The record as it is, or as it was."""

    v: Word = Field("", description="Record: a day (YYYY-MM-DD), or the id of this or an earlier record here.")


class Parted(Pinned):
    """A list in parts."""

    limit: int = Field(500, ge=1, le=MOST, description="Entries of one part.", examples=[100])
    cursor: Word = Field("", description="Where the part begins: taken from the `Link` header of the part before.")


class Areas(Parted):
    """Parameters of `areas`."""

    q: Word = Field("", description="Name in any language, or code; empty = all.", examples=["Kazakhstan"])
    lang: Lang = Field("en", description="Language of the names.")


class Measures(Parted):
    """Parameters of `measures`."""

    q: Word = Field("", description="Words in any language; empty = all.", examples=["share of trade"])
    pillar: Word = Field("", description="Only those of a pillar; see `pillars`.")
    lang: Lang = Field("en", description="Language of the names.")


class Sources(Pinned):
    """Parameters of `sources`."""


class Readings(Parted):
    """Parameters of `readings`."""

    measure: Word = Field("", description="Id of a measure; see `measures`.", examples=["partner_share_trade"])
    reporter: Word = Field("", description="Area whose statistics say so.", examples=["KAZ"])
    partner: Word = Field("", description="The other area.", examples=["EU"])
    flow: Flow | Literal[""] = Field("", description="X exports, M imports, T both, B exports less imports.")
    product: Word = Field("", description="Code of a product: TOTAL, HS:27.")
    period: Word = Field("", description="SDMX period: 2021, 2021-03, 2022-01-01/P9M.")
    definitions: Literal["default", "all"] = Field(
        "default", description="`default`: the newest vintage of each definition; `all`: every vintage."
    )
    format: Format = Field("json", description="Every format but json gives all rows at once.")


class Explained(Pinned):
    """Parameters of one reading."""

    lang: Lang = Field("en", description="Language of the words.")


class Brief(Pinned):
    """Parameters of a brief."""

    lang: Lang = Field("en", description="Language of the brief.", examples=["sw"])
    since: Word = Field("", description="Also what changed since this day, or since the record of this id.")


class Changes(Pinned):
    """Parameters of `changes`."""

    since: Word = Field(description="Day, or with a pair the id of an earlier record.", examples=["2026-06-01"])
    pair: Word = Field("", description="Two areas with a comma between them; empty = all tables.", examples=["EU,KAZ"])


class Routes(Pinned):
    """Parameters of `routes`."""

    start: Word = Field(description="A place or a country.", examples=["Altynkol"])
    end: Word = Field(description="Another.", examples=["Constanta"])
    most: int = Field(12, ge=1, le=12, description="Routes at the most.")
    month: int = Field(0, ge=0, le=12, description="Month of departure; 0 = any.")
    cargo_value: float | None = Field(None, gt=0, lt=1e9, description="USD in a container of forty feet.")
    objective: Literal["time", "cost", "co2", "sure"] = Field("time", description="What the routes are ordered by.")
    avoid: Parts = Field("", description="Areas and places not to pass, with commas between them.")
    set: Parts = Field("", description="What is to be otherwise, with commas: dwell.aktau=0.75,close.poti=yes.")
    seed: int = Field(0, ge=0, le=2**31, description="Seed of the draws: the same seed, the same answer.")
    format: Literal["json", "geojson", "csv"] = Field("json", description="GeoJSON and CSV need a network.")


class Sdmx(Pinned):
    """Parameters of `sdmx/data`."""

    startPeriod: Word = Field("", description="First period.", examples=["2019"])
    endPeriod: Word = Field("", description="Last period.", examples=["2024"])
    format: Literal["csv", "json"] = Field("csv", description="SDMX-CSV 2.0 or SDMX-JSON 2.0.")


class Text(Asked):
    """What is checked, as JSON."""

    text: str = Field(
        max_length=200_000,
        description="The text.",
        examples=["In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."],
    )
    pair: tuple[Word, Word] | None = Field(None, description="The two partners it is about.", examples=[["EU", "KAZ"]])
    published: Word = Field("", description="Day it appeared.", examples=["2023-05-01"])
    as_of: Word = Field("", description="See the record as of this day.")
    lang: Lang | Literal[""] = Field("", description="Language of the report; empty = that of the text.")
    corrections: list[Word] = Field(
        default_factory=list, max_length=200, description="What claims mean: `c3.period=2022`."
    )


ReadingId = Annotated[
    str,
    Path(
        description="Id of a reading.",
        pattern="^[0-9a-f]{32}$",
        examples=["61869e0941c08dcb378b0916f2c107ad"],
    ),
]
A = Annotated[str, Path(description="The observer: name or code.", max_length=120, examples=["EU"])]
B = Annotated[str, Path(description="The other side: name or code.", max_length=120, examples=["KAZ"])]
SdmxFlow = Annotated[
    str, Path(description="`READINGS`, the one structure there is.", max_length=40, examples=["READINGS"])
]
SdmxKey = Annotated[
    str,
    Path(
        description="FREQ.MEASURE.REF_AREA.COUNTERPART_AREA.FLOW.SCOPE.PRODUCT...; an empty place or one left out at "
        "the end stands for every code, `+` joins several.",
        max_length=400,
        examples=["A.partner_share_trade.KAZ.EU27_2020.T"],
    ),
]
