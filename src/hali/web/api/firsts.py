"""What machines read first: what the site holds and how to ask it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from hali.catalogue import skill as skills
from hali.web.answers import Body, answer
from hali.web.api.app import PREFIX
from hali.web.site import site

OPEN = {"Access-Control-Allow-Origin": "*"}
"""Pages of any site may read it."""


def skill(request: Request) -> Response:
    """SKILL.md: which question goes where, and that a number goes with its definition."""
    return answer(request, Body(skills.skill().encode(), "text/markdown; charset=utf-8"), headers=OPEN)


def llms(request: Request) -> Response:
    """llms.txt: what the site holds, how its addresses are made, how to cite it."""
    address = site(request).settings.address
    text = f"""# hali

> Official statistics on the relations of two countries or blocs: trade, investment, energy, visas, votes, agreements.
> Every number has a definition and a source. Quote both with the number.

## Pages

- [{address}/en/eu27_2020/kaz]({address}/en/eu27_2020/kaz): a pair; two areas by code, languages en sw kk ru fr de
- [{address}/en/eu27_2020/kaz/trade]({address}/en/eu27_2020/kaz/trade): one section of it
- {address}/r/ID: the permanent address of one number
- [{address}/en/sources]({address}/en/sources): tables, publishers, licences
- [{address}/en/changes]({address}/en/changes): what was revised
- [{address}/en/check]({address}/en/check): check the numbers of a text

## Files

Add a suffix to the address of a page: .json .csv .xlsx .parquet .sdmx.csv .sdmx.json .zip .svg .png .pdf .docx .md .
`?v=ID` pins the record of that id: such an address never changes its contents.

## For programs

- [API reference]({address}/api), [OpenAPI]({address}{PREFIX}/openapi.json)
- [SKILL.md]({address}/SKILL.md): which question goes where
- `hali mcp`: the same as nine tools of the Model Context Protocol
- Atom: {address}/feed/en/eu27_2020/kaz.atom, {address}/feed/en/changes.atom

## Citing

Name the publisher first, then hali with the id of the record: every page, file and reply prints it.
No number without its definition: "31.3 % of Kazakhstan's trade in goods in 2025 by Kazakhstan's count, EU27".
"""
    return answer(request, Body(text.encode(), "text/plain; charset=utf-8"), headers=OPEN)
