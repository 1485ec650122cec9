"""One document and one checked article about countries that do not exist; every figure in them is invented."""

from __future__ import annotations

import pytest

from hali.publish.annotated import (
    AnnotatedDocument,
    FindingCard,
    JointCard,
    Row,
    Slot,
    Span,
    State,
    TextBlock,
)
from hali.publish.document import (
    Box,
    CitedOrigin,
    Column,
    DataTable,
    Document,
    Figure,
    Foreign,
    Gap,
    KeyNumber,
    KeyNumbers,
    Note,
    Paragraph,
    Plain,
    Quantity,
    Quoted,
    ReadingCard,
    Run,
    Section,
    Statement,
    plain,
)
from hali.publish.plots import (
    Band,
    Bar,
    Bars,
    Break,
    Dot,
    Dumbbell,
    Line,
    Pair,
    Point,
    Series,
    Spark,
    Stack,
    Stacked,
    Strip,
)

WORDS = {
    "about_data": "What to know about this data",
    "about_number": "About this number",
    "as_of": "As of",
    "attribution": "Attribution",
    "composition": "Composition",
    "contents": "Contents",
    "definition": "Definition",
    "digest": "Digest",
    "disclaimer": "Disclaimer",
    "formula": "Formula",
    "key_numbers": "Key numbers",
    "licence": "Licence",
    "looked_in": "Looked in",
    "methods": "Methods",
    "next_step": "Next step",
    "no_data": "no data",
    "other_definitions": "Other definitions",
    "permalink": "Permalink",
    "published_by": "publisher's page",
    "reading_id": "Reading",
    "record": "Record",
    "retrieved": "Retrieved",
    "skip": "Skip to the text",
    "source": "Source",
    "sources": "Sources",
    "sources_agency": "Agencies",
    "sources_official": "Official pages",
    "sources_research": "Institutes",
    "sources_table": "Statistics",
    "status": "Status",
    "table": "The numbers drawn",
}
READINGS: dict[str, tuple[str, float, str, str, list[int]]] = {
    "a1b2c3d4e5f6": (
        "24.4\u00a0billion\u00a0euro",
        24_443_000_000.0,
        "EUR",
        "trade in goods, by Samplia's count",
        [1, 3],
    ),
    "b1b2c3d4e5f6": (
        "23.0\u00a0billion\u00a0euro",
        23_035_000_000.0,
        "EUR",
        "trade in goods, by Examplia's count",
        [2],
    ),
    "c1b2c3d4e5f6": ("28.4\u00a0%", 28.42, "PCT", "Examplia's share in Samplia's trade in goods", [1]),
    "d1b2c3d4e5f6": ("38.6\u00a0%", 38.55, "PCT", "Examplia's share in Samplia's exports of goods", [1]),
}


def number(reading: str, flag: str = "") -> Quantity:
    text, value, unit, _, _ = READINGS[reading]
    return Quantity(text, reading, value, unit, 1e9 if unit == "EUR" else 1.0, 1, flag)


def sentence(*runs: Run | str, sources: tuple[int, ...] = ()) -> Statement:
    return Statement(tuple(Plain(run) if isinstance(run, str) else run for run in runs), sources)


def cards() -> dict[str, ReadingCard]:
    found: dict[str, ReadingCard] = {}
    for name, (_, value, unit, definition, sources) in READINGS.items():
        found[name] = {
            "definition": f"{definition}, goods, 2021, Examplia with its members since February 2020",
            "formula": "(exports + imports) / rate",
            "value": value,
            "unit": unit,
            "status": "normal",
            "sources": sources,
            "slots": [("Reporter", "Samplia"), ("Partner", "Examplia"), ("Flow", "exports and imports")],
            "others": [{"reading": "e1b2c3d4e5f6", "definition": "row as printed, with Thirdland", "text": "29.6 %"}],
        }
    return found


def line() -> Line:
    years = range(2014, 2025)
    own = tuple(Point(y, None if y == 2019 else 20 + (y - 2014) * 1.3 + y % 3, y == 2022) for y in years)
    other = tuple(Point(y, 19 + (y - 2014) * 1.25) for y in years)
    return Line(
        (Series("Samplia's count", own), Series("Examplia's count", other)),
        "billion EUR",
        breaks=(Break(2020.5, "without Thirdland from 2021"),),
        claim=Band(23.5, 24.5, "claimed: 24"),
    )


