"""The record: what ships with the package and what was harvested, opened without building anything.

<data folder>/store/   the harvested vintages (`record.vintages`)
<data folder>/record/  what was computed from them (`record.kept`): it can always be computed again
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from hali.errors import QuestionError
from hali.preferences import preferences
from hali.record.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Record:
    """One state of the record, seen on a day.

    Attributes:
        warehouse: what lies in it.
        as_of: ISO date; what was published later is not seen. "" = everything.
    """

    warehouse: Warehouse
    as_of: str = ""

    @property
    def id(self) -> str:
        """Content hash of what ships with the package and of the harvested vintages, 12 hexadecimal digits."""
        return self.warehouse.id


def data_folder() -> Path:
    """The folder for record, raw replies and state: `HALI_DATA`, the settings file's, the platform's for user data."""
    given = os.environ.get("HALI_DATA") or preferences().data
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("hali", appauthor=False)


def check_date(text: str) -> str:
    """`text` if it is an ISO date; raises QuestionError naming what is accepted."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise QuestionError(f"not a date: {text!r}; write YYYY-MM-DD") from None
