"""Politics: agreement in UN votes, governance indices, parliamentary votes; meetings come from the events."""

from __future__ import annotations

from typing import Any

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import flag, shaped
from hali.record.query import Table, Tables, current, of

CALLS = ("un_roll_calls",)
"""Which roll calls there were, with where they are read."""

CHOICES = {"yes": "Y", "abstained": "A", "no": "N"}
"""What can be chosen in a roll call, and its letter."""

FEWEST_CALLS = 10
"""Roll calls both sides took part in below which no share is given."""


def positions(tables: Tables) -> Table:
    """What each country and bloc chose in each roll call: known, rcid, year, issues, area, bloc, a flag per choice.

    The position of a bloc is the choice most of its members of that day made; equally frequent ones are all flagged.
    A bloc with a member whose votes the record does not hold has none.
    """
    import ibis
    from ibis import _

    votes = tables.votes.mutate(year=_.date.year())
    call = ["known", "rcid", "year", "issues"]
    alone = votes.select(*call, "area", bloc=ibis.literal(False), **{c: _.vote == v for c, v in CHOICES.items()})
    unknown = tables.membership.anti_join(votes.select(member="area").distinct(), "member")
    blocs = tables.membership.anti_join(unknown, "bloc")
    cast = votes.join(blocs, [votes.area == blocs.member, blocs.first <= votes.date, blocs.last > votes.date])
    counted = cast.group_by(*call, area=_.bloc).agg(**{c: (_.vote == v).sum() for c, v in CHOICES.items()})
    most = ibis.greatest(*(counted[c] for c in CHOICES))
    together = counted.select(*call, "area", bloc=ibis.literal(True), **{c: counted[c] == most for c in CHOICES})
    return alone.union(together)


def vote_pairs(tables: Tables) -> Table:
    """Every roll call in which two sides both hold a position: known, year, issues, reporter, partner, what they share.

    Agreement is symmetric: a bloc is the reporter, of two countries the first in the alphabet. The first and the last
    year of a state are left out, for they may not be whole.
    """
    import ibis
    from ibis import _

    every = positions(tables)
    inside = (_.year > _.first) & (_.year < _.last)
    # no drop() of several columns: Ibis writes them in no order of its own
    sides = every.join(tables.years, "known").filter(inside).select(*every.columns)
    other = sides.filter(~_.bloc)
    if tables.asked is not None:  # before every side meets every other
        sides = sides.semi_join(tables.asked, sides.area == tables.asked.reporter)
        other = other.semi_join(tables.asked, other.area == tables.asked.partner)
    other = other.select(**{f"{c}_2": c for c in ("known", "rcid", "area", *CHOICES)})
    both = sides.join(
        other, [sides.known == other.known_2, sides.rcid == other.rcid_2, sides.bloc | (sides.area < other.area_2)]
    )
    held = {n: ibis.literal(0) + sum(both[f"{c}{n}"].cast("int64") for c in CHOICES) for n in ("", "_2")}
    same = ibis.or_(*(both[c] & both[f"{c}_2"] for c in CHOICES))
    return both.select(
        "known",
        "year",
        "issues",
        reporter=both.area,
        partner=both.area_2,
        majority=both.bloc,
        same=same,
        tied=held[""] > 1,
        abstained=both.abstained | both.abstained_2,
        # sixths, so that two or three equally frequent choices add up exactly, in any order
        **{f"sixths_{c}{n}": both[f"{c}{n}"].cast("int64") * 6 // held[n] for n in held for c in CHOICES},
    )


def alignment(tables: Tables) -> Table:
    """Agreement of two sides in the roll calls of a year, PCT; corrected for chance INDEX.

    Variants: `identical`, `ties_apart` (blocs only), `half`, `yes_no`, `kappa`; see `methods.alignment`.
    """
    import ibis
    from ibis import _

    both = vote_pairs(tables)
    keys = ["known", "year", "reporter", "partner", "majority"]
    shares = {f"{c}{n}": both[f"sixths_{c}{n}"].sum() / (6 * both.count()) for n in ("", "_2") for c in CHOICES}
    yearly = both.group_by(*keys).agg(
        calls=_.count(),
        agreed=_.same.sum(),
        apart=(_.same & ~_.tied).sum(),
        near=(_.abstained & ~_.same).sum(),
        sided=(~_.abstained).sum(),
        opposed=(~_.abstained & ~_.same).sum(),
        expected=sum((shares[c] * shares[f"{c}_2"] for c in CHOICES), ibis.literal(0.0)),
    )
    observed = _.agreed / _.calls
    variants: dict[str, tuple[Any, str]] = {
        "identical": (100 * _.agreed / _.calls, "PCT"),
        "ties_apart": (ibis.ifelse(_.majority, 100 * _.apart / _.calls, None), "PCT"),
        "half": (100 * (_.agreed + _.near / 2) / _.calls, "PCT"),
        "yes_no": (100 * (_.sided - _.opposed) / _.sided.nullif(0), "PCT"),
        "kappa": ((observed - _.expected) / (1 - _.expected).nullif(0), "INDEX"),
    }
    columns = [*keys, "calls"]
    whole = yearly.mutate(product=ibis.literal("_Z"))
    by_variant = [
        whole.select(*columns, "product", variant=ibis.literal(name), value=value, unit=ibis.literal(unit))
        for name, (value, unit) in variants.items()
    ]
    subjects = both.select(*keys, "same", issue=_.issues.unnest()).group_by(*keys, "issue")
    counted = subjects.agg(calls=_.count(), agreed=_.same.sum())
    by_issue = counted.select(
        *columns,
        product=ibis.literal("UN:") + counted.issue.upper(),
        variant=ibis.literal("identical"),
        value=100 * counted.agreed / counted.calls,
        unit=ibis.literal("PCT"),
    )
    rows = ibis.union(*by_variant, by_issue).filter((_.calls >= FEWEST_CALLS) & _.value.notnull())
    calls = of(tables, *CALLS)
    fixed = {"measure", "reporter", "partner", "product", "unit", "value"}
    held = calls.select(*(column for column in calls.columns if column not in fixed))
    placed = rows.rename(state="known").join(held, [_.year == held.start.year(), _.state == held.known])
    return shaped(
        current(placed.select(*(c for c in placed.columns if c not in {"state", "year", "calls"}))),
        measure="un_vote_agreement",
        caveats=flag(_.majority, "MAJORITY"),
    )


PILLAR = Pillar(
    id="politics",
    order=5,
    sections=(
        Section("dialogue", (4,), ("unga",)),
        Section("reform", (4, 1), ("worldbank",)),
    ),
    indicators=(
        published("politics.level"),
        Indicator(
            "politics.alignment",
            ("un_vote_agreement",),
            "100 x roll calls with the same choice / roll calls in which both sides voted, %",
            "Lijphart (1963), APSR 57(4); Cohen (1960), EPM 20(1); "
            "Häge (2011), Political Analysis 19(3); US Department of State, Voting Practices in the United Nations",
            alignment,
            CALLS,
        ),
    ),
)
