"""Compile what hali reads of CLDR into `src/hali/cldr/data`, by way of Babel: run after a new version of Babel."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from hali.languages import BASIC, CODES, language
from hali.languages.currencies import MONEY

FOLDER = Path(__file__).parents[1] / "src" / "hali" / "cldr" / "data"
LICENCE = "LICENSE.unicode"


def compiled(name: str) -> dict[str, Any]:
    """The fields of `hali.cldr.Locale` for one locale."""
    told: Any = localedata.load(name)
    data = localedata.LocaleDataDict(told)
    codes = sorted(MONEY)
    forms = {
        code: {data["currency_names"].get(code, ""), *dict(data["currency_names_plural"].get(code, {})).values()} - {""}
        for code in codes
    }
    written = {language(code).locale for code in CODES}
    territories = Locale.parse(name).territories if name in written else {}
    return {
        "months": _months(told),
        "territories": {code: territories[code] for code in sorted(territories) if len(code) == 2},
        "money": {code: sorted(names) for code, names in forms.items() if names},
        "signs": {code: sign for code in codes if (sign := data["currency_symbols"].get(code))},
    }


def _months(told: Any) -> list[list[str]]:
    # Babel writes the names an alias leads to into data all languages share: read from a copy, else German January
    # is Chinese from then on
    calendar: Any = localedata.LocaleDataDict({**told, "months": deepcopy(told["months"])})
    forms = [calendar["months"][context]["wide"] for context in ("format", "stand-alone")]
    return [sorted({form[nth].lower() for form in forms}) for nth in range(1, 13)]


def files() -> dict[str, str]:
    """Name -> text of every file."""
    locales = [name for code in (*CODES, *BASIC) for name in (language(code).locale, *language(code).regions)]
    found = {f"{name}.json": json.dumps(compiled(name), ensure_ascii=False, indent=1) + "\n" for name in locales}
    licence = Path(localedata.__file__).with_name("locale-data") / LICENCE
    return {LICENCE: licence.read_text(encoding="utf-8"), **found}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{sum(one.stat().st_size for one in FOLDER.iterdir()):,} bytes")
