"""What stands before a number: signs and codes of money, and in Swahili units and counted nouns."""

from __future__ import annotations

from decimal import Decimal

from hali.checking.numbers.attached import Unit, adjectives, are_of_percent, currency_meant, is_bare_year
from hali.languages import traits
from hali.languages.amounts import Amount
from hali.languages.currencies import MONEY
from hali.languages.phrases import Hit, Scan
from hali.languages.tokens import DASHES

_WORDS_TOO = frozenset({"ALL", "TOP", "COP", "SOS"})
"""ISO codes that are other words in capitals: before a small whole number they are no money (ALL 27, COP 26)."""
_SMALL = 1000
_LONGEST_HEADING = 8
_NORMS = frozenset("123456")
"""Figures of the European emission norms: "Euro 6 vehicles"."""
_ONE = Decimal(1)


def unit_before(scan: Scan, amount: Amount, floor: int) -> Unit | None:
    """The currency or (Swahili) unit or counted noun before a number.

    Args:
        scan: the text.
        amount: the number.
        floor: first token that no earlier quantity has taken.
    """
    if amount.currency:
        return Unit(amount.currency, _ONE, "", amount.lang, amount.start, amount.start)
    end = amount.start
    found = _money_before(scan, amount, end, floor) or _measure_before(scan, amount, end, floor)
    if found is None and _is_minus(scan, end - 1, floor, amount):
        found = _money_before(scan, amount, end - 1, floor) or _measure_before(scan, amount, end - 1, floor)
        return found._replace(negative=True) if found else None
    word = scan.before(end, "minus", floor) if found is None else None
    if word is not None and (found := _measure_before(scan, amount, end - word.length, floor)):
        return found._replace(negative=True)
    hedge = scan.before(end, "approximator", floor) or scan.before(end, "between", floor)
    skipped = hedge.length if hedge and traits(hedge.lang).unit_first else int(_is_adjective(scan, end - 1, floor))
    if found is None and skipped:
        # "dola takriban milioni 5", "asilimia kati ya 20 na 25", "dola nyingine milioni 30", "ajira mpya 5,400"
        end -= skipped
        found = _money_before(scan, amount, end, floor) or _measure_before(scan, amount, end, floor)
    if found is None and (scan.low(amount.end) == "%" or scan.before(end + skipped, "between", floor)):
        end = amount.start
    return found or _noun_before(scan, amount, end, floor) or _unit_of_heading(scan, amount, floor)


def _unit_of_heading(scan: Scan, amount: Amount, floor: int) -> Unit | None:
    """The unit in brackets before a colon: "Exports (USD bn): 12.3"."""
    end = amount.start - 2
    if end <= floor or scan.low(end) != ")" or scan.low(end + 1) not in {":", "=", "\u2013"}:
        return None
    start = next((j for j in range(end - 1, max(floor, end - _LONGEST_HEADING) - 1, -1) if scan.low(j) == "("), None)
    if start is None:
        return None
    factor, place, found = _ONE, start + 1, ""
    while place < end:
        scale, unit = scan.at(place, "scale") or scan.at(place, "scale_first"), scan.at(place, "unit")
        money = scan.at(place, "currency")
        if money or scan.tokens[place].text in MONEY:
            found = money.key if money else scan.tokens[place].text
            place += money.length if money else 1
        elif scale:
            factor, place = Decimal(scale.key), place + scale.length
        elif unit:
            found, place = unit.key, place + unit.length
        elif scan.at(place, "link"):
            place += 1
        else:
            return None
    name, _, times = found.partition("*")
    return Unit(name, factor * Decimal(times or 1), "", "", start, amount.start) if found else None


def _is_adjective(scan: Scan, i: int, floor: int) -> bool:
    """True for an adjective of a language whose numbers stand behind what they count."""
    patterns = (pattern for lang, pattern in adjectives().items() if traits(lang).unit_first)
    return i > floor and any(pattern is not None and pattern.match(scan.low(i)) for pattern in patterns)


def _is_minus(scan: Scan, i: int, floor: int, amount: Amount) -> bool:
    """True for a dash between a unit and its number that is no hyphen: "USD -5", "$-5", "PEN-193.94"."""
    tokens = scan.tokens
    if i <= floor or tokens[i].text not in DASHES or not tokens[i + 1].glued:
        return False
    whole = not amount.scaled and (i == 1 or not tokens[i + 1].text.isdecimal())
    return not tokens[i].glued or tokens[i].text == "\u2212" or tokens[i - 1].kind != "w" or whole


