"""Finds the time spans a text names: years, ranges, halves, quarters, months, days, "since", "last year"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hali.checking import quantities
from hali.checking.context import trailing
from hali.checking.context.coded import Part, coded_after, coded_before, coded_year
from hali.checking.context.subyears import after_year, before_year, past_years
from hali.codelists import areas
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS
from hali.languages.vocabulary import scan
from hali.model.claim import Period
from hali.model.period import add_months

_EARLIEST, _LATEST = 1800, 2100
_LONGEST_YEAR_WORD = 2
_PREFIXES = frozenset({"mid", "pre", "post", "early", "late", "end", "mi", "mitte", "ende", "anfang", "fin", "début"})
_COMPARED = frozenset({"сравнению", "отношению", "сопоставлению"})


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A time span named in a text.

    Attributes:
        start_char, end_char: code points of its words, half-open.
        period: the span of days, `stated` in the sentence; both sides "" for "last year" without a publication date.
    """

    start_char: int
    end_char: int
    period: Period


@dataclass(frozen=True, slots=True)
class _Atom:
    """A span of days and the tokens that name it; no days where only the publication date could tell."""

    first: int
    last: int
    start: date | None
    end: date | None
    kind: str


def find(text: str, prior: str, published: date | None) -> tuple[PeriodMention, ...]:
    """The time spans one sentence or paragraph names.

    Args:
        text: the sentence or paragraph; offsets count its code points.
        prior: language code of the text.
        published: publication date, for "last year" and "the past 20 years"; None leaves them without days.

    Returns:
        The spans in reading order; none overlap. A year in a quantity, a name or a document number is none.
    """
    found = scan(text, prior)
    taken = [(q.start, q.end) for q in quantities.read(found, text)]
    return read(found, text, taken, published)


def read(found: Scan, text: str, taken: list[tuple[int, int]], published: date | None) -> tuple[PeriodMention, ...]:
    """The time spans of a text that is scanned already, with the spans of its quantities; all as in `find`."""
    atoms = _merge(found, list(_atoms(found, taken, published)))
    return tuple(_mention(found, text, _since(found, atom)) for atom in atoms)


def _mention(found: Scan, text: str, atom: _Atom) -> PeriodMention:
    start, end = found.tokens[atom.first].start, found.tokens[atom.last - 1].end
    first = "" if atom.start is None else atom.start.isoformat()
    last = "" if atom.end is None else atom.end.isoformat()
    # "January through December 2023" is the year.
    whole = atom.kind == "months" and first[5:] == last[5:] == "01-01" and int(last[:4]) - int(first[:4]) == 1
    kind = "year" if whole else atom.kind
    return PeriodMention(start, end, Period(first, last, kind, text[start:end], "sentence", (start, end)))


def _atoms(found: Scan, taken: list[tuple[int, int]], published: date | None) -> Iterator[_Atom]:
    i = floor = 0
    while i < len(found.tokens):
        atom = (
            _numeric_date(found, i)
            or _coded(found, i)
            or _year(found, i, floor, taken)
            or _relative(found, i, floor, published)
        )
        if atom is None:
            i += 1
            continue
        yield _trailing(found, atom, floor)
        i = floor = max(atom.last, i + 1)


def _coded(found: Scan, i: int) -> _Atom | None:
    """A quarter, half or months with a year of two digits: "1Q24", "Q4'23"."""
    coded = coded_year(found, i)
    return _part(*coded, coded[0].first, coded[0].last) if coded else None


def _trailing(found: Scan, atom: _Atom, floor: int) -> _Atom:
    """The span that a count of months or years gives the month or year it ends with."""
    if atom.end is None or atom.kind not in {"date", "month", "year"}:
        return atom
    whole = trailing.begins(found, atom.first, floor, atom.end)
    return replace(atom, first=whole[0], start=whole[1], kind="range") if whole else atom


def _year(found: Scan, i: int, floor: int, taken: list[tuple[int, int]]) -> _Atom | None:
    token = found.tokens[i]
    if token.kind != "n" or not token.text.isdecimal() or len(token.text) != 4:
        return None
    year = int(token.text)
    if not _EARLIEST <= year <= _LATEST or not _is_year(found, i, floor):
        return None
    if any(start < token.end and token.start < end for start, end in taken):
        return None
    decade = _decade(found, i, year, floor)
    if decade is not None:
        return decade
    fiscal = _second_year(found, i, year)
    if fiscal is not None:
        last, until = fiscal
        return _Atom(i, _over_year_words(found, last), date(year, 1, 1), date(until + 1, 1, 1), "range")
    return _within(found, i, i + 1, year, floor)


