"""Words for about, nearly, over, at least ... before and after a number."""

from __future__ import annotations

from hali.checking.numbers.drafts import Draft, changes, clause_before
from hali.languages import beside, traits
from hali.languages.amounts import suffix_after_figure
from hali.languages.morphology import ending
from hali.languages.phrases import Hit, Scan
from hali.languages.tokens import HYPHENS


def hedged(scan: Scan, draft: Draft, floor: int, after_quantity: bool) -> Draft:
    """The draft with the word before or after it that says how exact it is.

    Args:
        scan: the text.
        draft: the number with its unit.
        floor: first token that no earlier quantity has taken.
        after_quantity: True if a quantity ends right at `floor`: "9 % more than 5 bn" is a difference, not "over 5 bn".

    Returns:
        The draft, its span widened by the word; unchanged where there is none.
    """
    inside = scan.before(draft.amount.start, "approximator", draft.start) if draft.left else None
    if inside is not None:
        return draft._replace(approximator=inside.key.rstrip("?"), ambiguous=inside.key in {"~?", "<~?"})
    found = _before(scan, draft, floor)
    if found is not None:
        hit, start = found
        if after_quantity and start == floor and hit.key in {">", "<"}:
            return draft
        return draft._replace(start=start, approximator=hit.key.rstrip("?"), ambiguous=hit.key in {"~?", "<~?"})
    late = _after(scan, draft, draft.end)
    if late is None:
        # in Kazakh an ending of the noun says "about"
        similar = draft.lang and scan.tokens[draft.end - 1].low.endswith(ending("similative", draft.lang))
        return draft._replace(approximator="~") if similar else draft
    hit, end = late
    return draft._replace(end=end, approximator=hit.key.rstrip("?"), ambiguous=hit.key in {"~?", "<~?"})


def inner_hedge(scan: Scan, draft: Draft) -> Draft:
    """The draft with a hedge that stands between number and noun: "4,000-plus firms"."""
    late = _after(scan, draft, suffix_after_figure(scan, draft.end))
    if late is None or not (traits(late[0].lang).hedge_behind or _is_plus(scan, late[1] - 1)):
        similar = draft.amount.inflected and scan.tokens[draft.end - 1].low.endswith(ending("similative"))
        return draft._replace(approximator="~") if similar else draft
    hit, end = late
    return draft._replace(end=end, approximator=hit.key.rstrip("?"), ambiguous=hit.key == "<~?")


def _before(scan: Scan, draft: Draft, floor: int) -> tuple[Hit, int] | None:
    place = draft.start
    hit = scan.before(place, "approximator", floor)
    if hit is None and place > floor:
        skipped = scan.tokens[place - 1].low
        step = scan.before(place, "step", floor)
        if skipped in beside("articles") or step is not None:
            place -= step.length if step else 1
            hit = scan.before(place, "approximator", floor)
            if hit and hit.length == 1 and skipped in beside("indefinite"):
                # "under a $5bn accord"
                hit = None
            if hit and step and hit.length == 1 and hit.key in {">", "<"}:
                # "more by 4.8 %" is a difference, "by more than 4.8 %" a bound
                hit = None
            if hit and step and skipped not in beside("articles") and hit.lang != step.lang:
                hit = None
    if hit is None:
        return None
    start = place - hit.length
    if hit.key == "<=?" and (changes(scan, start, draft.end) or _comes_from(scan, start)):
        return None
    if (
        scan.low(start) in beside("of_sum")
        and hit.length == 1
        and any(scan.at(j, "sums") for j in range(start - 2, start))
    ):
        return None
    return hit, start


def _comes_from(scan: Scan, start: int) -> bool:
    """Whether its clause has said from where: "from 42.5% in 2021 down to 27.9%" is from and to."""
    return any(scan.at(j, "from") and _begins_number(scan, j + 1) for j in clause_before(scan, start))


def _after(scan: Scan, draft: Draft, end: int) -> tuple[Hit, int] | None:
    tokens = scan.tokens
    place = end
    if place < len(tokens) and tokens[place].text == ",":
        place += 1
    hyphen = place < len(tokens) and tokens[place].text in HYPHENS and tokens[place].glued
    if hyphen:
        place += 1
    hit = scan.at(place, "approximator_after")
    ablative = scan.at(place, "approximator_after_ablative")
    if ablative and (hit is None or ablative.length > hit.length) and _is_ablative(scan, end, ablative.lang):
        hit = ablative
    if hit is None:
        return None
    if _is_plus(scan, place) and not tokens[place].glued:
        return None
    if place > end and not hyphen and not traits(hit.lang).hedge_behind:
        return None
    stop = place + hit.length
    if not traits(hit.lang).hedge_behind and (
        _begins_number(scan, stop) or (hyphen and tokens[place].low not in beside("plus"))
    ):
        return None
    # "from 24 thousand to 64 thousand"
    if hit.key == "<=?" and (changes(scan, draft.start, stop) or _leaves(scan, draft.start, hit.lang)):
        return None
    return hit, stop


def _leaves(scan: Scan, start: int, lang: str) -> bool:
    """Whether an amount before it in its clause is left: "344 mln dollar-from in 2023 995 mln dollar-to"."""
    if _is_ablative(scan, start, lang):
        return True
    kinds = ("currency", "unit", "scale", "number")
    amounts = (j for j in clause_before(scan, start) if any(scan.at(j, kind) for kind in kinds))
    return any(_is_ablative(scan, j + 1, lang) for j in amounts)


def _is_ablative(scan: Scan, end: int, lang: str) -> bool:
    return end > 0 and scan.tokens[end - 1].low.endswith(ending("ablative", lang))


def _is_plus(scan: Scan, i: int) -> bool:
    return scan.low(i) == "+" or scan.low(i) in beside("plus")


def _begins_number(scan: Scan, i: int) -> bool:
    if i >= len(scan.tokens):
        return False
    return scan.tokens[i].kind == "n" or scan.at(i, "currency") is not None or scan.at(i, "number") is not None