def _money_before(scan: Scan, amount: Amount, end: int, floor: int) -> Unit | None:
    if end <= floor:
        return None
    token = scan.tokens[end - 1]
    if token.text in MONEY and not is_bare_year(amount):
        small = not amount.scaled and amount.value < _SMALL and "." not in amount.written
        return None if small and token.text in _WORDS_TOO else _bare(token.text, end, amount)
    hit = scan.before(end, "currency", floor)
    if hit is None or (hit.cased and len(token.text) == 1 and token.kind == "w" and not amount.scaled):
        return None
    start = end - hit.length
    same = [h for h in scan.all_at(start, "currency") if h.length == hit.length]
    lang = ""
    if token.kind == "w" and not any(h.cased for h in same):
        # a currency word stands before its number in Swahili only; "im Euro 2024" is not money
        name = not traits(scan.prior).unit_first and not amount.scaled and amount.written in _NORMS
        lang = next((h.lang for h in same if traits(h.lang).unit_first), "")
        if is_bare_year(amount) or name or not lang:
            return None
    elif start > floor and scan.tokens[start].glued and scan.tokens[start - 1].kind == "n":
        return None
    return Unit(currency_meant(scan, hit, start), _ONE, "", lang, start, amount.start)


def _bare(code: str, end: int, amount: Amount) -> Unit:
    return Unit(code, _ONE, "", "", end - 1, amount.start)


def _measure_before(scan: Scan, amount: Amount, end: int, floor: int) -> Unit | None:
    tailed = next((h for h in scan.all_at(amount.end, "unit_tail") if h.key[0] == scan.low(end - 1)), None)
    if tailed is not None and end - 1 >= floor:
        # "mita milioni 3 za ujazo"
        unit, _, factor = tailed.key[1].partition("*")
        return Unit(unit, Decimal(factor or 1), "", tailed.lang, end - 1, amount.end + tailed.length)
    hit = scan.before(end, "unit_first", floor)
    if hit is None or (is_bare_year(amount) and hit.key != "percent"):
        return None
    start = end - hit.length
    unit, _, factor = hit.key.partition("*")
    if unit == "points":
        return _points_before(scan, amount, hit, start)
    if unit == "h" and amount.value <= 12 and end == amount.start and scan.before(start, "approximator", floor) is None:
        return None
    if unit in {"h", "day"} and amount.spelled and amount.value == 1:
        return None
    return Unit(unit, Decimal(factor or 1), "", hit.lang, start, amount.start)


def _points_before(scan: Scan, amount: Amount, hit: Hit, start: int) -> Unit | None:
    """Swahili: "pointi 3 za asilimia", and "pointi 3" alone after a percentage."""
    after = scan.at(amount.end, "unit")
    if after is not None and after.key == "pp":
        return Unit("pp", _ONE, "", hit.lang, start, amount.end + after.length)
    return Unit("pp", _ONE, "", hit.lang, start, amount.start) if are_of_percent(scan, amount) else None


def _noun_before(scan: Scan, amount: Amount, place: int, floor: int) -> Unit | None:
    """Swahili: "wanafunzi 320", "watalii zaidi ya 200,000", "wanafunzi wa kigeni 500"."""
    if place == amount.start and is_bare_year(amount):
        return None
    hit = _noun(scan, place, floor)
    if hit is None and place - 2 > floor and _is_link(scan, place - 2) and not _is_link(scan, place - 1):
        place -= 2
        hit = _noun(scan, place, floor)
    if hit is None or (amount.spelled and amount.value == 1):
        return None
    start = place - hit.length
    noun = " ".join(t.low for t in scan.tokens[start:place])
    return Unit("count", _ONE, noun, hit.lang, start, amount.start)


def _noun(scan: Scan, place: int, floor: int) -> Hit | None:
    hit = scan.before(place, "noun", floor)
    if hit is None:
        return None
    same = (h for h in scan.all_at(place - hit.length, "noun") if h.length == hit.length)
    return next((h for h in same if traits(h.lang).unit_first), None)


def _is_link(scan: Scan, i: int) -> bool:
    return any(scan.at(i, kind) for kind in ("link", "join", "year_word", "period_months", "between", "to", "from"))