def bars() -> Bars:
    rows = (("Northland", 24.2), ("Examplia", 28.42), ("Federation of the Very Long Islands", 9.5), ("Otherland", 3.1))
    made = [Bar(name, value, f"{value:.1f} %", name == "Examplia", name == "Otherland") for name, value in rows]
    return Bars((*made, Bar("Nowhere", None, "no data")), "% of Samplia's trade")


def dumbbell() -> Dumbbell:
    return Dumbbell(
        (
            Pair("Exports of Samplia to Examplia", (17.5, 19.2), ("17.5", "19.2")),
            Pair("Imports", (5.5, 5.4), ("5.5", "5.4"), (False, True)),
            Pair("Both", (23.0, None), ("23.0", "")),
        ),
        ("Examplia's count", "Samplia's count"),
        "billion EUR",
    )


def stack() -> Stack:
    return Stack(
        (Stacked("Middle route", (3, 2, 4, 1.5, 3), "13.5"), Stacked("Northern route", (6, None, 8, 1, 2), "17.0")),
        ("Rail", "Port", "Ferry", "Border", "Road to the end point"),
        "days",
    )


def spark() -> Spark:
    return Spark(tuple(Point(y, None if y == 2018 else (y - 2010) ** 1.5 + y % 3) for y in range(2010, 2024)))


def drawn_table(caption: str) -> DataTable:
    return DataTable(
        (Column("Year"), Column("Samplia's count", True), Column("Examplia's count", True)),
        (
            (Plain("2021"), number("a1b2c3d4e5f6", "b"), number("b1b2c3d4e5f6")),
            (Plain("2019"), None, number("b1b2c3d4e5f6")),
        ),
        caption,
        "billion EUR",
        (1, 2),
        "b: break in the series",
    )


def trade_section(place: int = 1) -> Section:
    first = sentence(
        "Trade in goods with Examplia was ",
        number("a1b2c3d4e5f6"),
        " in 2021, by Samplia's count.",
        sources=(1, 3),
    )
    second = sentence("By Examplia's count, trade in goods was ", number("b1b2c3d4e5f6"), " in 2021.", sources=(2,))
    third = sentence(
        "The share of Examplia in Samplia's trade in goods, called ",
        Foreign("üleüldine osa", "et"),
        " in the national table, was ",
        number("c1b2c3d4e5f6"),
        " in 2021; a minister said ",
        Quoted("almost 40 %", "Minister of Trade", "c1"),
        " <& no less>.",
        sources=(1,),
    )
    return Section(
        f"trade{place}",
        "trade",
        "Trade in goods and services",
        2,
        f"{place}.1",
        (
            Paragraph((first, second)),
            Paragraph((third,)),
            Figure(
                line(),
                sentence("Trade by either count has grown since 2014.", sources=(1, 2)),
                "Trade in goods, billion EUR, exports and imports",
                "Samplia Statistics, table T1 (2022-03); Examplia Data Office (2023-01).",
                "Trade by either count: from 20 in 2014 to 35 in 2024, with a gap in 2019.",
                drawn_table("Trade in goods"),
                "Hollow points are second-hand.",
            ),
            drawn_table("Trade in goods, 2019 and 2021"),
            Note((plain("Parts may not add up to totals, for each is rounded by itself."),)),
        ),
    )