def _within(found: Scan, i: int, end: int, year: int, floor: int) -> _Atom:
    """The part of a year named before or after it, or the year."""
    part = before_year(found, i, floor)
    if part is not None:
        return _part(part, year, part.first, _over_year_words(found, end))
    rest = _over_year_words(found, end)
    part = after_year(found, rest)
    if part is not None:
        return _part(part, year, i, part.last)
    return _Atom(i, rest, date(year, 1, 1), date(year + 1, 1, 1), "year")


def _part(part: Part, year: int, first: int, last: int) -> _Atom:
    start = date(year, part.month, 1)
    if part.day:
        # A day no calendar has ("30 February") is read as the last day of its month.
        last_day = (add_months(start, 1) - start).days
        start = start.replace(day=min(part.day, last_day))
        return _Atom(first, last, start, start + timedelta(days=1), "date")
    return _Atom(first, last, start, add_months(start, part.months), part.kind)


def _over_year_words(found: Scan, i: int) -> int:
    """The token after "года", "жылы", "ж." that belong to a year."""
    place = found.over_hyphen(i)
    if place > i and found.tokens[place].kind == "w" and coded_after(found, i) is None:
        i = place + 1
    for _ in range(2):
        hit = next((h for h in found.all_at(i, "year_word") if h.lang in {"ru", "kk"}), None)
        if hit is None:
            return i
        i += hit.length
    return i


def _is_year(found: Scan, i: int, floor: int) -> bool:
    """False for four digits in a name, a document number, a fraction or a time."""
    tokens = found.tokens
    token, before = tokens[i], tokens[i - 1] if i else None
    if before is not None and token.glued and not (before.text == "/" and coded_before(found, i, floor)):
        joined = before.text in HYPHENS and before.glued and i > 1 and tokens[i - 2].kind == "w"
        if joined and tokens[i - 2].low not in _PREFIXES and not found.at(i - 2, "period_months"):
            return False
        if (before.kind == "w" and before.low != "fy") or before.text in {"/", ":", "_", "№", "#", "+", "."}:
            return False
    if i + 1 < len(tokens) and tokens[i + 1].glued:
        after = tokens[i + 1]
        if after.kind == "w":
            known = found.at(i + 1, "year_word") or found.at(i + 1, "period_decade_marks")
            return known is not None or after.low in {"q", "h"}
        pair = i + 2 < len(tokens) and tokens[i + 2].kind == "n" and (after.text == "/" or tokens[i + 2].glued)
        # "2021: 356 m" is the year of a list, "2021:356" is none.
        if after.text in {"/", ":"} and pair:
            return _second_year(found, i, int(token.text)) is not None
    if any(h.lang in {"ru", "kk"} for h in found.all_at(i + 1, "year_word")):
        return True
    return not (found.before(i, "label", floor) or _in_a_name(found, i, floor))


def _in_a_name(found: Scan, i: int, floor: int) -> bool:
    """Whether a year is part of a programme's name, "Vision 2030", "the 2030 Agenda"; such names have round years.

    After the year an area is no name: "in 2020 Kazakhstan exported ...".
    """
    if int(found.tokens[i].text) % 5:
        return False
    if found.before(i, "name", floor):
        return True
    return found.at(i + 1, "name") is not None and not areas.mentions(found.tokens[i + 1].text, found.prior)


def _decade(found: Scan, i: int, year: int, floor: int) -> _Atom | None:
    """A decade: "the 1990s", "1990-х годов", "die 1990er", "les années 1990", "miaka ya 1990"."""
    tokens = found.tokens
    if year % 10:
        return None
    start, end = i, i + 1
    if end < len(tokens) and tokens[end].text in HYPHENS and tokens[end].glued:
        end += 1
    if end < len(tokens) and tokens[end].glued and (mark := found.at(end, "period_decade_marks")):
        end += mark.length
    else:
        before = found.before(i, "period_decades", floor)
        if before is None:
            return None
        start, end = i - before.length, i + 1
    return _Atom(start, _over_year_words(found, end), date(year, 1, 1), date(year + 10, 1, 1), "range")


