"""People: students, scholarships, visas, tourism, culture."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import percentage, shaped, side_by_side
from hali.record.query import SERIES, Table, Tables, of

VISAS = ("visas_issued.applied", "visas_issued.refused")


def visa_refusal_rate(tables: Tables) -> Table:
    """100 x visas not issued / visas applied for, PCT; of the country of the consulate, not of nationality.

    None where more were not issued than applied for: what was refused had been applied for the year before.
    """
    from ibis import _

    rows = of(tables, *VISAS)
    keys = [c for c in (*SERIES, "known", "method") if c != "measure"]
    pairs = side_by_side(
        rows.filter(_.measure == "visas_issued.refused"), rows.filter(_.measure == "visas_issued.applied"), keys
    ).filter(_.value <= _.value_2)
    return shaped(percentage(pairs, rows.columns), measure="visa_refusal_rate", unit="PCT", denominator="APPLIED")


PILLAR = Pillar(
    id="people",
    order=7,
    sections=(
        Section("exchange", (6, 1), ("oecd",)),
        Section("capacity", (6, 2), ("erasmus",)),
        Section("culture", (7,), ("eurostat",)),
        Section("tourism", (8,), ("schengen",)),
    ),
    indicators=(
        published("people.level", "as published; sums over members"),
        Indicator(
            "people.visa_refusal_rate",
            ("visa_refusal_rate",),
            "100 x visas not issued / visas applied for, %",
            "",
            visa_refusal_rate,
            VISAS,
        ),
    ),
)
