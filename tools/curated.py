"""Make the tables of single figures and events, with their pages in `origins.csv`, from the curated compilation.

    python tools/curated.py ../shared

`curated.toml` beside this file says under which measure a series ships, and how an event is told. The whole edition is
taken over: what it left out goes, and so do the pages nothing rests on any more. After this, `tools/seed.py`.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from hali.codelists import areas
from hali.errors import QuestionError
from hali.model.observation import PAGES

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "hali" / "record" / "embedded"

FIGURE = ("measure", "reporter", "partner", "flow", "product", "period", "unit", "vintage", "origin", "value")
EVENT = ("date", "kind", "action", "subject", "parties", "title", "pillar", "origin", "status")

NUMBERS = (
    r",? (?:of )?\d{1,2}(?: \w+ to |-)\d{1,2} [A-Z][a-z]+",
    r" \(\d{1,3}[^)]*\)",
    r",? (?:of )?[\d.]+ (?:million|billion) EUR(?:,? running and planned,)?(?: with a German part)?",
    r",? \d+ to \d+, \d+ abstentions",
    r",? [\d.]+ %(?: in favour)?",
    r"(?<=meeting) \d+|(?<=summit) \d+|(?<=Forum) \d+",
    r", \d+(?:th|st|nd|rd) (?:round|meeting)",
    r",? (?:with|of) \d+ (?:key priorities|points)",
    r", \d+ days",
    r" by law [\w-]+",
    r" after \d+ [A-Z][a-z]+",
    r" \(national law[^)]*\)",
)
"""Numbers of a title that are no part of a name: what the brief prints as a number is one of the record."""

VISITS = "2010-01-01"
"""First day of the visits that ship."""

AGREEMENTS = {
    "trade agreement signed": {"action": "signed", "subject": "RTA", "title": "Trade agreement signed"},
    "trade agreement in force": {"action": "in_force", "subject": "RTA", "title": "Trade agreement in force"},
    "trade agreement ended": {"action": "ended", "subject": "RTA", "title": "Trade agreement ended"},
}
"""Their kind of event -> how it is told."""


def figures(rows: Iterable[Mapping[str, str]], status: str, measures: Mapping[str, str]) -> list[dict[str, str]]:
    """The figures of a status in the order of a table."""
    found = [
        {name: row[name] for name in FIGURE} | {"measure": measures.get(row["measure"], row["measure"])}
        for row in rows
        if row["status"] == status
    ]
    return sorted(found, key=lambda row: tuple(row[name] for name in FIGURE))


def events(rows: Iterable[Mapping[str, str]], told: Mapping[str, Any]) -> list[dict[str, str]]:
    """The events, oldest first, with what happened to what."""
    found = []
    for row in rows:
        parties = row["parties"].split("+")
        parties += [p["adds"] for p in told["party"] if re.search(p["says"], row["title"]) and p["adds"] not in parties]
        actions = (
            a["action"] for a in told["action"] if row["kind"] in a["kinds"] and re.search(a["says"], row["title"])
        )
        subjects = (
            s["subject"]
            for s in told["subject"]
            if s.get("party", parties[0]) in parties and re.search(s["says"], row["title"])
        )
        found.append(
            {name: row.get(name, "") for name in EVENT}
            | {"action": next(actions), "subject": next(subjects, "_Z"), "parties": " ".join(parties)}
            | {"title": re.sub("|".join(NUMBERS), "", row["title"])}
        )
    return sorted(found, key=lambda row: (row["date"], row["title"]))


def pages(rows: Iterable[Mapping[str, str]], classes: Mapping[str, str]) -> list[dict[str, str]]:
    """The pages behind them as origins."""
    return [
        {
            "id": row["origin"],
            "producer": row["producer"],
            "title": row["title"],
            "dataset": PAGES[classes[row["origin"]]],
            "url_main": row["url_main"],
            "date_published": row["date_published"],
            "retrieved": row["retrieved"],
            "licence": f"single figures and dates: {row['licence']}",
            "attribution": row["attribution"],
            "note": row["note"] or "no date is printed",
        }
        for row in rows
    ]


UNIONS = {"EC": "EU_V", "EEC": "EU_V", "EU": "EU_V", "EFTA": "EFTA", "ASEAN": "ASEAN"}
"""First word of the title of a trade agreement -> the bloc that concluded it."""
NAMELESS = {r"Convention of Lom|Yaound|Arusha": "EU", "FINEFTA": "EFTA"}
"""Titles of trade agreements of a bloc that do not begin with its name -> the bloc."""


def bound(title: str, parties: Sequence[str], inside: date) -> list[list[str]]:
    """Who a trade agreement binds to whom: all parties to each other, or one of them to each of the rest.

    Args:
        title: "EU - Colombia and Peru - Accession of Ecuador"; an agreement of more than two names binds all of them.
        parties: codes; members of a bloc may stand for it.
        inside: last day on which who joined a bloc stood with it; who left later had stood with it, too.

    Returns:
        The parties of each bond; none where the codes do not hold with whom a bloc concluded it. Who accedes is bound
        to each of the others, who were bound before.
    """
    title, _, acceding = re.sub(r" [-–] Accession of ", "\0", title).partition("\0")
    joining = [named(name.strip().removeprefix("the ")) for name in acceding.split(" and ") if acceding]
    bonds = _bonds(title, parties, inside)
    if not joining or not set(joining) <= set(parties):
        return bonds
    pairs = [[one, other] for bond in bonds for one, other in combinations(bond, 2)]
    return [pair for pair in pairs if set(joining) & set(pair)]


def _bonds(title: str, parties: Sequence[str], inside: date) -> list[list[str]]:
    """The parties of each bond of an agreement that nobody accedes to."""
    names = re.split(r" [-–] ", title)
    first = next((bloc for told, bloc in NAMELESS.items() if re.search(told, title)), "")
    first = first or (names[0] if len(names) == 2 else "")
    hub = UNIONS.get(first) or next((p for p in parties if first and p == named(first)), "")
    if not hub:
        return [list(parties)]
    second = named(names[-1])
    hub = next((code for code in parties if areas.concept(code) == areas.concept(hub)), hub)
    once = {m.member for m in areas.membership() if areas.concept(m.bloc) == areas.concept(hub) and m.start <= inside}
    others = [second] if second in parties else [code for code in parties if code not in {hub, *once}]
    return [sorted((hub, other)) for other in others]


def named(name: str) -> str:
    """Code of the country with an English name; "" where it is no country."""
    try:
        return areas.resolve(name)
    except QuestionError:
        return ""


def world_events(shared: Path) -> list[dict[str, str]]:
    """Trade agreements notified to the WTO, and visits to and of the leaders of the United States since VISITS.

    An agreement of the Union is one of the Union as it was then; one of a side with several others is told of each of
    them, for it does not bind the others to each other. Private visits are left out; stops on the way and
    meetings of many are not told apart.
    """
    known = set(areas.codes())
    found = []
    for row in read(shared / "world" / "events_world.csv"):
        told = AGREEMENTS.get(row["kind"])
        parties = ["EU_V" if p == "EU27_2020" and row["date"] < "2020-02-01" else p for p in row["parties"].split("+")]
        if told and len(parties) > 1 and set(parties) <= known:
            title = row["title"].strip()
            # who was about to join stands with the bloc when it signs, and no longer is its partner when that ends
            shift = timedelta(days=-1 if told["action"] == "ended" else 365)
            told = told | {"kind": "agreement", "title": f"{told['title']}: {title}"}
            found += [
                {name: row.get(name, "") for name in EVENT} | told | {"parties": " ".join(some)}
                for some in bound(title, parties, date.fromisoformat(row["date"]) + shift)
            ]
    for row in read(shared / "world2" / "events_usa_visits.csv"):
        parties = row["parties"].split("+")
        if row["date"] >= VISITS and "private visit" not in row["title"] and set(parties) <= known:
            told = {"action": "visited", "subject": "_Z", "parties": " ".join(parties)}
            found.append({name: row.get(name, "") for name in EVENT} | told)
    return sorted(found, key=lambda row: (row["date"], row["title"], row["parties"]))


def read(file: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def main(shared: Path) -> None:
    """Write the five tables."""
    compilation = shared / "curated"

    told = tomllib.loads((HERE / "curated.toml").read_text(encoding="utf-8"))
    single = read(compilation / "curated.csv")
    for name, status in (("single_official", "A"), ("single_quoted", "Q")):
        write(TARGET / "tables" / f"{name}.csv", FIGURE, figures(single, status, told["measures"]))
    write(TARGET / "events.csv", EVENT, events(read(compilation / "events.csv"), told))
    write(TARGET / "events_of_the_world.csv", EVENT, world_events(shared))
    classes = {row["origin"]: row["class"] for row in read(compilation / "classes.csv") if row["when"] == "new"}
    file = TARGET / "origins.csv"
    kept = read(file)
    tables = [row for row in kept if not row["id"].startswith("C_")]
    write(file, tuple(kept[0]), [*tables, *pages(read(compilation / "origins_curated.csv"), classes)])


def write(file: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write a table and say how many rows it has."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")
    print(f"{file.stem}: {len(rows)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
