"""Shares and factors in words: "a third", "doubled", "mara tatu"."""

from __future__ import annotations

from decimal import Decimal

from hali.checking.numbers.attached import near_change
from hali.checking.numbers.drafts import Draft
from hali.languages import beside, traits
from hali.languages.amounts import Amount, read_amount, read_half, suffix_after_figure
from hali.languages.morphology import ending
from hali.languages.phrases import Hit, Scan
from hali.languages.tokens import HYPHENS

_LARGEST_DENOMINATOR = 100
_NOUNS = 3
"""Most words for what is counted between a whole and its part: "of every 100 visa applications 42" (tr)."""
_DIGITS = 3
_ROUND = frozenset({"3", "4", "5", "10", "20", "100"})
_RANGED = frozenset("-\u2013\u2014")


def read_share(scan: Scan, i: int, floor: int) -> Draft | None:
    """A fraction in words that begins at token `i`: "half", "two thirds", "robo tatu", "one in five".

    Args:
        scan: the text.
        i: first token.
        floor: first token that no earlier quantity has taken.

    Returns:
        A draft with the unit `share`, or with a scale ("a quarter of a million") and no unit yet, or None.
    """
    if read_half(scan, i) is not None:
        return None
    fraction = _denominator_first(scan, i) or _numerator_first(scan, i) or _bare(scan, i)
    found = fraction or _out_of(scan, i)
    if found is None:
        return None
    value, end, lang = found
    if fraction and _guarded(scan, i, end, floor):
        return None
    link = scan.at(end, "of_scale")
    part = scan.at(end + link.length, "unit") if link else None
    one = link is not None and part is not None and part.key == "percent" and link.length > 1
    if link and part and (part.key == "pp" or one) and link.lang == lang:
        # "a quarter of a percentage point", "half of one per cent"
        amount = Amount(i, end, f"{value:.12f}".rstrip("0"), lang=lang, spelled=True)
        return Draft(i, end + link.length + part.length, amount, part.key, lang=lang)
    scale = scan.at(end + link.length, "scale") if link else None
    if link and scale and link.lang == lang and not scale.cased:
        size = Decimal(scale.key)
        end += link.length + scale.length
        amount = Amount(i, end, f"{value:.12f}".rstrip("0"), size, lang, spelled=True, scaled=True)
        return Draft(i, end, amount, lang=lang)
    inside = _hedging_adjective(scan, i + 1)
    word = inside.key if inside else ""
    return Draft(i, end, Amount(i, end, str(value), lang=lang, spelled=True), "share", lang=lang, approximator=word)


Found = tuple[Decimal, int, str]


def _bare(scan: Scan, i: int) -> Found | None:
    hit = scan.at(i, "fraction")
    if hit is None:
        # "au quart", at a quarter
        part = scan.at(i, "denominator") if scan.low(i - 1) in beside("contracted") else None
        contracted = part is not None and scan.low(i - 1) in beside("contracted", part.lang)
        return (1 / Decimal(part.key), i + part.length, part.lang) if part and contracted else None
    above, _, below = hit.key.partition("/")
    return Decimal(above) / Decimal(below), i + hit.length, hit.lang


def _numerator_first(scan: Scan, i: int) -> Found | None:
    """The numerator first: "two thirds", "les deux tiers", "drei Viertel"."""
    token = scan.tokens[i]
    if token.kind != "w":
        return None
    start = i + 1 if token.low in beside("plural_article") and scan.at(i + 1, "number") else i
    words = scan.at(start, "number")
    if token.low in beside("one") and (start == i):
        above, place = 1, i + 1
    elif words is not None and 0 < words.key < 10:
        above, place = words.key, start + words.length
    else:
        return None
    if place < len(scan.tokens) and scan.tokens[place].text in HYPHENS:
        place += 1
    if above == 1 and (adjective := _hedging_adjective(scan, place)):
        place += adjective.length
    hit = next((h for h in scan.all_at(place, "denominator") if not traits(h.lang).denominator_first), None)
    if hit is None or above >= hit.key:
        return None
    if traits(hit.lang).part_unsure and token.low in beside("one") and not _means_part(scan, place + hit.length):
        return None
    end = place + hit.length
    if scan.low(end).startswith(tuple(beside("part", hit.lang))):
        end += 1
    return Decimal(above) / Decimal(hit.key), end, hit.lang


def _hedging_adjective(scan: Scan, i: int) -> Hit | None:
    """The "gutes" of "ein gutes Drittel"."""
    hits = (h for h in scan.all_at(i, "approximator") if traits(h.lang).hedge_before_part)
    return next((h for h in hits if scan.at(i + 1, "denominator")), None)


