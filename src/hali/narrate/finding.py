"""Findings in plain sentences: what the record says about a claim, in the language asked for."""

from __future__ import annotations

from collections.abc import Sequence

from hali.errors import UnknownCode
from hali.languages import numbers
from hali.model.claim import Candidate, Claim, Code
from hali.model.definition import Reading
from hali.model.observation import Event
from hali.narrate import words
from hali.narrate.definition import departure
from hali.narrate.sentence import count, sentence
from hali.narrate.words import AreaWords

SHOWN = 4
"""Definitions named in one explanation at the most."""

FRONT_CODES = ("OUTDATED", "DEPENDS_ON_DEFINITION", "ONLY_IF_TERMS_CHANGED")
"""Findings whose first sentence names the definitions that give the number."""


def explanation(
    code: Code,
    claim: Claim,
    default: Candidate | None,
    front: Sequence[Candidate],
    nearby: Sequence[Candidate],
    tried: int,
    lang: str,
    neighbour: Candidate | None = None,
) -> str:
    """Why a claim with a quantity got its finding: the default reading, what gives the number, how many were tried.

    Args:
        code: the finding.
        claim: the claim.
        default: the text's own terms, or None.
        front: candidates worth showing, default included.
        nearby: the other reporter and other compositions.
        tried: definitions tried.
        lang: language to write in.
        neighbour: where the record has nothing on the text's own terms, the nearest it has, or None.
    """
    lead, more = words.table(lang, "findings.lead"), words.table(lang, "findings.more")
    if code == "QUOTED_ONLY":
        return str(lead[code]).format(front=sentence(front[0].reading, lang).text)
    own = claim.sentence[claim.start - claim.sentence_start : claim.end - claim.sentence_start]
    said = (claim.quantity.text if claim.quantity else "") or own
    stated = sentence(default.reading, lang).text if default else str(lead["no_default"])
    if default is None and neighbour:
        stated = sentence(neighbour.reading, lang).text
    others = [c for c in front if default is None or c.reading.id != default.reading.id or c.departures]
    giving = [c for c in others if c.band < 2 and c.cost <= 3]
    sentences = []
    if code in FRONT_CODES and not giving:
        giving = others
    sentences.append(str(lead[code]).format(default=stated, claim=said, front=_listed(giving, lang)))
    if default is not None and nearby and code not in FRONT_CODES:
        sentences.append(str(more["beside"]).format(nearby=_listed(nearby, lang)))
    if code == "NOT_REPRODUCED" and others and not (neighbour and others[0].reading.id == neighbour.reading.id):
        sentences.append(str(more["nearest"]).format(nearest=item(others[0], lang)))
    counted = numbers.format_number(tried, lang, 0)
    sentences.append(str(more["tried_one" if tried == 1 else "tried"]).format(tried=counted))
    return " ".join(sentences)


def change(code: Code, now: Candidate, before: Reading, lang: str) -> str:
    """That two figures of one definition give a change: 13,880 in 2019, 12,180 for 2018, which is +14.0 %.

    Args:
        code: the finding.
        now: the figure of the year reached, with the change in percent as its value.
        before: that of the year it is counted from.
        lang: language to write in.
    """
    told = str(words.table(lang, "findings.lead")[code]).format(default=sentence(now.reading, lang).text)
    sign = "+" if now.value > 0 else ""
    return (
        told
        + " "
        + str(words.table(lang, "findings.more")["change"]).format(
            base=numbers.format_period(before.definition.period, lang),
            value=value_text(before.value, before.definition.unit, lang),
            change=sign + value_text(now.value, "PCT", lang),
        )
    )


def _listed(candidates: Sequence[Candidate], lang: str) -> str:
    return numbers.join_list([item(c, lang) for c in candidates[:SHOWN]], lang)


def item(one: Candidate, lang: str) -> str:
    """One candidate as "38.6 % (exports, not total trade)"."""
    more = words.table(lang, "findings.more")
    value = value_text(one.value, one.unit, lang)
    if not one.departures:
        return str(more["plain_item"]).format(value=value)
    departures = str(more["also"]).join(departure(d, lang, one.reading.end) for d in one.departures)
    return str(more["item"]).format(value=value, departures=departures)


def labelled(label: str, text: str, lang: str) -> str:
    """A text behind its label, with the colon of the language."""
    return str(words.table(lang, "findings.more")["labelled"]).format(label=label, text=text)


def value_text(value: float, unit: str, lang: str, digits: int | None = None) -> str:
    """A number as explanations and tables print it; a negative one with U+2212 where the language has its sign."""
    return numbers.format_quantity(value, "NR" if unit == "PERS" else unit, lang, digits)


def reason(id: str, claim: Claim, lang: str) -> str:
    """Why a finding abstains, in a sentence.

    Args:
        id: one of REASONS.
        claim: the claim.
        lang: language to write in.
    """
    return str(words.table(lang, "findings.reasons")[id]).format(word=claim.restriction)


