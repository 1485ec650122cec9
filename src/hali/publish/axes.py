"""Axis arithmetic: round ticks, axis figures by language, widths of texts, labels that do not overlap.

Chart texts are laid out by estimated widths, so that a chart is the same to the byte whatever fonts a machine has.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

from hali.languages import language as declared

FONT_SIZE = 13.0

MINUS = "\u2212"


def d3_locale(language: str) -> dict[str, object]:
    """Number locale in d3's form, so that every axis prints plain grouped figures.

    d3 has no locale for Kazakh and Swahili; its own for the others differ from ours in the minus sign.
    """
    signs = declared(language)
    return {"decimal": signs.decimal, "thousands": signs.group, "grouping": [3], "currency": ["", ""], "minus": MINUS}


def axis_figure(value: float, digits: int, language: str) -> str:
    """A plain grouped figure as d3 prints it with the format ``,.{digits}f``.

    >>> axis_figure(12345.25, 1, "de")
    '12.345,3'
    """
    signs = declared(language)
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):,f}".partition(".")
    sign = MINUS if exact < 0 else ""
    return sign + whole.replace(",", signs.group) + (signs.decimal + fraction if fraction else "")


def ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round tick positions that enclose `low` to `high`, about `count` of them.

    >>> ticks(0, 27)
    (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0)
    """
    if (high - low) / count < sys.float_info.min:
        # one point, or two that floating point hardly tells apart
        low, high = low - abs(low) * 0.5 - 0.5, high + abs(high) * 0.5 + 0.5
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.9)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = 12 - math.floor(math.log10(step))
    return tuple(round(i * step, digits) for i in range(first, last + 1))


def tick_digits(positions: Sequence[float], least: int) -> int:
    """Decimals needed to tell the ticks apart, at least `least`."""
    for digits in range(least, 12):
        if all(abs(p - round(p, digits)) < 1e-9 * max(1.0, abs(p)) for p in positions):
            return digits
    return 12


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Estimated width of a line of text in pixels, on the generous side."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    """Width in ems of the widest letter of its class in Noto Sans."""
    if letter in " \u00a0\u202f!',.:;()-/[]Iijlftr|\u0456\u0458":
        return 0.37
    if letter in (
        "@%\u00e6mwMWQO\u2014\u043c\u0436\u0448\u0449\u044b\u044e\u0444\u041c\u0416\u0428\u0429\u042b\u042e\u0424\u0414\u041e"
    ):
        return 0.93
    return 0.74 if letter.isupper() else 0.62


def wrap(text: str, width: float, size: float = FONT_SIZE) -> tuple[str, ...]:
    """`text` broken at plain spaces into lines no wider than `width` where words allow it."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def spread(positions: Sequence[float], heights: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Middles of labels moved as little as needed for none to touch another, between `low` and `high`.

    Of all such places these have the smallest sum of squared moves (isotonic regression by pooling adjacent violators,
    Barlow et al. 1972). Labels shrink evenly if there is not room for all.

    Args:
        positions: where the middle of each label is wanted.
        heights: height of each label.
        low: the lowest place of a middle.
        high: the highest.

    >>> spread([10, 11, 50], [10, 10, 10], 0, 100)
    (5.5, 15.5, 50.0)
    >>> spread([40, 50], [10, 30], 0, 100)
    (35.0, 55.0)
    """
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    above = list(accumulate(((heights[a] + heights[b]) / 2 for a, b in pairwise(order)), initial=0.0))
    room = min(1.0, (high - low) / above[-1]) if above[-1] else 1.0
    above = [one * room for one in above]
    pools: list[tuple[float, int]] = []  # sum and number of the places wanted for a first label
    for i, up in zip(order, above, strict=False):
        pool = (positions[i] - up, 1)
        while pools and pools[-1][0] * pool[1] > pool[0] * pools[-1][1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1])
        pools.append(pool)
    firsts = [total / count for total, count in pools for _ in range(count)]
    result = [0.0] * len(positions)
    for i, up, first in zip(order, above, firsts, strict=False):
        result[i] = max(low, min(first, high - above[-1])) + up
    return tuple(result)


def levels(spans: Sequence[tuple[float, float]], gap: float = 6.0) -> tuple[int, ...]:
    """For each horizontal span the lowest level on which it touches none of the spans before it.

    >>> levels([(0, 10), (5, 15), (30, 40)])
    (0, 1, 0)
    """
    result: list[int] = []
    for k, (left, right) in enumerate(spans):
        taken = {result[j] for j in range(k) if left < spans[j][1] + gap and spans[j][0] - gap < right}
        result.append(next(level for level in range(k + 1) if level not in taken))
    return tuple(result)
