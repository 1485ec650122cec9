"""Words for readings: sentences, definitions, departures and findings, in six languages.

All words stand in `languages/writing/<lang>.toml`; this package only fills their slots.
"""

from hali.narrate.checking import (
    axis_unit,
    check_label,
    check_labels,
    citation,
    contradiction,
    counts,
    disclaimer,
    joint,
    line_word,
    sentence_of,
    steps,
    strip,
)
from hali.narrate.chips import Chip, chip_line, chips
from hali.narrate.definition import composition, definition, departure, short, slots
from hali.narrate.finding import (
    abstention,
    event_explanation,
    event_title,
    explanation,
    finding_name,
    item,
    labelled,
    rank_explanation,
    reason,
    remarks,
    value_text,
)
from hali.narrate.line import line, telling, weak
from hali.narrate.sentence import Sentence, Span, count, gap, heading, is_lower_bound, printed_number, sentence, speaks
from hali.narrate.words import code, currency, label, measure, when

__all__ = [
    "Chip",
    "Sentence",
    "Span",
    "abstention",
    "axis_unit",
    "check_label",
    "check_labels",
    "chip_line",
    "chips",
    "citation",
    "code",
    "composition",
    "contradiction",
    "count",
    "counts",
    "currency",
    "definition",
    "departure",
    "disclaimer",
    "event_explanation",
    "event_title",
    "explanation",
    "finding_name",
    "gap",
    "heading",
    "is_lower_bound",
    "item",
    "joint",
    "label",
    "labelled",
    "line",
    "line_word",
    "measure",
    "printed_number",
    "rank_explanation",
    "reason",
    "remarks",
    "sentence",
    "sentence_of",
    "short",
    "slots",
    "speaks",
    "steps",
    "strip",
    "telling",
    "value_text",
    "weak",
    "when",
]
