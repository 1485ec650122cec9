"""Shapes of the API's replies, from which the OpenAPI document is made. Replies hold at least these fields."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from hali import exports
from hali.model.claim import Code
from hali.publish.extract import COLUMNS
from hali.record.revisions import Published, Revision
from hali.record.rows import LISTS


class Problem(BaseModel):
    """An error (RFC 9457), with the one shape of our errors in it."""

    type: str = Field(description="Where the error is explained.")
    title: str
    status: int
    detail: str = Field(description="One clear line that names what would be accepted.")
    error: str = Field(description="Name of the error.")
    code: str = Field(description="What happened, in a word that stays the same between versions.")
    message: str = Field(description="As `detail`.")
    details: dict[str, Any] = Field(description="Facts of the error; of an unknown code the nearest known ones.")


class Area(BaseModel):
    """A country, a bloc, or another area of a table."""

    code: str
    kind: str
    name: str
    read_as: str = Field(description="The dated code it is read as on the day of the record.")
    members: list[str] = Field(description="Countries of a bloc on that day; empty for a country.")
    other_codes: list[str] = Field(description="Other compositions of the same bloc.")


class AreaList(BaseModel):
    """Areas."""

    record: str
    total: int
    areas: list[Area]


class Measure(BaseModel):
    """Something that can be counted."""

    id: str
    name: str
    pillar: str
    unit: str
    kind: Literal["claim", "observed"]
    relation: str
    default: str = Field(description="How open axes are filled.")
    axes: list[str]
    definition: str
    note: str
    variants: list[str]
    held: bool = Field(description="Whether `readings` has any of it.")


class MeasureList(BaseModel):
    """Measures."""

    record: str
    total: int
    measures: list[Measure]


class Source(BaseModel):
    """A table of the record."""

    source: str
    publisher: str
    dataflow: str
    title: str
    licence: str
    attribution: str
    ship: str
    automated: bool
    cadence: str
    rows: int
    measures: int
    reporters: int
    partners: int
    first_year: int | None
    last_year: int | None
    known: str | None
    vintages: int
    retrieved: str
    caveats: list[str]


class Vintages(BaseModel):
    """A table of a publisher, with what was harvested of it."""

    dataflow: str
    title: str
    vintages: list[dict[str, Any]]
    revisions: list[dict[str, Any]]


class Indicator(BaseModel):
    """How numbers of some measures are computed."""

    id: str
    measures: list[str]
    formula: str
    source: str = Field(description="Paper or manual the formula follows, or empty.")


class Pillar(BaseModel):
    """A subject of the relation."""

    id: str
    order: int
    sections: list[str]
    indicators: list[Indicator]


class PillarList(BaseModel):
    """Pillars."""

    pillars: list[Pillar]


def _kind(column: str) -> Any:
    """Type of a column of an export in JSON."""
    if column in {"value", "granule"}:
        return float
    if column == exports.DEFAULT:
        return bool
    return list[str] if column in {*LISTS, *exports.CITED} else str


_FIELDS: dict[str, Any] = {name: (_kind(name), Field(description=told)) for name, told in COLUMNS.items()}

ReadingRow = create_model(
    "ReadingRow",
    __doc__="A number with its definition, one column a field; codes as in SDMX, `_Z` = not applicable.",
    **_FIELDS,
)
"""A row of an export."""


class Statement(BaseModel):
    """A sentence, with the readings of its numbers."""

    text: str
    readings: list[str]
    quantities: list[dict[str, Any]]
    sources: list[str]


class Section(BaseModel):
    """A section of a brief; `gap` says why there is nothing."""

    section: str
    pillar: str
    title: str
    level: int
    number: str
    statements: list[Statement]
    key_numbers: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    gap: dict[str, Any] | None


class Brief(BaseModel):
    """The state of relations of two partners: what `hali brief --format json` writes."""

    kind: Literal["brief"]
    pair: list[str]
    as_of: str
    language: str
    record: str
    title: str
    lead: dict[str, Any]
    sections: list[Section]
    readings: dict[str, dict[str, Any]]
    origins: dict[str, dict[str, Any]]
    digest: str


class Change(BaseModel):
    """A number then and now; None where there was or is none."""

    measure: str
    reporter: str
    period: str
    unit: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class PairChanges(BaseModel):
    """What changed between two partners, the largest changes first."""

    record: str
    pair: list[str]
    since: str
    changed: list[Change]
    added: list[Change]
    withdrawn: list[Change]


class TableChanges(BaseModel):
    """What publishers changed."""

    record: str
    since: str
    published: list[Published] = Field(description="Tables of which something came out, the newest first.")
    revised: list[Revision] = Field(description="Values that are others now or are gone, the largest change first.")


class RouteDays(BaseModel):
    """Days of a route: quantiles, what moves and what stands, and what they rest on."""

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float
    sd: float
    buffer: float
    movement: float
    dwell: float
    promise: float
    on_time: float = Field(description="Probability of arriving within `promise` days.")
    rows: list[str] = Field(description="Published figures, keys of `rows`.")
    assumed: list[str]


class Route(BaseModel):
    """A route: modelled days, range of cost and emissions, parts."""

    name: str
    corridor: str
    services: list[str]
    places: list[str]
    on_front: bool = Field(description="Whether no other route beats it in median, cost, emissions and p95.")
    days: RouteDays
    cost: dict[str, Any]
    co2e: dict[str, Any]
    km: dict[str, Any]
    parts: list[dict[str, Any]]
    generalised_cost: dict[str, Any] | None = Field(None, description="With the worth of time; by cargo value.")


class Routes(BaseModel):
    """Routes between two places: what `hali routes FROM TO --format json` writes; `network` null = there is none."""

    model_config = ConfigDict(populate_by_name=True)

    start: dict[str, Any] = Field(alias="from")
    end: dict[str, Any] = Field(alias="to")
    network: str | None
    rows: dict[str, dict[str, str]] | list[str] = Field(description="Every figure the numbers rest on.")
    routes: list[Route] | None = None
    break_even: list[dict[str, Any]] | None = None
    capacity: list[dict[str, Any]] | None = None
    tornado: list[dict[str, Any]] | None = None
    differences: list[dict[str, Any]] | None = None
    said: str | None = Field(None, description="Why there are no routes.")
    great_circle_km: int | None = None
    readings: list[dict[str, Any]] | None = None
    missing: list[str] | None = None


class Claim(BaseModel):
    """A number, rank or dated event of a text and what was found on it."""

    id: str
    kind: Literal["quantity", "rank", "event"]
    start: int
    end: int
    sentence: str
    language: str
    measure: str | None
    frame: list[dict[str, Any]] = Field(description="The claim as read.")
    finding: Code
    reason: str | None
    line: str
    explanation: str
    closest_true_sentence: str | None
    default: dict[str, Any] | None
    front: list[dict[str, Any]]
    tried: int
    matched: int
    missing: int
    placebo: dict[str, float]


class Report(BaseModel):
    """A checked text: what `hali check --format json` writes."""

    hali: str
    record: dict[str, Any]
    grid: str
    replication: dict[str, Any]
    document: dict[str, Any]
    claims: list[Claim]
    numbers: list[dict[str, Any]] = Field(description="Every number of the text: judged, silent with a reason, unread.")
    joint: list[dict[str, Any]]
    together: list[str]
    contradictions: list[dict[str, Any]]
