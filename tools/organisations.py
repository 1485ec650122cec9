"""Fill in the members of `src/hali/codelists/data/organisations.csv` from the membership lists beside the repository.

    python tools/organisations.py ../shared

The column `factbook` says which list of theirs; members from outside the region of a bank are members. What the column
`also` names is a member by the source the row gives. Lists that are stale are not taken (see the notes of the lists).
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from hali.codelists import areas

FILE = Path(__file__).parents[1] / "src" / "hali" / "codelists" / "data" / "organisations.csv"

MEMBERS = ("nonregional_member", "nonregional_members")
"""Notes of the lists that still mean a member."""


def main(compilations: Path) -> None:
    """Write the members of every row."""
    with (compilations / "world" / "memberships.csv").open(encoding="utf-8") as file:
        lists = {row["organization"]: row for row in csv.DictReader(file)}
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    known = set(areas.codes())
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        told = lists[row["factbook"]]
        others = [text.partition(":")[0] for text in told["other"].split() if text.partition(":")[2] in MEMBERS]
        members = {*told["members"].split(), *others} & known
        row |= {"members": " ".join(sorted({*members, *row["also"].split()})), "listed": told["vintage"]}
        writer.writerow(row)
    FILE.write_text(written.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
