"""Check one article: read its claims, find each one's definitions, search them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hali.checking import changes, facts, frames, joint, rereading, sweep, tables
from hali.checking.article import Article
from hali.checking.corrections import Corrections, corrected
from hali.checking.definitions.grid import grid
from hali.checking.gates import Text
from hali.checking.judge import judge, withheld
from hali.model.claim import Claim, Finding, Joint
from hali.record.store import Record


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A share and a level of one text that cannot both be: the total they imply against the total of the record.

    Attributes:
        share, level: ids of the claims.
        implied: the total they make together, in `unit`.
        recorded: the total of the record for the level's year, in `unit`; None where there is none.
        unit: currency.
    """

    share: str
    level: str
    implied: float
    recorded: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked article.

    Attributes:
        article: text, blocks and languages.
        pair: the two concepts the reader named, or None.
        findings: one per claim, in reading order.
        joint: definitions that reproduce several claims at once.
        contradictions: pairs of claims that do not fit each other.
        record: id of the record; `as_of` its date or "".
        language: of the explanations.
        corrections: what the reader said the claims mean.
    """

    article: Article
    pair: tuple[str, str] | None
    findings: tuple[Finding, ...]
    joint: tuple[Joint, ...]
    contradictions: tuple[Contradiction, ...]
    record: str
    as_of: str
    grid: str
    language: str
    corrections: Corrections


class Listener(Protocol):
    """Who is told how a check goes on, so that a long one can be watched."""

    def article(self, article: Article) -> None:
        """The text is read."""

    def claims(self, claims: Sequence[Claim]) -> None:
        """Its claims are known."""

    def finding(self, finding: Finding) -> None:
        """One of them is judged."""


class _Nobody:
    """Listens to nothing."""

    def article(self, article: Article) -> None:
        """Nothing."""

    def claims(self, claims: Sequence[Claim]) -> None:
        """Nothing."""

    def finding(self, finding: Finding) -> None:
        """Nothing."""


def check_article(
    record: Record,
    article: Article,
    pair: tuple[str, str] | None,
    language: str,
    page: str = "",
    corrections: Corrections = (),
    listener: Listener | None = None,
) -> Checked:
    """Judge every claim of `article` against `record`, one by one and together.

    Args:
        record: what it is checked against.
        article: the text.
        pair: the two concepts it is about, or None.
        language: of the explanations.
        corrections: what the reader says the claims mean.
        page: address of the page the text appeared on, or "": what was read there does not confirm it.
        listener: told how it goes on; None = nobody.
    """
    told = listener or _Nobody()
    told.article(article)
    published = article.published.isoformat() if article.published else record.as_of
    judged = []
    swept = []
    claims = corrected(_claims(article, pair), corrections)
    cited = frozenset(claim.origin_side for claim in claims if claim.origin_side)
    text = Text(published, page, article.text, cited)
    told.claims(claims)
    about = pair or _about(claims)
    near = rereading.around(article)
    for at, claim in enumerate(claims):
        if claim.kind == "event":
            sided = claim if claim.reporter or claim.partner or claim.pair else replace(claim, pair=about)
            judged.append(facts.judge_event(record, sided, language))
            told.finding(judged[-1])
            continue
        numbered = facts.with_places(claim) if claim.kind == "rank" else claim
        tried = sweep.run(record, numbered, pair, published, page)
        judge_it = facts.judge_rank if claim.kind == "rank" else judge
        finding = judge_it(record, numbered, tried, language, text)
        two = changes.judged(record, finding, pair, published, page, language) if changes.wanted(finding) else None
        if two is not None:
            finding = two
        elif rereading.wanted(finding):
            others = rereading.frames(claims, at, near)
            finding, claim, tried = _meant(record, others, pair, text, language) or (finding, claim, tried)
        elif tried is not None and rereading.refuted(finding):
            # what another frame its words leave room for gives is not refuted, and not confirmed either
            rivals = rereading.frames(claims, at, near, rivals=True)
            if _meant(record, rivals, pair, text, language):
                finding = withheld(record, finding, tried, language)
        if finding.reason and claim.of_a_table:
            # of a table nobody has read in words only what is decided is told
            continue
        judged.append(rereading.settled(finding))
        if tried is not None and rereading.taken(claims, at, judged):
            judged[-1] = withheld(record, finding, tried, language)
        told.finding(judged[-1])
        if tried is not None and tried.question.other and claim.kind == "quantity":
            swept.append((claim, tried))
    return Checked(
        article=article,
        pair=pair,
        findings=tuple(judged),
        joint=joint.search(record, swept),
        contradictions=_contradictions(swept),
        record=record.id,
        as_of=record.as_of,
        grid=grid().hash,
        language=language,
        corrections=corrections,
    )


def _claims(article: Article, pair: tuple[str, str] | None) -> tuple[Claim, ...]:
    """The claims of its sentences and of its tables, in the order of the text."""
    found = frames.claims(article, pair)
    cells = list(tables.claims(article, pair))
    if not cells:
        return found
    taken = {(cell.start, cell.end) for cell in cells}
    told = [claim for claim in found if not any(claim.start < end and start < claim.end for start, end in taken)]
    ordered = sorted([*told, *cells], key=lambda claim: (claim.start, claim.end, claim.kind))
    return tuple(replace(claim, id=f"c{number}") for number, claim in enumerate(ordered, 1))


def _meant(
    record: Record, others: Sequence[Claim], pair: tuple[str, str] | None, text: Text, language: str
) -> tuple[Finding, Claim, sweep.Sweep] | None:
    """The first of other frames of a claim that is reproduced, with its finding and its sweep.

    What a third party made of two reports says of no frame that it is the one meant.
    """
    for other in others:
        if not sweep.holds(record, other, pair, text.published):
            continue
        tried = sweep.run(record, other, pair, text.published, text.page)
        finding = judge(record, other, tried, language, text)
        compiled = any(d.slot == "source" for one in finding.giving for d in one.departures)
        if tried is not None and finding.code == "REPRODUCED" and not compiled:
            return finding, other, tried
    return None


def _about(claims: Sequence[Claim]) -> tuple[str, str] | None:
    """The two sides most of the claims are about; None where no two are."""
    sides = [tuple(sorted(claim.pair or {claim.reporter or "", claim.partner or ""})) for claim in claims]
    dyads = Counter(dyad for dyad in sides if len(dyad) == 2 and all(dyad))
    return min(dyads, key=lambda dyad: (-dyads[dyad], dyad)) if dyads else None


SHARES = {"partner_share_trade": "trade_total", "partner_share_exports": "exports", "partner_share_imports": "imports"}
"""A share and the level it is a share of."""

TOLERANCE = 0.1
"""Relative difference above which an implied total contradicts the recorded one."""


def _contradictions(swept: list[tuple[Claim, sweep.Sweep]]) -> tuple[Contradiction, ...]:
    """Share and level of one paragraph, dyad, period and flow whose total is off by over TOLERANCE."""
    levels: dict[tuple[object, ...], list[tuple[Claim, sweep.Sweep]]] = {}
    for claim, tried in swept:
        levels.setdefault((claim.measure, claim.block, joint.shared(claim, tried)), []).append((claim, tried))
    found = []
    for share, of_share in swept:
        terms = joint.shared(share, of_share)
        of_what = SHARES.get(share.measure or "")
        if not of_what or not terms:
            continue
        for level, of_level in levels.get((of_what, share.block, terms), []):
            implied = joint.contradiction(share, level)
            recorded = _recorded_total(of_share, of_level)
            if implied is not None and (recorded is None or abs(implied / recorded - 1) > TOLERANCE):
                unit = level.quantity.unit if level.quantity else ""
                found.append(Contradiction(share.id, level.id, implied, recorded, unit))
    return tuple(found)


def _recorded_total(of_share: sweep.Sweep, of_level: sweep.Sweep) -> float | None:
    """Total of the area whose share is claimed: its own level with the partner over its own share, same year."""
    if of_share.default is None:
        return None
    reading = of_share.default.reading
    tried = of_level.candidates
    same = (
        tried.holds("start", reading.start)
        & tried.holds("end", reading.end)
        & tried.holds("reporter", reading.definition.reporter)
        & tried.holds("partner", reading.definition.partner)
    )
    levels = tried.value[same & ~tried.changing("scale", "flow", "currency")]
    return float(levels[0] / (reading.value / 100)) if len(levels) else None
