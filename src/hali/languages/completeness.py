"""What a language has, and what it lacks beside the reference language, file by file and key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from hali.languages.declared import REFERENCE, language
from hali.languages.folder import DECLARED, READ, WEB, WRITTEN, file, rows, toml

KEYS = {"areas.csv": "code", "products.csv": "code", "organisations.csv": "id", "places.csv": "id"}
"""Tables with a row for each thing every language names, and the column that says what it is."""

KINDS = frozenset(
    {
        "noun",
        "adjective",
        "capital",
        "local",
        "exact",
        "block",
        "ambiguous",
        "ambiguous_adjective",
        "silent",
        "inner",
        "apart",
        "borne",
        "beside",
        "rival",
        "resolve",
    }
)
"""Kinds of rows of `area_aliases.csv`; docs/how-to/add-area.md explains them."""

COUNTED = frozenset(
    """
    number scale scale_first scale_alone scale_compared unit unit_first currency subunit figures.million figures.billion
    number_parts.collective approximator approximator_after approximator_after_ablative ordinal.words ordinal.counted
    fraction.bare fraction.denominator factor.word
    """.split()  # noqa: SIM905
)
"""Tables of `reading.toml` whose keys are numbers and units a language has words for, or has not."""

OWN_NAMES = ("corridors.", "places.")
"""Tables of `routes.toml` that are empty in the reference language, which the network itself is written in."""

MAY = frozenset({"figures.date.months_in_dates", "figures.date.first_day"})
"""Keys of `reading.toml` only some languages need."""

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""Categories of CLDR, of which each language has its own."""


def gaps(lang: str) -> Iterator[str]:
    """What a language lacks to be complete, one line each: "measures.toml: gdp.name".

    Raises:
        UnknownCode: no folder of this language.
    """
    try:
        declared = language(lang)
    except ValueError as error:
        yield f"{DECLARED}: {_told(error)}"
        return
    if declared.level != "full":
        yield f'{DECLARED}: level is "{declared.level}"; set it to "full" when nothing else is listed here'
    for name in dict.fromkeys((*READ, *WRITTEN)):
        if not file(lang, name).is_file():
            yield f"{name}: no such file"
            continue
        try:
            yield from (f"{name}: {line}" for line in _missing(lang, name))
        except ValueError as error:
            yield f"{name}: {_told(error)}"


def _told(error: Exception) -> str:
    """What is wrong with a file, for somebody who edits it."""
    if isinstance(error, UnicodeDecodeError):
        return "not in UTF-8; save it as CSV UTF-8"
    return str(error)


def _missing(lang: str, name: str) -> Iterator[str]:
    """What one file lacks."""
    if name in KEYS:
        yield from _rows(lang, name, KEYS[name])
    elif name == "area_aliases.csv":
        yield from _aliases(lang, name)
    elif name.endswith(".toml"):
        wanted, held = (dict(_leaves(toml(one, name), name)) for one in (REFERENCE, lang))
        yield from (f"{key} is missing" for key in wanted if key not in held)
        own = {key for key in held if name == "routes.toml" and key.startswith(OWN_NAMES)}
        yield from (f"{key} is not known" for key in held if key not in wanted and key not in MAY | own)
        if name == "elements.toml" or name.startswith("web/"):
            yield from (
                f"{key} has the slots {_braced(held[key])}, not {_braced(wanted[key])}"
                for key in wanted
                if key in held and _slots(wanted[key]) != _slots(held[key])
            )


def _rows(lang: str, name: str, key: str) -> Iterator[str]:
    if not rows(lang, name) or key not in rows(lang, name)[0]:
        yield f"no column {key}; the first line names the columns, with commas between them"
        return
    held = {row[key]: row for row in rows(lang, name)}
    for row in rows(REFERENCE, name):
        own = held.get(row[key])
        if own is None:
            yield f"no row {row[key]}"
            continue
        # what is read in texts is a language's own
        yield from (f"{row[key]} has no {c}" for c, text in row.items() if text and not own.get(c) and c != "aliases")


def _aliases(lang: str, name: str) -> Iterator[str]:
    """What is wrong with the names texts give areas; which ones a language has is its own matter."""
    columns = rows(REFERENCE, name)[0].keys()
    for number, row in enumerate(rows(lang, name), 2):
        if row.keys() != columns or None in row.values():
            yield f"line {number} has not the columns {','.join(columns)}"
        elif row["kind"] not in KINDS:
            yield f"line {number}: {row['kind']!r} is no kind; there are {', '.join(sorted(KINDS))}"
        elif not row["aliases"]:
            yield f"line {number} names nothing"


def _leaves(table: Mapping[str, Any], name: str, path: str = "") -> Iterator[tuple[str, Any]]:
    """The keys of a file that every language has, with what stands there."""
    for key, value in table.items():
        at = f"{path}.{key}" if path else key
        if name == "reading.toml" and at in COUNTED:
            yield at, None
        elif isinstance(value, dict) and not (value and value.keys() <= PLURALS) and path != "figures.unit":
            yield from _leaves(value, name, at)
        else:
            yield at, value


def _slots(text: Any) -> frozenset[str]:
    """Names of the slots of a text."""
    if not isinstance(text, str):
        return frozenset()
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _braced(text: Any) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(_slots(text))) or "none"


def covers(lang: str) -> dict[str, Any]:
    """What a language covers: its names, level, and how many entries of each kind it has.

    Returns:
        `code`, `name`, `english`, `level`, `script`; the counts `number_words`, `currencies` of `reading.toml`,
        `cues`, `measures_read`, `area_names`, `products_read`, `measure_names`, `area_forms`, `product_names`,
        `sentences`, `site_texts`; `gaps`, what it lacks to be complete.
    """
    declared = language(lang)
    measures = toml(lang, "measures.toml").values()
    return {
        "code": lang,
        "name": declared.name,
        "english": declared.english,
        "level": declared.level,
        "script": declared.script,
        "number_words": _count(toml(lang, "reading.toml").get("number", {}).values()),
        "currencies": len(toml(lang, "reading.toml").get("currency", {})),
        "cues": _count(toml(lang, "cues.toml").values()),
        "measures_read": sum("aliases" in one for one in measures),
        "area_names": sum(len(row["aliases"].split("; ")) for row in rows(lang, "area_aliases.csv")),
        "products_read": sum(bool(row["aliases"]) for row in rows(lang, "products.csv")),
        "measure_names": sum("name" in one for one in measures),
        "area_forms": sum(bool(row["subject"]) for row in rows(lang, "areas.csv")),
        "product_names": sum(bool(row["name"]) for row in rows(lang, "products.csv")),
        "sentences": _count(toml(lang, "writing.toml").values()),
        "site_texts": sum(_count(toml(lang, f"web/{name}.toml").values()) for name in WEB),
        "gaps": sum(1 for _ in gaps(lang)),
    }


def _count(values: Iterable[Any]) -> int:
    """Texts in a table, however deep."""
    found = 0
    for value in values:
        if isinstance(value, Mapping):
            found += _count(value.values())
        elif isinstance(value, (list, tuple)):
            found += _count(value)
        else:
            found += 1
    return found
