"""Words for readings: sentences, definitions, departures and findings, in six languages.

All words stand in `languages/writing/<lang>.toml`; this package only fills their slots.
"""

from hali.narrate.checking import (
    as_read,
    axis_unit,
    check_label,
    check_labels,
    citation,
    contradiction,
    counts,
    disclaimer,
    joint,
    sentence_of,
    steps,
    strip,
)
from hali.narrate.definition import composition, definition, departure, short, slots
from hali.narrate.finding import (
    event_explanation,
    event_title,
    explanation,
    finding_name,
    item,
    labelled,
    not_tried,
    rank_explanation,
    remarks,
    value_text,
)
from hali.narrate.sentence import Sentence, Span, count, gap, heading, is_lower_bound, printed_number, sentence, speaks
from hali.narrate.words import code, currency, label, measure, when

__all__ = [
    "Sentence",
    "Span",
    "as_read",
    "axis_unit",
    "check_label",
    "check_labels",
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
    "measure",
    "not_tried",
    "printed_number",
    "rank_explanation",
    "remarks",
    "sentence",
    "sentence_of",
    "short",
    "slots",
    "speaks",
    "steps",
    "strip",
    "value_text",
    "when",
]