def _means_part(scan: Scan, end: int) -> bool:
    """True if what follows "a third" shows that a part is meant, not a third country or a third time."""
    tokens = scan.tokens
    if end >= len(tokens) or tokens[end].kind != "w":
        return end >= len(tokens) or tokens[end].text not in HYPHENS
    return scan.at(end, "fraction_before") is not None or tokens[end].low.endswith("'s")


def _denominator_first(scan: Scan, i: int) -> Found | None:
    """The denominator first: "theluthi mbili"."""
    hit = next((h for h in scan.all_at(i, "denominator") if traits(h.lang).denominator_first), None)
    if hit is None:
        return None
    above = next((h for h in scan.all_at(i + hit.length, "number") if h.lang == hit.lang), None)
    if above is None or not 0 < above.key < hit.key:
        return None
    return Decimal(above.key) / Decimal(hit.key), i + hit.length + above.length, hit.lang


def _out_of(scan: Scan, i: int) -> Found | None:
    """One number out of another: "one in five", "one visitor in ten", "vier von sechs"."""
    words = scan.at(i, "number")
    if words is None:
        return _digits_out_of(scan, i) or _of_each(scan, i)
    place = i + words.length
    direct = _share_of(scan, place, words)
    noun = traits(words.lang).noun_before_out_of
    if direct is not None or not noun:
        return direct
    if words.key == 1 or noun == "any":
        return _share_of(scan, place + 1, words)
    # "Two roll calls out of three": of more than one only where the words can mean nothing else.
    plain = (at for at in range(place + 1, place + 1 + _NOUNS) if any(h.length > 1 for h in scan.all_at(at, "out_of")))
    return next((_share_of(scan, at, words) for at in plain), None)


def _digits_out_of(scan: Scan, i: int) -> Found | None:
    """A share in digits, only over a round number: "1 in 3", "9 out of 10", "3 sur 10"."""
    token = scan.tokens[i]
    hit = scan.at(i + 1, "out_of") if token.text.isdecimal() else None
    place = i + 1 + hit.length if hit else 0
    if hit is None or place >= len(scan.tokens) or scan.tokens[place].text not in _ROUND:
        return None
    above, below = int(token.text), int(scan.tokens[place].text)
    if not 0 < above < below or _measured(scan, place + 1):
        return None
    return Decimal(above) / Decimal(below), place + 1, hit.lang


def _of_each(scan: Scan, i: int) -> Found | None:
    """The whole first, with what is counted in its case: "of every four persons one", "of ten votes' nine" (tr)."""
    each = next((h for h in scan.all_at(i, "out_of") if traits(h.lang).out_of_first), None)
    if each is None:
        return None
    below, first = _small(scan, i + each.length, each.lang)
    cases = ending("ablative", each.lang) + ending("genitive", each.lang)
    nouns = range(first, first + _NOUNS)
    counted = next((j for j in nouns if scan.low(j).endswith(cases) and _small(scan, j + 1, each.lang)[0]), None)
    if counted is None:
        return None
    above, end = _small(scan, counted + 1, each.lang)
    if not 0 < above < below <= _LARGEST_DENOMINATOR:
        return None
    return Decimal(above) / Decimal(below), suffix_after_figure(scan, end), each.lang


def _small(scan: Scan, i: int, lang: str) -> tuple[int, int]:
    """The small number at token `i`, in a word or in figures, and the token after it; 0 where there is none."""
    word = next((h for h in scan.all_at(i, "number") if h.lang == lang), None)
    if word is not None:
        return int(word.key), i + word.length
    figure = scan.low(i)
    return (int(figure), i + 1) if figure.isdecimal() and len(figure) <= _DIGITS else (0, i)


def _measured(scan: Scan, i: int) -> bool:
    """True if a unit follows: "one in three years" is no share."""
    return any(scan.at(i, kind) for kind in ("period_years", "period_month", "scale", "unit", "currency", "number"))


def _share_of(scan: Scan, place: int, words: Hit) -> Found | None:
    if scan.low(place - 1) in beside("times_word"):
        return None
    for hit in scan.all_at(place, "out_of"):
        start = place + hit.length
        below = next((h for h in scan.all_at(start, "number") if h.lang == words.lang), None)
        if hit.lang != words.lang or below is None or not words.key < below.key <= _LARGEST_DENOMINATOR:
            continue
        if scan.tokens[place].low in beside("unsure_out_of") and words.key != 1 and str(below.key) not in _ROUND:
            continue
        end = start + below.length
        if not _measured(scan, end) or (hit.length > 1 and scan.at(end, "currency")):
            return Decimal(words.key) / Decimal(below.key), end, words.lang
    return None