def sample() -> Document:
    gap = Gap(
        "published_not_held",
        "The tables of visitors are published, but the record does not hold them.",
        ("Samplia Statistics, table V2", "Examplia Data Office"),
        "hali update samplia",
    )
    figures = [
        Figure(
            chart,
            plain(f"A finding about {name}."),
            "Unit and definition",
            "Source, vintage.",
            "Alt.",
            drawn_table(name),
        )
        for name, chart in (("partners", bars()), ("both counts", dumbbell()), ("routes", stack()))
    ]
    return Document(
        kind="brief",
        title="Examplia and Samplia: the state of relations",
        subtitle="What the official record says, and where its parts disagree",
        language="en",
        pair=("EXA", "SAM"),
        composition=(("Examplia", "a bloc: members since February 2020"), ("Samplia", "a country")),
        as_of="2026-03-01",
        as_of_text="1 March 2026",
        record="rec-2026-03-01",
        version="hali 0.1.0",
        lead=(
            KeyNumbers(
                (
                    KeyNumber(
                        "Trade in goods, 2021, by Samplia's count",
                        number("a1b2c3d4e5f6"),
                        (sentence("By Examplia's count it was ", number("b1b2c3d4e5f6"), "."),),
                        (1, 3),
                        spark(),
                    ),
                    KeyNumber("Share of Examplia in Samplia's trade in goods, 2021", number("c1b2c3d4e5f6"), (), (1,)),
                    KeyNumber(
                        "Share of Examplia in Samplia's exports of goods, 2021", number("d1b2c3d4e5f6"), (), (1,)
                    ),
                )
            ),
            Paragraph((sentence("Examplia is the largest partner of Samplia, counted as a bloc.", sources=(1,)),)),
        ),
        sections=(
            Section("economy", "", "Economy", 1, "1"),
            trade_section(),
            Section("investment", "investment", "Investment", 2, "1.2", (figures[0],)),
            Section("energy", "energy", "Energy supply", 1, "2", (figures[1],)),
            Section("routes", "connectivity", "Transport routes", 1, "3", (figures[2],)),
            Section("tourism", "people", "Tourism", 1, "8", (), gap),
            Section(
                "outlook",
                "",
                "Outlook",
                1,
                "12",
                (Box("coverage", "Coverage", (Paragraph((plain("Three sections with data, one without."),)),)),),
            ),
        ),
        readings=cards(),
        origins=(
            CitedOrigin(
                "sam-t1",
                "Samplia Statistics (2022). Foreign trade by country [T1].",
                "CC BY 4.0",
                "Samplia Statistics, table T1",
                "https://statistics.example/t1",
                "2026-02-11",
            ),
            CitedOrigin(
                "exa-7",
                "Examplia Data Office (2023). Trade in goods [EX-7].",
                "open, reuse with source",
                retrieved="2026-02-12",
            ),
            CitedOrigin("rates", "Bank of Examplia (2022). Reference rates.", "public domain"),
        ),
        labels=WORDS,
        methods=(plain("The bloc is the sum of its members on the last day of the period."),),
        disclaimer=("The numbers are their publishers'. A finding is about a number, never about intent.",),
        permalink="https://hali.example/en/exa/sam",
    )


@pytest.fixture(scope="session")
def document() -> Document:
    return sample()


ANNOTATED_WORDS = {
    "alternative": "The author's number is true if written",
    "article": "Article",
    "as_read": "The claim as read",
    "unread": "Not read as statistics",
    "attribution": "Attribution",
    "changes": "Change",
    "closest": "Closest true sentence",
    "definition": "Definition",
    "definitions_tried": "Definitions tried",
    "digest": "Digest",
    "disclaimer": "Disclaimer",
    "findings": "Findings",
    "gap": "Gap",
    "licence": "Licence",
    "no_data": "no data",
    "not_stated": "not stated",
    "nothing_found": "No checkable number was found.",
    "published_by": "publisher's page",
    "reading_id": "Reading",
    "record": "Record",
    "remarks": "Remarks",
    "retrieved": "Retrieved",
    "skip": "Skip to the article",
    "source": "Source",
    "sources": "Sources",
    "sources_agency": "Agencies",
    "sources_official": "Official pages",
    "sources_research": "Institutes",
    "sources_table": "Statistics",
    "value": "Value",
}


def strip(many: int = 30) -> Strip:
    swarm = tuple(Dot(20 + (k * 37 % 211) / 10, hollow=k % 9 == 0) for k in range(many))
    named = (
        Dot(28.42, "default", "28.4 %: trade, 2021"),
        Dot(29.56, "front", "29.6 %: as printed", True),
        Dot(38.55, "front", "38.6 %: exports"),
        Dot(39.75, "front", "39.7 %: in 2018"),
    )
    return Strip((*named, *swarm, Dot(400.0)), Band(35, 40, "claimed: almost 40 %", 40), "% of Samplia's trade")


