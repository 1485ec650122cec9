"""Finds every number with a unit that a text states, in all languages at once, with the interval its words leave.

The grammar: approximator? currency? scale? number (range)? scale? unit? approximator?, longest match. A number without
a unit, a percent sign, a currency or a counted noun is no quantity, and neither are years, ranks, article numbers,
dates, times and names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, cast

from hali.access import bounds
from hali.checking.numbers.attached import Unit, is_label, unit_after
from hali.checking.numbers.drafts import Draft
from hali.checking.numbers.hedges import hedged, inner_hedge
from hali.checking.numbers.implied import unit_implied
from hali.checking.numbers.leading import unit_before
from hali.checking.numbers.parts import read_factor, read_half_unit, read_number, read_share, times
from hali.checking.numbers.prior import prior as guess_prior
from hali.checking.numbers.ranges import pair_up
from hali.errors import UnreadableInput
from hali.languages import BASIC, CODES, beside, traits
from hali.languages.amounts import has_case, suffix_after_figure
from hali.languages.currencies import MONEY
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES
from hali.languages.vocabulary import scan
from hali.languages.words import compound
from hali.model.claim import Approximator, Quantity
from hali.model.units import granule, interval

_ANCHORS = frozenset(
    """
    number collective scale_first half_of article definite one_and_half scale_alone scale_compared fraction denominator
    factor
    """.split()  # noqa: SIM905
)
_UNITS = frozenset(
    """
    unit unit_first unit_tail currency subunit points noun times times_prefix fraction denominator factor out_of
    """.split()  # noqa: SIM905
)
"""Kinds of entries without which, and without an ISO code, a text holds no quantity."""
_HUNDREDTH = Decimal("0.01")
_SHARE_GRANULE = 0.05
_LIST_STEPS = 6
_DECIMALS = 2
_GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def find(text: str, prior: str) -> tuple[Quantity, ...]:
    """The quantities of one sentence or paragraph.

    Args:
        text: the sentence or paragraph; offsets count its code points.
        prior: language code that decides the decimal sign, "billion" and short ambiguous words.

    Returns:
        The quantities in reading order; none overlap.
    """
    return read(scan(text, prior), text)


def read(found: Scan, text: str) -> tuple[Quantity, ...]:
    """The quantities of a text that is scanned already; all as in `find`."""
    return tuple(_quantity(found, text, draft) for draft in _drafts(found))


def records(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The quantities of many texts, one JSON object a line.

    Args:
        lines: JSON objects with `id`, `text` and, if known, the language `lang`; empty lines are skipped.

    Yields:
        `{"id", "quantities": [{start, end, text, value, low, high, unit, approximator, lang}]}`; a range has a pair as
        value, an open side is null, `lang` is the language whose words were read.

    Raises:
        UnreadableInput: for a line that is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = bounds.read_json(line)
            text, identity = record["text"], record["id"]
        except (ValueError, KeyError, TypeError, bounds.TooMuch):
            record, text, identity = {}, None, None
        if not isinstance(text, str):
            raise UnreadableInput(f'line {number}: cannot read; accepted: {{"id": ..., "text": "...", "lang": "en"}}')
        lang = record.get("lang")
        lang = lang if lang in CODES + BASIC else guess_prior(text)
        yield {"id": identity, "quantities": [_record(q) for q in find(text, lang)]}


def _record(q: Quantity) -> dict[str, Any]:
    value: Any = [_tidy(v) for v in q.value] if isinstance(q.value, tuple) else _tidy(q.value)
    low, high = (None if bound is None else _tidy(bound) for bound in (q.low, q.high))
    return {
        "start": q.start,
        "end": q.end,
        "text": q.text,
        "value": value,
        "low": low,
        "high": high,
        "unit": q.unit,
        "approximator": q.approximator,
        "lang": q.language,
    }


def _tidy(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _drafts(found: Scan) -> Iterator[Draft]:
    tokens = found.tokens
    if not found.holds(_UNITS) and not any(token.text in MONEY for token in tokens):
        return
    i = floor = 0
    known: list[Draft] = []
    while i < len(tokens):
        if tokens[i].kind != "n" and not (tokens[i].kind == "w" and _may_begin(found, i)):
            i += 1
            continue
        drafts, end = _at(found, i, floor, known)
        yield from drafts
        if drafts:
            floor = end
            known += drafts
        i = max(end, i + 1)


def _may_begin(found: Scan, i: int) -> bool:
    return found.has(i, _ANCHORS) or compound(found.tokens[i].low) is not None


def _at(found: Scan, i: int, floor: int, known: list[Draft]) -> tuple[list[Draft], int]:
    """The quantities that begin with the number at token `i`, and the token to go on from; `known` are those before."""
    first = _read(found, i, floor)
    if first is None:
        return [], i + 1
    share = _part_of_money(found, first)
    if share is not None:
        return [hedged(found, share, floor, bool(known))], share.end
    first = _listed(found, first)
    whole = pair_up(found, first, floor, _second)
    if len(whole) == 1 and not whole[0].unit:
        given = unit_implied(found, whole[0], floor, known, _item)
        if given is None:
            return [], whole[0].amount.end
        whole = (given,)
    done: list[Draft] = []
    for draft in whole:
        if draft.approximator:
            done.append(draft)
        elif done:
            done.append(hedged(found, draft, whole[0].end, after_quantity=False))
        else:
            done.append(hedged(found, draft, floor, bool(known)))
    if done[0].amount.compared and not done[0].approximator:
        return [], done[0].end
    return done, done[-1].end


def _part_of_money(found: Scan, first: Draft) -> Draft | None:
    """The share that "$1 in every $8" says."""
    every = found.at(first.end, "out_of")
    second = _item(found, first.end + every.length) if every and every.length > 1 and first.unit in MONEY else None
    if second is None or second.unit != first.unit or not 0 < first.value < second.value:
        return None
    amount = first.amount._replace(
        end=second.end, written=str(first.value / second.value), scale=Decimal(1), spelled=True
    )
    return first._replace(end=second.end, amount=amount, unit="share", factor=Decimal(1), left=False)


def _second(found: Scan, i: int) -> Draft | None:
    """The second number of a range, which may have a hedge of its own."""
    hit = found.at(i, "approximator")
    return _item(found, i + hit.length if hit else i)


def _item(found: Scan, i: int) -> Draft | None:
    """The number at token `i` taken by itself; remembered, because every number before it in a list asks again."""
    if i not in found.notes:
        found.notes[i] = _read(found, i, i)
    draft: Draft | None = found.notes[i]
    return draft


def _read(found: Scan, i: int, floor: int) -> Draft | None:
    """The number at token `i`, or behind a currency sign there, with its unit if it has one."""
    if i >= len(found.tokens):
        return None
    draft = read_half_unit(found, i) or read_factor(found, i)
    if draft is not None:
        return draft
    share = read_share(found, i, floor)
    if share is not None:
        return share if share.unit else _with_unit(found, share, floor)
    amount = read_number(found, i, floor)
    if amount is None:
        money = found.at(i, "currency") or found.at(i, "unit_first")
        money = money or next((h for h in found.all_at(i, "noun") if traits(h.lang).unit_first), None)
        amount = read_number(found, i + money.length, floor) if money and i == floor else None
        if amount is None and i == floor and i + 1 < len(found.tokens) and found.tokens[i].text in MONEY:
            amount = read_number(found, i + 1, floor)
        if amount is None:
            return None
    draft = Draft(amount.start, amount.end, amount, lang=amount.lang)
    return times(found, amount, floor) or _with_unit(found, draft, floor)


def _with_unit(found: Scan, draft: Draft, floor: int) -> Draft:
    amount = draft.amount
    before = unit_before(found, amount, floor)
    if before is not None:
        end = max(amount.end, before.end)
        if before.unit == "percent" and found.low(end) == "%":
            end += 1
        end = suffix_after_figure(found, end)
        after = unit_after(found, amount, before.unit) if before.unit in MONEY else None
        unit = after or before
        if before.negative:
            draft = draft._replace(amount=amount._replace(written="-" + amount.written))
        whole = _attach(draft, unit, min(draft.start, before.start), max(end, after.end if after else end))
        return _signed(found, whole._replace(left=True), floor)
    inner = inner_hedge(found, draft)
    after = unit_after(found, amount._replace(end=inner.end)) if inner.approximator else None
    if after is None:
        inner = draft
        after = unit_after(found, amount)
    declined = (amount.inflected and traits(amount.lang).case_ends_number) or has_case(found, amount.end)
    declined = declined and inner is draft
    if after is None or is_label(found, amount, after) or (declined and after.unit == "count"):
        # in Kazakh a number takes no case before its noun: "in the quarter" is no ninety of anything
        return draft
    whole = _attach(inner, after, draft.start, after.end)
    return _signed(found, _cents(found, whole), floor)


def _attach(draft: Draft, unit: Unit, start: int, end: int) -> Draft:
    amount = draft.amount
    if unit.unit == "count" and not amount.scaled and _GROUPED.fullmatch(amount.written):
        # Things are counted whole: "4,000 companies" quoted in a French text
        amount = amount._replace(written=amount.written.replace(".", ""))
    return draft._replace(
        amount=amount,
        start=start,
        end=end,
        unit=unit.unit,
        factor=unit.factor,
        noun=unit.noun,
        lang=unit.lang or draft.lang,
    )


def _signed(found: Scan, draft: Draft, floor: int) -> Draft:
    """The draft made negative by a minus before it: "-5 %", "minus 5 %"."""
    place = draft.start
    tokens = found.tokens
    minus = found.before(place, "minus", floor)
    if draft.amount.written[0] == "-" or _bracketed(found, draft):
        return draft if draft.amount.written[0] == "-" else _negative(draft, place - 1, draft.end + 1)
    alone = place == 1 and draft.end == len(tokens)
    sign = place > floor and tokens[place - 1].text in DASHES and (tokens[place].glued or alone)
    if sign and place - 1 > 0 and tokens[place - 1].glued and tokens[place - 2].text not in {"(", "["}:
        sign = False
    hedge = found.before(place, "approximator", floor)
    if not sign and (minus is None or (hedge is not None and hedge.length > minus.length)):
        return draft
    return _negative(draft, place - (minus.length if minus else 1), draft.end)


def _negative(draft: Draft, start: int, end: int) -> Draft:
    return draft._replace(amount=draft.amount._replace(written="-" + draft.amount.written), start=start, end=end)


def _bracketed(found: Scan, draft: Draft) -> bool:
    """True for a sum in brackets that is the whole text: "(1,250.00 USD)" is how accounts print a loss."""
    alone = draft.start == 1 and draft.end == len(found.tokens) - 1 and draft.unit in MONEY
    return alone and found.low(0) == "(" and found.low(draft.end) == ")"


def _cents(found: Scan, draft: Draft) -> Draft:
    """Joins cents to the money before them: "5 dollars and 20 cents", "5 euros 20"."""
    if draft.unit not in MONEY or draft.amount.value != draft.amount.value.to_integral_value():
        return draft
    place = draft.end
    if found.at(place, "join") or found.at(place, "and") or found.low(place) == ",":
        place += 1
    small = read_number(found, place, place)
    if small is None or small.scaled or not 0 < small.value < 100:
        return draft
    hit = found.at(small.end, "subunit")
    if hit is None and not (place == draft.end and _two_digits_end_it(found, place)):
        return draft
    value = draft.amount.value + small.value * _HUNDREDTH
    amount = draft.amount._replace(written=f"{value:.2f}", scale=Decimal(1))
    return draft._replace(amount=amount, end=small.end + (hit.length if hit else 0))


def _two_digits_end_it(found: Scan, i: int) -> bool:
    """True for the 30 of "5 euros 30" where nothing follows that the 30 could count."""
    last = i + 1 == len(found.tokens) or (found.tokens[i + 1].kind == "o" and found.low(i + 1) in ".,;:)!?")
    return last and len(found.tokens[i].text) == 2 and found.tokens[i].text.isdecimal()


def _listed(found: Scan, draft: Draft) -> Draft:
    """A number of a list takes what only the list's end says: "12.3 and 14.5 per cent", "$5 and $7 bn respectively"."""
    if (draft.unit and not draft.left) or draft.amount.year or draft.amount.spelled or draft.amount.scaled:
        return draft
    place = draft.end
    respectively = found.anywhere("respectively")
    decimals = "." in draft.amount.written
    for _ in range(_LIST_STEPS):
        comma = found.low(place) == ","
        hit = None if comma else found.at(place, "list")
        if not comma and hit is None:
            return draft
        place += hit.length if hit else 1
        place += 1 if found.low(place) in beside("plus") else 0
        item = _item(found, place)
        if item is None or item.start > place or item.amount.spelled or item.amount.year:
            return draft
        decimals = decimals and "." in item.amount.written
        if draft.unit and _is_price(draft) and not _is_price(item):
            # "$1.18 and $9.6 billion, respectively"
            return draft
        if item.unit and (not draft.unit or item.amount.scaled):
            if not (respectively or (decimals and not item.left)) or draft.unit not in {"", item.unit}:
                return draft
            shared = draft if draft.unit else draft.with_unit_of(item)
            return shared.with_scale_of(item) if item.amount.scaled else shared
        place = item.end
    return draft


