"""Terms of a claim: flow, scope, product and variant, as far as its words or its measure's name fix them."""

from __future__ import annotations

import regex

from hali.check.context import rules


def flow(measure: str) -> str | None:
    """The flow a measure's own name fixes, as the reporter sees it."""
    if measure.startswith(("exports", "partner_share_exports", "product_share_exports", "services_exports")):
        return "X"
    if measure.startswith(("imports", "partner_share_imports", "product_share_imports", "services_imports")):
        return "M"
    if measure in {"oil_imports_volume", "gas_imports_volume", "coal_imports_volume"}:
        return "M"
    return "T" if measure in {"trade_total", "trade_growth", "partner_share_trade", "services_trade"} else None


def scope(topics: frozenset[str], measure: str) -> str | None:
    """goods, services or both as the words say, None where they leave it open."""
    if measure.startswith("services_"):
        return "services"
    if measure != "trade_balance" and (flow(measure) is None or measure.endswith("volume")):
        return None
    if "services" in topics:
        return "both" if "goods" in topics else "services"
    return "goods" if "goods" in topics else None


def product(topics: frozenset[str], measure: str, words: frozenset[str], text: str) -> str | None:
    """Code of the product named, None for none; `OTHER` for one the record has no code for.

    Args:
        topics: topics of the part of the sentence that decided the measure.
        measure: id of the measure; one of oil leaves crude and products open unless `words` tell.
        words: names of the `variant` cues in the sentence.
        text: the sentence; a chapter of the Harmonised System in it is said by its number.
    """
    if measure in {"oil_imports_volume", "partner_share_oil_imports"}:
        return "OIL_PRODUCTS" if "oil_product" in topics else "CRUDE_OIL" if "crude" in words else None
    if measure == "partner_share_fdi" or not measure.startswith(_TRADED):
        return None
    chapter = _CHAPTER.search(text)
    if chapter is not None:
        return f"BAN_RU.HS:{chapter.group(1)}" if "banned" in topics else f"HS:{chapter.group(1)}"
    codes = rules.names("product")
    named = [codes[topic] for topic in codes if topic in topics]
    if len(named) > 1 and "HS:27" in named:
        return "HS:27"
    return named[0] if named else None


_CHAPTER = regex.compile(r"\b(?:HS|SH|ТН ВЭД|СЭҚ ТН)\P{Lu}{0,20}?(\d{2}(?:\d{2})?)\b")
_TRADED = ("trade_", "exports", "imports", "partner_share_", "product_share", "gas_", "coal_")
_VARIANTS: dict[str, tuple[str, ...]] = {
    "trade_growth": ("EUR", "USD"),
    "exports_growth": ("EUR", "USD"),
    "imports_growth": ("EUR", "USD"),
    "fdi_flow": ("gross", "net"),
    "partner_share_fdi": ("gross", "stock"),
    "oil_imports_volume": ("value", "volume"),
    "gas_imports_volume": ("value", "volume"),
    "coal_imports_volume": ("value", "volume"),
    "partner_share_oil_imports": ("value", "volume", "petroleum_oils", "crude"),
    "partner_share_gas_imports": ("value", "volume"),
    "renewables_share": ("without_large_hydro", "electricity", "final"),
    "corridor_cargo": ("seaports", "rail"),
    "corridor_transit_time": ("terminals", "delivery"),
    "visas_issued": ("refused", "applied", "issued"),
    "tourist_arrivals": ("hotels", "border"),
    "emission_target": ("unconditional", "conditional"),
    "governance_index": ("corruption_perceptions", "rule_of_law", "voice_accountability", "freedom"),
}
"""Variants of each measure that words can name, the more telling word first."""


def variant(measure: str, words: frozenset[str]) -> str | None:
    """The variant of the measure the words name, or None.

    Args:
        measure: id of the measure.
        words: names of the `variant` cues in the sentence.
    """
    found = next((name for name in _VARIANTS.get(measure, ()) if name in words), None)
    if measure == "partner_share_fdi" and found == "gross" and "cumulative" in words:
        return "gross_cumulative"
    return found