def finding(name: str, state: State, code: str, word: str, quote: str, *, full: bool = False) -> FindingCard:
    rows = (
        Row(
            "default",
            "28.4 %",
            "trade in goods, 2021, Examplia without Thirdland",
            "",
            "1.32",
            "c1b2c3d4e5f6",
            (1,),
            True,
        ),
        Row(
            "", "29.6 %", "row as printed, with Thirdland", "composition: with Thirdland", "1.09", "e1b2c3d4e5f6", (1,)
        ),
        Row("", "38.6 %", "exports of goods, 2021", "flow: exports, not trade", "0", "d1b2c3d4e5f6", (1, 2)),
    )
    return FindingCard(
        id=name,
        state=state,
        code=code,
        word=word,
        quote=quote,
        slots=(
            Slot("Measure", "share in trade"),
            Slot("Partner", "Examplia"),
            Slot("Year", None),
            Slot("Flow", "both"),
        ),
        verdict=(sentence("Examplia's share was ", number("c1b2c3d4e5f6"), " in 2021.", sources=(1,)),),
        strip=strip() if full else None,
        alt="Definitions tried lie from 20 to 41 %; the claim is 35 to 40 %." if full else "",
        rows=rows if full else rows[:1],
        counts="36 tried, 4 without data, 7 matching; a random figure of this form would match 33 % of the time.",
        closest="Examplia made up 28 % of Samplia's trade in goods in 2021." if full else "",
        alternative="Examplia took 39 % of Samplia's exports of goods in 2021." if full else "",
        remarks=("Coincidence is not excluded.",) if full else (),
    )


def checked() -> AnnotatedDocument:
    text = "Examplia makes up almost 40 % of Samplia's external trade. Trade was 24 billion euro in 2021. It rains."
    first, second = text.index("almost"), text.index("24 billion")
    ends = [i + 1 for i, letter in enumerate(text) if letter == "."]
    sentences = tuple(zip([0, ends[0] + 1, ends[1] + 1], ends, strict=True))
    foreign = "Examplia ist der <größte> Partner. Der Vertrag trat im März 2020 in Kraft."
    return AnnotatedDocument(
        title="Check of “Two partners”",
        language="en",
        facts=(("Article", "two-partners.txt"), ("Published", "1 March 2022"), ("Pair", "Examplia, Samplia")),
        blocks=(
            TextBlock("title", "Two partners"),
            TextBlock("label", "Trade:"),
            TextBlock(
                "paragraph",
                text,
                sentences=sentences,
                spans=(
                    Span(first, first + len("almost 40 %"), "c1"),
                    Span(second, second + len("24 billion euro"), "c2"),
                ),
            ),
            TextBlock(
                "paragraph",
                foreign,
                "de",
                ((0, 34), (35, len(foreign))),
                (Span(13, 33, "c3"), Span(35, len(foreign) - 1, "c4"), Span(55, 64, "c5")),
            ),
        ),
        findings=(
            finding("c1", "changed", "ONLY_IF_TERMS_CHANGED", "Only if terms change", "almost 40 %", full=True),
            finding("c2", "reproduced", "REPRODUCED", "Reproduced", "24 billion euro"),
            finding("c3", "depends", "DEPENDS_ON_DEFINITION", "Depends on definition", "der <größte> Partner"),
            finding("c4", "not_reproduced", "NOT_REPRODUCED", "Not reproduced", foreign[35:-1]),
            finding("c5", "outside", "OUTSIDE_THE_RECORD", "Outside the record", "März 2020"),
        ),
        joint=(
            JointCard(
                "Taken together",
                (plain("One definition gives both: exports as printed.", 1),),
                ("c1", "c2"),
                drawn_table("Under one definition"),
            ),
        ),
        origins=sample().origins,
        labels=ANNOTATED_WORDS,
        record="rec-2026-03-01",
        version="hali 0.1.0",
        disclaimer=("A finding is about a number, never about intent.",),
    )


@pytest.fixture(scope="session")
def annotated() -> AnnotatedDocument:
    return checked()