def _second_year(found: Scan, i: int, year: int) -> tuple[int, int] | None:
    """The end of "2015/16", "2015/2016" and "2015–20": token after it and the last year."""
    tokens = found.tokens
    if i + 2 >= len(tokens) or not (tokens[i + 1].glued and tokens[i + 2].glued) or tokens[i + 2].kind != "n":
        return None
    sign, text = tokens[i + 1].text, tokens[i + 2].text
    if i + 3 < len(tokens) and tokens[i + 3].glued and (tokens[i + 3].text in HYPHENS or tokens[i + 3].text == "/"):
        return None
    if sign == "/" and len(text) == 4 and text.isdecimal() and int(text) == year + 1:
        return i + 3, int(text)
    if len(text) != 2 or not text.isdecimal() or (sign != "/" and sign not in DASHES):
        return None
    until = year - year % 100 + int(text)
    if until <= year or (sign == "/" and until != year + 1):
        return None
    return i + 3, until


def _numeric_date(found: Scan, i: int) -> _Atom | None:
    """A day or month in figures: "2020-03-01", "2020-03" with a zero before the month, "01.03.2020"."""
    tokens = found.tokens
    token = tokens[i]
    if token.kind != "n" or (token.glued and i and tokens[i - 1].kind == "w"):
        return None
    pieces = token.text.split(".")
    if len(pieces) == 3 and all(p.isdecimal() for p in pieces) and len(pieces[2]) == 4:
        return _day(i, i + 1, int(pieces[2]), int(pieces[1]), int(pieces[0]))
    if len(token.text) != 4 or not token.text.isdecimal():
        return None
    numbers, place = [int(token.text)], i + 1
    while len(numbers) < 3 and place + 1 < len(tokens) and _dashed_pair(found, place):
        numbers.append(int(tokens[place + 1].text))
        place += 2
    if len(numbers) == 3:
        return _day(i, place, *numbers)
    if len(numbers) == 2 and tokens[i + 2].text[0] == "0" and 1 <= numbers[1] <= 12:
        start = date(numbers[0], numbers[1], 1) if numbers[0] else None
        return _Atom(i, place, start, add_months(start, 1), "month") if start else None
    return None


def _dashed_pair(found: Scan, place: int) -> bool:
    sign, number = found.tokens[place], found.tokens[place + 1]
    if sign.text != "-" or not sign.glued or not number.glued or number.kind != "n":
        return False
    return len(number.text) == 2 and number.text.isdecimal()


def _day(first: int, last: int, year: int, month: int, day: int) -> _Atom | None:
    try:
        start = date(year, month, day)
    except ValueError:
        return None
    return _Atom(first, last, start, start + timedelta(days=1), "date")


def _relative(found: Scan, i: int, floor: int, published: date | None) -> _Atom | None:
    """A span told from the publication date: "last year", "биыл 6 айда", "over the past 20 years"."""
    span = past_years(found, i)
    if span is not None:
        count, end = span
        if published is None:
            return _Atom(i, end, None, None, "relative")
        return _Atom(i, end, date(published.year - count, 1, 1), date(published.year, 1, 1), "relative")
    begun = found.at(i, "period_year_begun")
    if begun is not None and not _year_follows(found, i + begun.length):
        return _begun(i, i + begun.length, published)
    decade = found.at(i, "period_last_decade")
    if decade is not None:
        end = i + decade.length
        if published is None:
            return _Atom(i, end, None, None, "relative")
        return _Atom(i, end, date(published.year - 10, 1, 1), date(published.year, 1, 1), "relative")
    if found.at(i, "period_that_year"):
        # "Cette année-là" begins like this year, and is the one just named.
        return None
    last = found.at(i, "period_last_year")
    hit = last or found.at(i, "period_this_year")
    if hit is None or (last is not None and found.at(i, "period_past") and _is_count_next(found, i + 1)):
        return None
    end = i + hit.length
    if last is None and _year_follows(found, end):
        return None
    year = (published or date(2000, 1, 1)).year - (1 if last else 0)
    atom = _within(found, i, end, year, floor)
    kind = "relative" if atom.kind == "year" else atom.kind
    if published is None:
        return replace(atom, start=None, end=None, kind=kind)
    return replace(atom, kind=kind)


def _year_follows(found: Scan, i: int) -> bool:
    """True where the year itself follows: "mwaka huu wa 2024", "depuis le début de l'année 2022"."""
    link = found.at(i, "link")
    following = found.low(i + (link.length if link else 0))
    return len(following) == len("2024") and following.isdecimal()