def abstention(id: str, claim: Claim, neighbour: Candidate | None, lang: str) -> str:
    """Why a finding abstains, and what the record has instead."""
    told = reason(id, claim, lang)
    if neighbour is None:
        return told
    instead = str(words.table(lang, "findings.lead")["closest"]).format(closest=sentence(neighbour.reading, lang).text)
    return f"{told} {instead}"


def remarks(
    code: Code, claim: Claim, default: Candidate | None, front: Sequence[Candidate], lang: str
) -> tuple[str, ...]:
    """Further sentences: true but too low, a figure second-hand, a match only beyond.

    Args:
        code: the finding.
        claim: the claim.
        default: the text's own terms, or None.
        front: candidates shown.
        lang: language to write in.
    """
    written = words.table(lang, "findings.remarks")
    found = [str(written[bound])] if (bound := _one_sided(claim, default)) else []
    matching = [c for c in front if c.band < 2]
    quoted = next((c for c in matching if c.reading.status == "Q"), None)
    if quoted:
        found.append(str(written["second_hand"]).format(item=item(quoted, lang)))
    swapped = next((c for c in matching if any(d.slot == "currency" and d.said for d in c.departures)), None)
    if swapped:
        found.append(str(written["currency"]).format(item=item(swapped, lang)))
    far = next((c for c in matching if c.cost > 3), None)
    if far and far is not swapped and code == "NOT_REPRODUCED":
        found.append(str(written["beyond"]).format(item=item(far, lang)))
    return tuple(found)


def _one_sided(claim: Claim, default: Candidate | None) -> str:
    """`understates` for "more than 1,200" of 1,926, `overstates` for "under 3,000" of the same, else ""."""
    said = claim.quantity
    if said is None or default is None or default.band < 2:
        return ""
    percent = 100.0 if said.unit == "share" else 1.0
    if said.approximator in {">", ">="} and said.lenient_high is not None:
        return "understates" if default.value > percent * said.lenient_high else ""
    if said.approximator in {"<", "<="} and said.lenient_low is not None:
        return "overstates" if default.value < percent * said.lenient_low else ""
    return ""


def rank_explanation(code: Code, claim: Claim, of: Reading, countries: Sequence[str], lang: str) -> str:
    """What the record says about a rank claim.

    Args:
        code: the finding.
        claim: the rank claim.
        of: reading of the partner's rank.
        countries: the largest single countries, largest first.
        lang: language to write in.
    """
    written = words.table(lang, "findings.rank")
    if of.value in range(1, 6):
        statement = sentence(of, lang).text
    else:
        d = of.definition
        said = words.speakable(str(written["beyond"]), lang, partner=d.partner, reporter=d.reporter)
        statement = words.capital(
            words.filled(
                written["beyond" if said else "beyond_label"],
                partner=AreaWords(d.partner, lang),
                reporter=AreaWords(d.reporter, lang),
                place=numbers.format_number(of.value, lang, 0),
                when=words.when(d.period, lang),
                period=numbers.format_period(d.period, lang),
                count=count(of, lang),
            ),
            lang,
        )
    text = str(written[code if code in written else "other"]).format(statement=statement)
    if not countries:
        return text
    names = numbers.join_list([words.form(c, lang, "plain") for c in countries], lang)
    return f"{text} {str(written['countries']).format(countries=names)}"


def event_explanation(code: Code, claim: Claim, events: Sequence[Event], lang: str) -> str:
    """What the record says about a dated event.

    Args:
        code: the finding.
        claim: the event claim.
        events: what the record holds on its subject, the same action first.
        lang: language to write in.
    """
    written = words.table(lang, "findings.event")
    items = [
        str(written["item"]).format(date=numbers.format_date(e.date, lang), title=event_title(e, lang)[0])
        for e in events[:SHOWN]
    ]
    return str(written[code]).format(events=numbers.join_list(items, lang))


def event_title(event: Event, lang: str) -> tuple[str, str]:
    """What happened, and the language it is said in: from the templates, else the record's own English line."""
    known = words.table(lang, "events").get(f"{event.subject}.{event.action}")
    if not known:
        return event.title, "en"
    parties = numbers.join_list([words.form(code, lang, "plain") for code in event.parties], lang)
    # behind a colon the record's own line has the name of an agreement, which no template knows
    return str(known).format(party=parties, name=event.title.partition(": ")[2]), lang


def finding_name(code: Code, lang: str) -> str:
    """Short name of a finding: "Depends on the definition".

    Raises:
        UnknownCode: no such finding.
    """
    try:
        return str(words.table(lang, "findings.names")[code])
    except KeyError:
        raise UnknownCode("finding", code, tuple(words.table(lang, "findings.names"))[:3]) from None
