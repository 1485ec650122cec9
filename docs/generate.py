"""Writes docs/reference/ from what the code declares: a fact that stands in the code is never typed a second time.

Run `make docs`; tests/test_docs.py fails while a committed page differs from what the declarations give.
"""

from __future__ import annotations

import enum
import inspect
import re
import typing
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hali
from hali import cli, errors, languages
from hali.checking.definitions.grid import grid
from hali.codelists import areas, measures
from hali.model.claim import CODES, REASONS
from hali.pillars import pillars
from hali.record import tables

FOLDER = Path(__file__).parent / "reference"
HEAD = "<!-- Written by docs/generate.py; edit the declarations in src/hali, then run `make docs`. -->\n"


def page(title: str, lead: str, *parts: str) -> str:
    """One page: title, a paragraph, its parts."""
    return "\n".join([HEAD, f"# {title}\n", f"{lead}\n", *parts]).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def code(text: Any) -> str:
    """`text` as code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def first_line(thing: Any) -> str:
    """The first paragraph of a docstring, as one line."""
    # of nothing, Python 3.13 says that it is the None singleton
    doc = inspect.getdoc(thing) if thing is not None else ""
    return " ".join((doc or "").split("\n\n")[0].split())


# commands


def commands() -> str:
    """Every command with its arguments and options, from the Typer application."""
    parts = []
    for name, function in command_functions():
        parameters = list(_parameters(function))
        arguments = [p["usage"] for p in parameters if p["kind"] == "argument"]
        usage = " ".join(["hali", name, *arguments, *["[OPTIONS]"] * (len(parameters) > len(arguments))])
        parts += [f"## {name}\n", f"{first_line(function)}\n", f"```\n{usage}\n```\n"]
        if parameters:
            rows = [(p["name"], p["values"], p["default"], p["help"]) for p in parameters]
            parts.append(table(("argument or option", "takes", "default", "meaning"), rows))
    lead = (
        "`hali COMMAND --help` says the same. `-` is standard input or output. Exit code 0: done; 1: `--fail-on` found"
        " something; 2: the question was wrong, one line on standard error says what would be accepted; 3: a publisher"
        " failed."
    )
    return page("Commands", lead, *parts)


def command_functions() -> list[tuple[str, Callable[..., Any]]]:
    """Name and function of every command, in the order of `hali --help`."""
    return [
        (command.name or command.callback.__name__, command.callback)
        for command in cli.app.registered_commands
        if command.callback is not None
    ]


def _parameters(function: Callable[..., Any]) -> Iterator[dict[str, str]]:
    hints = typing.get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        plain, declared = typing.get_args(hints[name])[:2]
        is_option = type(declared).__name__ == "OptionInfo"
        # inside Annotated the first flag is taken for the default, and sorted out later by Typer itself
        flags = [flag for flag in (declared.default, *(declared.param_decls or ())) if str(flag).startswith("-")]
        shown = ", ".join(flags) or f"--{name.replace('_', '-')}"
        default = "" if parameter.default in (inspect.Parameter.empty, None, "", False) else parameter.default
        required = parameter.default is inspect.Parameter.empty
        yield {
            "kind": "option" if is_option else "argument",
            "name": code(shown if is_option else name.upper()),
            "usage": name.upper() if required else f"[{name.upper()}]",
            "values": _values(plain, declared.metavar),
            "default": code(default.value if isinstance(default, enum.Enum) else default),
            "help": declared.help or "",
        }


def _values(plain: Any, metavar: str | None) -> str:
    options = [p for p in (typing.get_args(plain) or (plain,)) if p is not type(None)]
    if isinstance(options[0], type) and issubclass(options[0], enum.Enum):
        return ", ".join(code(one.value) for one in options[0])
    if typing.get_origin(options[0]) is list:
        return code(metavar) if metavar else _values(typing.get_args(options[0])[0], None)
    if typing.get_origin(options[0]) is tuple:
        return "two texts"
    return code(metavar) if metavar else {bool: "", str: "text", int: "number", Path: "file"}[options[0]]


# vocabulary


def measures_page() -> str:
    """The measures of claims and the series of the record."""
    answered = defaultdict(list)
    for pillar in pillars():
        for indicator in pillar.indicators:
            for measure in indicator.measures:
                answered[measure].append(code(indicator.id))
    listed = measures.measures()
    claims = [
        (
            code(m.id),
            m.pillar,
            m.unit,
            m.relation,
            m.lag_months,
            m.default,
            m.note,
            ", ".join(answered[m.id]) or "none yet",
        )
        for m in listed
        if m.kind == "claim"
    ]
    stored = [
        (code(m.id), m.pillar, m.unit, m.lag_months, m.definition, ", ".join(map(code, m.feeds)))
        for m in listed
        if m.kind == "observed"
    ]
    return page(
        "Measures",
        "What a claim can be about, and what the record stores. A measure no indicator answers is recognised in a text"
        " and found to be outside the record. The lag is the months after the end of a year until its figure is usually"
        " out; 0 where it is known at once.",
        "## Measures of claims\n",
        table(("measure", "pillar", "unit", "relation", "lag", "by default", "mind", "answered by"), claims),
        "## Series of the record\n",
        table(("series", "pillar", "unit", "lag", "what is counted", "feeds"), stored),
    )


def indicators() -> str:
    """Pillars, their sections and their indicators with formulas."""
    parts = []
    for pillar in pillars():
        parts.append(f"## {pillar.id}\n")
        parts += [
            f"Section {'.'.join(map(str, section.order))}, `{section.id}`: {_listed(section.id)}.\n"
            for section in sorted(pillar.sections, key=lambda s: s.order)
        ]
        rows = [
            (code(i.id), i.formula, ", ".join(map(code, i.measures)), first_line(_function(i)), i.source)
            for i in pillar.indicators
        ]
        parts.append(table(("indicator", "formula", "measures", "what it returns", "follows"), rows))
    return page(
        "Pillars and indicators",
        "An indicator is one relational expression that returns a row for every definition of its measures.",
        *parts,
    )


def _listed(section: str) -> str:
    """Measures a section of the brief shows."""
    return ", ".join(map(code, measures.in_section(section, "stated", "listed"))) or "events only"


def _function(indicator: Any) -> Any:
    """The function of an indicator, also where some of its arguments are filled in."""
    return getattr(indicator.expression, "func", indicator.expression)


def areas_page() -> str:
    """Blocs with the dates of their members, and every code."""
    by_bloc: dict[str, list[areas.Membership]] = defaultdict(list)
    for membership in areas.membership():
        by_bloc[membership.bloc].append(membership)
    parts = ["## Membership by date\n"]
    for bloc, members in by_bloc.items():
        rows = [(code(m.member), m.start, m.end or "", m.role) for m in members]
        parts += [f"### {bloc}: {areas.area(bloc).name}\n", table(("member", "from", "no longer from", "role"), rows)]
    fixed = [
        (code(c), areas.area(c).name, day, len(areas.members(c, day)), _codes(areas.members(c, day)))
        for c, day in areas.FIXED.items()
    ]
    parts += ["## Fixed compositions\n", table(("code", "name", "as on", "members", "which"), fixed)]
    listed = [areas.area(c) for c in areas.codes()]
    rows = [(code(a.code), a.kind, code(areas.concept(a.code)), a.name) for a in listed]
    parts += ["## Every code\n", table(("code", "kind", "what a text calls it", "name"), rows)]
    lead = (
        "Countries are ISO 3166 alpha-3. A text says `EU`; a reading says which members were counted. "
        "A fixed code has the members of one day, a moving code those of the day the number is about."
    )
    return page("Areas and blocs", lead, *parts)


def _codes(found: Iterable[str]) -> str:
    return " ".join(sorted(found))


def errors_page() -> str:
    """The error tree."""
    rows = [
        (code(error.__name__), code(error.__mro__[1].__name__), error.exit_code, first_line(error))
        for error in error_classes()
    ]
    tree = inspect.getdoc(errors) or ""
    drawing = tree[tree.index("    HaliError") : tree.index("Each error")].rstrip()
    lead = (
        "hali raises only these on purpose. The command line prints one line on standard error and returns the exit"
        " code; a traceback is a bug."
    )
    table_ = table(("error", "is a", "exit code", "meaning"), rows)
    return page("Errors", lead, f"```\n{inspect.cleandoc(drawing)}\n```\n", table_)


def error_classes() -> list[type[errors.HaliError]]:
    """Every error class, base first."""
    found = [e for e in vars(errors).values() if inspect.isclass(e) and issubclass(e, errors.HaliError)]
    return sorted(found, key=lambda e: (len(e.__mro__), e.__name__))


def grid_page() -> str:
    """The grid: what is tried on which claim, and at what cost."""
    g = grid()
    tried = [
        (code(claimed), ", ".join(f"`{m}` {cost}" for m, (cost, _) in entries.items()))
        for claimed, entries in g.tried.items()
    ]
    families: dict[str, list[str]] = defaultdict(list)
    for measure, family in g.families.items():
        families[family].append(code(measure))
    costs = [
        (g.open, "an open slot of the text filled with another common choice"),
        (g.stated, "a term the text states is contradicted"),
        (g.slip, "a slip: currency swapped, power of ten, flow for stock, another bloc"),
    ]
    return page(
        "The grid",
        f"Version {g.version}, hash `{g.hash}`. The grid is fixed before any claim is seen and is the same for every"
        " claimant; each finding carries its hash.",
        "## Costs\n",
        table(("cost", "departure from the text"), costs),
        "## What is tried on a claim, and what the change of measure costs\n",
        table(("claim about", "measures tried"), tried),
        "Any other measure is tried on its own readings only.\n",
        "## Families\n",
        table(("family", "measures"), [(f, ", ".join(m)) for f, m in families.items()]),
        "## The variant meant where a text names none\n",
        table(("measure", "variant"), [(code(m), code(v)) for m, v in g.variants.items()]),
        "## Finding codes\n",
        "The first rule that holds decides; the rules stand in [Checking](../methods/checking.md).\n",
        "\n".join(f"- `{c}`" for c in CODES) + "\n",
        "## Reasons for saying nothing\n",
        table(("reason", "in words"), [(code(r), languages.writing("en")["findings"]["reasons"][r]) for r in REASONS]),
    )


# record


def sources() -> str:
    """Dataflows and origins with licences."""
    flows = [
        (
            code(d.id),
            d.title,
            d.publisher,
            d.nature.replace("_", " ") + (", passed on by a third party" if d.relayed else ""),
            {"lower": "lower bounds", "upper": "upper bounds"}.get(d.bound, ""),
            "" if d.lag_months is None else d.lag_months,
            {"Y": "rows", "X": "single figures with citation", "N": "nothing"}[d.ship or "N"],
        )
        for d in tables.dataflows().values()
    ]
    origins = tables.origins().values()
    pages = [o for o in origins if o.id.startswith("C_")]
    whole = [
        (code(o.id), o.producer, o.title, o.date_published or "not printed", o.licence, o.attribution)
        for o in origins
        if o not in pages
    ]
    single = [
        (code(o.id), o.producer, o.title, o.date_published or "not printed", f"<{o.url_main}>", o.licence)
        for o in pages
    ]
    return page(
        "Sources and licences",
        "The record is a compilation of published facts. Each observation carries its origin; the note of an origin"
        " (`hali explain`) says how it was read.",
        "## Dataflows\n",
        "The lag is the months after the end of a year until its figure is usually out, where it is not that of the"
        " measure.\n",
        table(("dataflow", "content", "publisher", "nature", "shares and sums", "lag", "may be redistributed"), flows),
        "## Tables\n",
        table(("origin", "producer", "title", "published", "licence", "attribution"), whole),
        "## Pages of single figures\n",
        table(("origin", "producer", "title", "published", "page", "licence"), single),
    )


def publishers() -> str:
    """Each publisher: how it is asked, what it gives at once, and the documentation that was followed."""
    from hali.connectors import sources as declared

    parts = []
    for source in declared().values():
        told = [
            ("tables", ", ".join(code(d.id) for d in source.dataflows)),
            ("home page", f"<{source.url}>" if source.url.startswith("http") else source.url),
            ("terms", source.licence),
            ("published", source.cadence),
        ]
        if source.automated:
            told += [
                ("asked by program", _pace(source.rate) + (f", {source.daily} a day" if source.daily else "")),
                ("what it gives", source.limits),
                ("key", code(source.key_env) if source.key_env else "none"),
                ("documentation followed", ", ".join(f"<{page}>" for page in source.documentation)),
                ("read on", source.read),
            ]
        else:
            told.append(("asked by program", "no: fetch its files and `hali ingest` them"))
        parts += [f"## {source.title}\n", table(("", f"`{source.id}`"), [row for row in told if row[1]])]
    return page(
        "Publishers",
        "How each publisher is asked. A question that is too large is parted; an answer that was cut off is not kept."
        " The documentation was read in stored copies of its pages.",
        *parts,
    )


def _pace(rate: float) -> str:
    """So many messages in a time, in words."""
    number, time = (rate, "second") if rate >= 1 else (rate * 3600, "hour")
    return f"{number:g} message{'s' * (number > 1)} a{'n' * (time == 'hour')} {time}"


def python() -> str:
    """The Python interface: signatures and docstrings."""
    parts = [f"```python\n{inspect.getdoc(hali)}\n```\n"]
    for name in hali.__all__:
        thing = getattr(hali, name)
        if not inspect.isfunction(thing):
            continue
        signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(thing)))
        doc = inspect.getdoc(thing) or ""
        parts += [f"## hali.{name}\n", f"```python\n{name}{signature}\n```\n", f"```\n{doc}\n```\n"]
    return page("Python", "Everything public stands in `hali.__all__`; the rest may change without notice.", *parts)


# shapes of JSON

SAMPLES: tuple[dict[str, Any], ...] = (
    {
        "text": "In 2021 the EU accounted for almost 40 % of Kazakhstan's foreign trade, and trade between them was "
        "worth €24 billion. The EU is Kazakhstan's largest trading partner. The EPCA entered into force in March 2020.",
        "pair": ("EU", "KZ"),
        "published": "2023-09-01",
        "as_of": "2024-01-01",
    },
    {"text": "The EU has between 35 and 40 % of Kazakhstan's foreign trade. Good morning; 7 % of everything is 12."},
)


def json_shapes() -> str:
    """The keys of `--format json`, seen on real briefs and checks."""
    import json

    from hali.checking.output.report import to_json
    from hali.publish.render import render

    checked = [
        to_json(hali.check(**sample, record=hali.open_record(as_of=sample.get("as_of", "")))) for sample in SAMPLES
    ]
    briefs = [json.loads(render(hali.brief(*pair), "json")) for pair in (("EU", "KZ"), ("EU", "CN"))]
    return page(
        "JSON",
        "`hali check --format json` and `hali brief --format json` print one document of these shapes; their JSON"
        " Schema, and that of every other document, lies in `docs/reference/schemas/`. Offsets are code points into"
        " `document.text`. `[]` stands for every element of a list, `<key>` for a key that is data.",
        "## hali check\n",
        table(("key", "type"), shape(checked)),
        "## hali brief\n",
        table(("key", "type"), shape(briefs)),
    )


BY_KEY = {"evidence", "origins", "placebo", "readings"}
"""Objects whose keys are data."""

KINDS = {
    dict: "object",
    list: "list",
    str: "text",
    bool: "true or false",
    int: "number",
    float: "number",
    type(None): "null",
}


def shape(documents: Sequence[Any]) -> list[tuple[str, str]]:
    """Every key path of some JSON documents with the types seen there, each key after the one that holds it."""
    return list(_shape("", documents))


def _shape(path: str, values: Sequence[Any]) -> Iterator[tuple[str, str]]:
    if path:
        yield code(path), " or ".join(sorted({KINDS[type(value)] for value in values}))
    by_key = path.rpartition(".")[2] in BY_KEY
    inner: dict[str, list[Any]] = {}
    for value in values:
        for key, one in value.items() if isinstance(value, dict) else ():
            inner.setdefault(f"{path}.{'<key>' if by_key else key}".lstrip("."), []).append(one)
        for one in value if isinstance(value, list) else ():
            inner.setdefault(f"{path}[]", []).append(one)
    for longer, ones in inner.items():
        yield from _shape(longer, ones)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "python.md": python,
    "measures.md": measures_page,
    "indicators.md": indicators,
    "areas.md": areas_page,
    "grid.md": grid_page,
    "sources.md": sources,
    "publishers.md": publishers,
    "errors.md": errors_page,
    "json.md": json_shapes,
}
"""Every generated page; json.md is the only one that opens the record."""


def schema(name: str) -> str:
    """The JSON Schema of a document, as text."""
    import json

    from hali.web.api import schemas

    return json.dumps(schemas.schema(name), indent=1, ensure_ascii=False) + "\n"


NOTEBOOKS = ("researcher",)
"""Tutorials that are notebooks, too."""


def notebook(page: str) -> str:
    """A tutorial as a Jupyter notebook (nbformat 4.5): its Python as code, all else as text."""
    import json

    text = (FOLDER.parent / "tutorial" / f"{page}.md").read_text(encoding="utf-8")
    cells = []
    for number, part in enumerate(re.split(r"```python\n(.*?)```\n", text, flags=re.DOTALL)):
        lines = part.strip().splitlines(keepends=True)
        kind: dict[str, Any] = {"cell_type": "markdown"}
        if number % 2:
            kind = {"cell_type": "code", "execution_count": None, "outputs": []}
        if lines:
            cells.append({**kind, "id": f"cell-{number}", "metadata": {}, "source": lines})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    held = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"


COVERED = (("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ"), ("KZ", "UZ"), ("EU", "CN"))
"""Pairs whose briefs the page on coverage looks through."""


def coverage() -> str:
    """What the briefs of some pairs show of the record, and which series no section shows."""
    from hali.briefs import elements
    from hali.publish.document import DataTable, Figure, Paragraph
    from hali.record import tables

    record = hali.open_record()
    documents = [hali.brief(*pair, record=record) for pair in COVERED]

    def state(section: Any) -> str:
        if section.gap is not None:
            return f"gap: {section.gap.reason}"
        kinds = [Paragraph, Figure, DataTable]
        return (
            ", ".join(k.__name__.lower() for k in kinds if any(isinstance(b, k) for b in section.blocks)) or "heading"
        )

    rows = [
        (f"{sections[0].number} {sections[0].title}", *map(state, sections))
        for sections in zip(*(document.sections for document in documents), strict=True)
    ]
    held = Counter(map(measures.base, tables.read_embedded()["measure"].to_pylist()))
    shown = {m.id for m in measures.measures() if m.brief.section or m.brief.target}
    shown |= {"pledged_finance", "programme_contribution", *elements.asked()}
    left = [
        (
            code(m),
            count,
            "size of an economy or growth: asked for by `check`"
            if measures.measure(m).brief.use == "never"
            else "no section of the article asks for it",
        )
        for m, count in sorted(held.items())
        if m not in shown
    ]
    return page(
        "Coverage",
        "What the record that ships with the package holds of a pair of countries or blocs, and what its brief shows.",
        *elements_counted(),
        "## Sections\n",
        "What the brief of a pair shows, section by section: statements (paragraph), a figure, tables, or the reason of"
        " a gap. Sections with a gap say on the page where was looked and what would fill it.\n",
        table(("section", *("–".join(pair) for pair in COVERED)), rows),
        "## Stored and not shown\n",
        "Observations of these measures answer `hali readings` and `hali check`; no section of the brief shows them.\n",
        table(("measure", "observations", "why"), left),
    )


def elements_counted() -> list[str]:
    """The sixty elements of a pair and how many of them pairs have, as `tools/elements.py` counted last."""
    import json

    from hali.briefs import elements

    counted = json.loads((FOLDER.parent / "elements.json").read_text(encoding="utf-8"))
    groups = list(dict.fromkeys(element.group for element in elements.declared()))
    sizes = [sum(element.group == group for element in elements.declared()) for group in groups]
    rows = [
        (
            pair.replace("-", "\u2013"),
            *(one["groups"].get(group, 0) for group in groups),
            one["held"],
            one["partly"],
            one["newest"] or "\u2013",
        )
        for pair, one in counted["pairs"].items()
    ]
    heads = [f"{group} ({size})" for group, size in zip(groups, sizes, strict=True)]
    listed = [
        (element.group, code(element.id), element.names["en"], answered(element)) for element in elements.declared()
    ]
    return [
        "## The sixty elements of a pair\n",
        "Each is shown in the brief, or named in one line as not held. An element that needs both sides counts only"
        " with both; a figure somebody quoted counts nothing, nor does a figure or an event of another pair.\n",
        table(("pair", *heads, "of 60", "in part", "newest year"), rows),
        f"Over {len(counted['drawn'])} pairs of members of the United Nations drawn by the seed {counted['seed']} the"
        f" median is {counted['median']:g} of 60. Counted on the record `{counted['record']}` as of {counted['day']} by"
        " `tools/elements.py`, which takes minutes.\n",
        "## What answers an element\n",
        table(("group", "element", "name", "answered by"), listed),
    ]


def answered(element: Any) -> str:
    """The measures, events or rule that answer an element."""
    parts = [code(measure) for measure in sorted(element.measures)]
    parts += [f"events {code(pattern)}" for pattern in element.events]
    parts += [f"computed: {code(element.rule)}"] if element.rule else []
    return ", ".join(parts)


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER.parent / "coverage.md").write_text(coverage(), encoding="utf-8")
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
    for name in NOTEBOOKS:
        (FOLDER.parent / "tutorial" / f"{name}.ipynb").write_text(notebook(name), encoding="utf-8")
    from hali.web.api.schemas import DOCUMENTS

    (FOLDER / "schemas").mkdir(exist_ok=True)
    for name in DOCUMENTS:
        (FOLDER / "schemas" / f"{name}.json").write_text(schema(name), encoding="utf-8")


if __name__ == "__main__":
    main()