def _begun(first: int, last: int, published: date | None) -> _Atom:
    """The months since the year of publication began that were over: "since the beginning of the year"."""
    end = published.replace(day=1) if published is not None and published.month > 1 else None
    return _Atom(first, last, end and end.replace(month=1), end, "months")


def _is_count_next(found: Scan, i: int) -> bool:
    return i < len(found.tokens) and found.tokens[i].kind == "n"


def _merge(found: Scan, atoms: list[_Atom]) -> list[_Atom]:
    """Joins the two ends of "2005–2020", "kati ya 2005 na 2020", "from March 2020 to June 2021"."""
    merged: list[_Atom] = []
    for atom in atoms:
        before = merged[-1] if merged else None
        if before is not None and before.kind != "range" and _is_span(found, before, atom):
            merged[-1] = _joined(found, before, atom)
        else:
            merged.append(atom)
    return merged


def _is_span(found: Scan, first: _Atom, second: _Atom) -> bool:
    if first.start is None or second.end is None or second.start is None or first.start >= second.start:
        return False
    gap = found.tokens[first.last : second.first]
    place = first.last
    if len(gap) == 1 and gap[0].text in DASHES:
        return True
    if not gap:
        return _kazakh_span(found, first, second)
    words = {(h.kind, h.length) for kind in ("to", "and", "period_until") for h in found.all_at(place, kind)}
    lengths = {length for kind, length in words if kind != "and"}
    if _reaches(found, place, lengths, second.first):
        return True
    joins = {length for kind, length in words if kind == "and"}
    opened = _opening(found, first.first, ("between",)) is not None
    closed = found.at(second.last, "between_after")
    return bool((opened or closed) and _reaches(found, place, joins, second.first))


def _reaches(found: Scan, place: int, lengths: set[int], goal: int) -> bool:
    """True if a joining word, and at most "the end of" and a year word after it, fill the gap."""
    for length in lengths:
        end = place + length
        end_of = found.at(end, "period_end_of")
        end += end_of.length if end_of else 0
        if end == goal:
            return True
        hit = found.at(end, "year_word")
        if hit is not None and end + hit.length == goal:
            return True
    return False


def _opening(found: Scan, i: int, kinds: tuple[str, ...]) -> int | None:
    """First token of a word such as "between" or "from" before token `i`; a year word may stand between."""
    for skipped in range(_LONGEST_YEAR_WORD + 1):
        word = found.before(i, "year_word", i - skipped) if skipped else None
        if skipped and (word is None or word.length != skipped):
            continue
        hits = [hit for kind in kinds if (hit := found.before(i - skipped, kind))]
        if hits:
            return i - skipped - max(hit.length for hit in hits)
    return None


def _kazakh_span(found: Scan, first: _Atom, second: _Atom) -> bool:
    """True for "2005 жылдан 2020 жылға дейін"."""
    tokens = found.tokens
    ablative = tokens[first.last - 1].low.endswith(("дан", "ден", "тан", "тен", "нан", "нен"))
    return ablative and second.last < len(tokens) and tokens[second.last].low.startswith("дейін")


def _joined(found: Scan, first: _Atom, second: _Atom) -> _Atom:
    start = _opening(found, first.first, ("between", "from", "period_since"))
    start = first.first if start is None else start
    kind = "months" if first.kind in {"month", "months"} and second.kind in {"month", "months"} else "range"
    return _Atom(start, second.last, first.start, second.end, kind)


def _since(found: Scan, atom: _Atom) -> _Atom:
    """Opens the end of "since 1990", "tangu 2010", "с 2005 года", "2010 жылдан бері"."""
    if atom.kind in {"range", "relative"} or atom.start is None:
        return atom
    month = next((h for h in found.all_at(atom.last, "period_connector") if h.lang == "kk"), None)
    place = atom.last + (month.length if month else 0)
    after = found.at(place, "period_since_after")
    if after is not None:
        return replace(atom, last=place + after.length, end=None, kind="since")
    before = found.before(atom.first, "period_since")
    if before is None:
        return atom
    first = atom.first - before.length
    word = found.tokens[first].low
    if word in {"с", "со"} and before.length == 1:
        compared = first > 0 and found.tokens[first - 1].low in _COMPARED
        if compared or found.tokens[atom.last - 1].low in {"годом", "годами"}:
            return atom
    return replace(atom, first=first, end=None, kind="since")