def _is_price(draft: Draft) -> bool:
    """True for two decimals, as a price has them."""
    return len(draft.amount.written.partition(".")[2]) == _DECIMALS


def _quantity(found: Scan, text: str, draft: Draft) -> Quantity:
    start, end = found.tokens[draft.start].start, found.tokens[draft.end - 1].end
    amount = draft.amount
    scale = float(amount.scale * draft.factor)
    step = _step(draft)
    value: float | tuple[float, float] = float(draft.value)
    if draft.low is not None:
        step = max(step, _step(draft.low))
        value = (float(draft.low.value), float(draft.value))
    word = "~" if amount.about and not draft.approximator else draft.approximator
    approximator = cast(Approximator, word)
    limits = interval(value, step, approximator, draft.unit, draft.ambiguous)
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value=value,
        low=limits.low,
        high=limits.high,
        lenient_low=limits.lenient_low,
        lenient_high=limits.lenient_high,
        low_open=limits.low_open,
        high_open=limits.high_open,
        unit=draft.unit,
        scale=scale,
        approximator=approximator,
        granule=step,
        language=draft.lang or found.prior,
        noun=draft.noun,
        alternatives=(float(Decimal(amount.other) * amount.scale * draft.factor),) if amount.other else (),
    )


def _step(draft: Draft) -> float:
    if draft.unit == "share":
        return _SHARE_GRANULE
    written = draft.amount.written
    if draft.amount.spelled and len(written.partition(".")[2]) > _DECIMALS:
        # "two thirds of a million" is as exact as 0.67
        written = f"{Decimal(written):.{_DECIMALS}f}"
    return granule(written, float(draft.amount.scale * draft.factor))
