"""Tables of an article: each figure is read with its row, its column and the title above, in every form of file."""

from __future__ import annotations

import io

import docx
import pytest

import hali
from hali.checking import article, tables
from hali.checking.checked import check_article

TABLE = """EU trade with East Africa at a glance

Table 1. EU exports of goods, € million

Year | 2021 | 2022
Kenya | 1,896 | 2,090
Tanzania | 852 | 1,298

Source: Eurostat."""


def told(text):
    found = article.from_text(text)
    return [
        (
            found.text[c.start : c.end],
            c.quantity.value,
            c.quantity.unit,
            c.measure,
            c.reporter,
            c.partner,
            c.period.start[:4],
        )
        for c in tables.claims(found)
    ]


def test_each_figure_is_a_claim_where_it_stands():
    assert told(TABLE) == [
        ("1,896", 1896e6, "EUR", "exports", "EU", "KEN", "2021"),
        ("2,090", 2090e6, "EUR", "exports", "EU", "KEN", "2022"),
        ("852", 852e6, "EUR", "exports", "EU", "TZA", "2021"),
        ("1,298", 1298e6, "EUR", "exports", "EU", "TZA", "2022"),
    ]


def test_a_right_figure_is_confirmed_and_a_wrong_one_is_not(record):
    found = hali.check(TABLE, published="2025-02-12", record=record).findings
    assert [f.code for f in found] == ["REPRODUCED", "NOT_REPRODUCED", "REPRODUCED", "REPRODUCED"]
    assert [f.claim.id for f in found] == ["c1", "c2", "c3", "c4"]


@pytest.mark.parametrize(
    ("title", "head", "row", "figure", "value"),
    [
        ("Warenausfuhren der EU (in Mio. Euro)", "Land | 2021", "Kenia", "1.896", 1896e6),
        ("Экспорт товаров из ЕС, млн евро", "Страна | 2021", "Кения", "1 896", 1896e6),
        ("Mauzo ya nje ya bidhaa ya Umoja wa Ulaya, euro milioni", "Nchi | 2021", "Kenya", "1,896", 1896e6),
        ("Exportations de biens de l'UE, en millions d'euros", "Pays | 2021", "Kenya", "1 896", 1896e6),
    ],
)
def test_the_unit_stands_in_the_title_in_the_order_of_its_language(title, head, row, figure, value):
    found = told(f"{title}\n\n{head}\n{row} | {figure}\n")
    assert [(one[0], one[1], one[2]) for one in found] == [(figure, value, "EUR")]


def test_years_may_stand_in_rows_and_a_share_needs_no_money():
    assert [
        one[-1] for one in told("EU exports to Kenya, million euros\n\nYear | Value\n2021 | 1,896\n2022 | 2,009\n")
    ] == [
        "2021",
        "2022",
    ]
    assert told("GDP growth, %\n\nCountry | 2023\nKenya | 5.6\n")[0][2:] == (
        "percent",
        "gdp_growth",
        "KEN",
        None,
        "2023",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kenya | 1,896 | 2,090\nTanzania | 852 | 1,298\n",  # no title, no years
        "EU exports of goods, € million\n\nKenya | 1,896 | 2,090\nTanzania | 852 | 1,298\n",  # no years
        "Members of the team\n\nName | 2021 | 2022\nOtieno | 12 | 14\n",  # no area
        "EU exports of goods, € million\n\nYear | 2021 | 2022\nKenya | n.a. | -\n",  # no figures
        "EU exports of goods, € million\n\nYear | 2021\nKenya | 1,896 | 2,090\n",  # rows of other lengths
    ],
)
def test_what_is_no_statement_on_an_area_and_a_year_is_no_claim(text):
    assert told(text) == []


ROWS = (("", "2021", "2022"), ("Kenya", "1,896", "2,009"), ("Tanzania", "", "1,298"))
LEAD = "The European Union is among the partners of the region, and its exports have grown in the last years."


def page():
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    head = f"<h1>EU trade with East Africa</h1><p>{LEAD}</p><p>EU exports of goods, million euros</p>"
    return f"<html><body><article>{head}<table>{cells}</table><p>{LEAD}</p></article></body></html>".encode()


def document():
    made = docx.Document()
    made.add_paragraph("EU exports of goods (million euros)")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for row, words in zip(table.rows, ROWS, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    made.add_paragraph(LEAD)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "data"), [("a.html", page()), ("a.docx", document())], ids=["html", "docx"])
def test_the_cells_of_a_page_and_a_document_stay_in_their_rows(record, name, data):
    read = article.read(data, name)
    found = [f for f in check_article(record, read, None, "en").findings if f.claim.kind == "quantity"]
    assert [(read.text[f.claim.start : f.claim.end], f.code, f.claim.partner) for f in found] == [
        ("1,896", "REPRODUCED", "KEN"),
        ("2,009", "REPRODUCED", "KEN"),
        ("1,298", "REPRODUCED", "TZA"),
    ]


def test_of_a_table_only_what_is_decided_is_told(record):
    text = "EU exports of ships, € million\n\nYear | 2021 | 2022\nNauru | 12 | 14\nTuvalu | 11 | 13\n"
    assert hali.check(text, published="2025-02-12", record=record).findings == ()