def _guarded(scan: Scan, i: int, end: int, floor: int) -> bool:
    """True for "first half", "a quarter century", "pays tiers" and the like."""
    if scan.before(i, "fraction_not_after", floor) or scan.at(end, "fraction_not_before"):
        return True
    tokens = scan.tokens
    if i > 0 and tokens[i].glued and tokens[i - 1].text in HYPHENS:
        return True
    if end + 1 < len(tokens) and scan.at(end, "year_before") and _is_year(tokens[end + 1].text):
        # "The third in 2022" is no part; "grew by a third in 2022" is.
        return not near_change(scan, i)
    return scan.over_hyphen(end) > end


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4 and text[:2] in {"19", "20"}


def read_factor(scan: Scan, i: int) -> Draft | None:
    """A factor that is one word at token `i`: "doubled", "verdreifacht", "le double"."""
    hit = scan.at(i, "factor")
    if hit is None:
        return None
    end = i + hit.length
    # factors only before what they multiply: "twice as much", but "scored twice"
    occasion, before = scan.low(i) in beside("occasions"), scan.at(end, "times_before")
    if scan.over_hyphen(end) > end or (occasion and not before):
        return None
    if scan.at(end, "factor_not_before") and not occasion:
        return None
    return Draft(i, end, Amount(i, end, hit.key, lang=hit.lang, spelled=True), "times", lang=hit.lang)


def times(scan: Scan, amount: Amount, floor: int) -> Draft | None:
    """A factor with a number: "mara tatu", "three times as much", "zweimal so viel"."""
    lead = scan.before(amount.start, "times_prefix", floor)
    if lead is not None and not amount.scaled and amount.value != 1:
        start = amount.start - lead.length
        occasions = scan.at(amount.end, "times_not_before") is not None and not near_change(scan, start)
        if occasions or scan.at(amount.end, "unit"):
            return None
        fold = scan.at(scan.over_hyphen(amount.end), "times_free")
        end = scan.over_hyphen(amount.end) + fold.length if fold else amount.end
        return Draft(start, end, amount, "times", lang=lead.lang, left=True)
    place = scan.over_hyphen(amount.end)
    hit = scan.at(place, "times")
    if hit is None:
        return None
    end = place + hit.length
    if end < len(scan.tokens) and scan.tokens[end].glued and scan.tokens[end].kind == "n":
        return None
    if traits(hit.lang).times_need_lead:
        before = scan.before(amount.start, "times_lead", floor)
        to = (h for h in scan.all_at(amount.start - 1, "to") if h.lang == hit.lang and h.length == 1)
        ranged = amount.start > 0 and (scan.low(amount.start - 1) in _RANGED or next(to, None) is not None)
        if before is None and not ranged:
            return None
        return Draft(amount.start - (1 if before else 0), end, amount, "times", lang=hit.lang)
    half = scan.at(end, "half_more")
    if half is not None and half.lang == hit.lang and amount.spelled and "." not in amount.written:
        # "deux fois et demie"
        amount = amount._replace(written=f"{amount.written}.5")
        end += half.length
    free = scan.at(place, "times_free") is not None
    if not free and not _compares(scan, amount, end):
        return None
    return Draft(amount.start, end, amount, "times", lang=hit.lang)


def _compares(scan: Scan, amount: Amount, end: int) -> bool:
    """True if "times" multiplies ("three times as much") and does not count occasions ("three times a year")."""
    if scan.at(end, "times_not_before"):
        return False
    # Occasions are whole: "3.4 times" always multiplies.
    return "." in amount.written or scan.at(end, "times_before") is not None or near_change(scan, amount.start)


def read_half_unit(scan: Scan, i: int) -> Draft | None:
    """Half of a unit at token `i`: "half a percentage point", "ein halbes Prozent"."""
    for hit in scan.all_at(i, "half_of"):
        end = scan.over_hyphen(i + hit.length)
        unit = scan.at(end, "unit")
        if traits(hit.lang).unit_first or unit is None or unit.key in {"day", "h"}:
            continue
        name, _, factor = unit.key.partition("*")
        amount = Amount(i, end, "0.5", lang=hit.lang, spelled=True)
        return Draft(i, end + unit.length, amount, name, Decimal(factor or 1), lang=hit.lang)
    return None


def read_number(scan: Scan, i: int, floor: int) -> Amount | None:
    """The amount at token `i`; between "kati ya" and "na" an "and" does not join two numbers into one."""
    between = any(scan.at(j, "between") for j in range(max(floor, i - 6), i))
    return read_amount(scan, i, joins=not between)
