"""People: students, scholarships, visas, tourism, culture."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import percentage, series, shaped, side_by_side
from hali.record.query import SERIES, Table, Tables, of

STORED = (
    "students_from_partner",
    "students_mobility_outgoing",
    "scholarships",
    "erasmus_participants",
    "erasmus_joint_master_applications",
    "visas_issued.applied",
    "visas_issued.issued",
    "visas_issued.refused",
    "visa_refusal_rate",
    "visa_applications_rank",
    "visa_application_fees",
    "share_of_visa_applications",
    "tourist_arrivals.hotels",
    "tourist_arrivals.border",
    "film_festival_films",
    "projects_funded",
)


def levels(tables: Tables) -> Table:
    """Students, visas, visitors as published, and sums over the members of a bloc."""
    return series(tables, STORED)


def visa_refusal_rate(tables: Tables) -> Table:
    """100 x visas not issued / visas applied for, PCT; of the country of the consulate, not of nationality."""
    from ibis import _

    rows = of(tables, "visas_issued.applied", "visas_issued.refused")
    keys = [c for c in (*SERIES, "known", "method") if c != "measure"]
    pairs = side_by_side(
        rows.filter(_.measure == "visas_issued.refused"), rows.filter(_.measure == "visas_issued.applied"), keys
    )
    return shaped(percentage(pairs, rows.columns), measure="visa_refusal_rate", unit="PCT", denominator="APPLIED")


PILLAR = Pillar(
    id="people",
    order=7,
    sections=(
        Section("exchange", (6, 1), ("students_from_partner", "scholarships", "erasmus_participants"), ("oecd",)),
        Section("capacity", (6, 2), ("projects_funded",), ("erasmus",)),
        Section("culture", (7,), ("film_festival_films",), ("eurostat",)),
        Section("tourism", (8,), ("tourist_arrivals", "visas_issued", "visa_refusal_rate"), ("schengen",)),
    ),
    indicators=(
        Indicator(
            "people.level",
            ("students_from_partner", "visas_issued", "tourist_arrivals", "scholarships", "erasmus_participants"),
            "as published; sums over members",
            "",
            levels,
        ),
        Indicator(
            "people.visa_refusal_rate",
            ("visa_refusal_rate",),
            "100 x visas not issued / visas applied for, %",
            "",
            visa_refusal_rate,
        ),
    ),
)
