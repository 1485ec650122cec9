"""The pages of a check without a browser: what they show, what they keep, how they are headed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest
from lxml import html as markup
from starlette.testclient import TestClient
from tests.web.checking.conftest import EXAMPLE, ROOT, served
from tests.web.conftest import BASE

from hali import api
from hali.access import guarded
from hali.checking.annotate import STATES
from hali.languages import CODES
from hali.languages.folder import toml
from hali.web.checking.store import Files, Memory, is_id, new_id
from hali.web.settings import Settings


def tree(answer):
    assert answer.status_code == 200, answer.text[:500]
    return markup.fromstring(answer.content)


def text(found):
    return " ".join(found.text_content().split())


@pytest.fixture(scope="session")
def shown(checking, example):
    return tree(checking.get(example))


@pytest.fixture(scope="session")
def checked(record):
    return api.check(EXAMPLE.read_bytes(), name=EXAMPLE.name, record=record)


def test_every_word_is_there_in_six_languages():
    read = {lang: toml(lang, "web/checking.toml") for lang in CODES}
    slots = {key: re.findall(r"\{\w+\}", words) for key, words in read["en"].items() if isinstance(words, str)}
    for lang, words in read.items():
        assert words.keys() == read["en"].keys(), lang
        assert words["formats"].keys() == read["en"]["formats"].keys(), lang
        for key, wanted in slots.items():
            assert sorted(re.findall(r"\{\w+\}", words[key])) == sorted(wanted), f"{lang}: {key}"


@pytest.mark.parametrize("lang", CODES)
def test_the_form_in_six_languages(checking, lang):
    root = tree(checking.get(f"/{lang}/check"))
    assert root.get("lang") == lang
    for field in root.xpath("//main//textarea | //main//input[not(@type='hidden')]"):
        assert root.xpath(f"//label[@for='{field.get('id')}']"), field.get("id")


def test_each_claim_is_marked_in_one_of_five_states(shown, checked):
    for finding in checked.findings:
        marks = shown.xpath(f"//article//mark[a/@href='#finding-{finding.claim.id}']")
        assert marks, finding.claim.id
        assert all(one.get("class") == f"state-{STATES[finding.code]}" for one in marks)
        assert marks[0].xpath(".//*[local-name()='svg']"), "an icon"
        assert shown.xpath(f"//details[@id='claim-{finding.claim.id}']/summary//text()"), "a word"
    words = "".join(shown.xpath("//article//mark//text()[not(ancestor::*[@class='unseen'])]"))
    assert words.startswith(checked.article.text[checked.findings[0].claim.start : checked.findings[0].claim.end])


def test_the_text_is_shown_whole(shown, checked):
    inside = shown.xpath("//article//text()[not(ancestor::*[@class='findings' or @class='unseen'])]")
    assert "".join("".join(inside).split()) == "".join(checked.article.text.split())


def test_problems_come_first_and_the_rest_is_folded(shown, checked):
    problems = [link.get("href") for link in shown.xpath("//section[@id='findings']/ol//a")]
    codes = {f"#finding-{f.claim.id}": f.code for f in checked.findings}
    assert [codes[one] for one in problems] == ["NOT_REPRODUCED", "ONLY_IF_TERMS_CHANGED", "ONLY_IF_TERMS_CHANGED"]
    folded = [link.get("href") for link in shown.xpath("//section[@id='findings']/details//a")]
    assert sorted(problems + folded) == sorted(codes)
    assert not shown.xpath("//section[@id='findings']/details[@open]")
    first = shown.xpath("//section[@id='findings']/ol/li[1]/p")[0]
    assert "US$4.4" in text(first)


def test_every_number_is_listed(shown, checked):
    from hali.checking.output.listing import unread

    said = [text(one) for one in shown.xpath("//p[@class='unread']/span")]
    assert said == list(unread(checked))
    silent = {f"#finding-{f.claim.id}" for f in checked.findings if f.reason}
    listed = text(shown.xpath("//section[@id='findings']")[0])
    assert silent
    assert "The record holds nothing on this measure for these areas." in listed


def test_a_finding_says_what_it_rests_on(shown, checked):
    card = shown.xpath("//div[@id='finding-c1']")[0]
    said = text(card)
    assert "28.4 % in 2021 by Kazakhstan's count" in said
    assert "tried" in said
    assert "without data" in said
    assert "matching" in said
    assert re.search(r"A random figure of this form would be matched \d+\s%", said)
    assert card.xpath(".//*[local-name()='svg' and @role='img']//*[local-name()='desc']")
    rows = card.xpath(".//tbody/tr")
    assert "the text's own terms" in text(rows[0])
    assert "38.6" in text(card.xpath(".//tbody")[0])
    assert card.xpath(".//blockquote[@id='closest-c1']")
    assert "28.4" in text(card.xpath(".//*[@id='cite-c1']")[0])
    assert checked.record in text(card.xpath(".//*[@id='cite-c1']")[0])


def test_no_page_scores_a_text(shown):
    assert not re.search(r"\b(score|rating|truth|trustworth|reliab)", text(shown), re.IGNORECASE)


def test_chips_name_every_term_and_how_it_is_corrected(shown):
    chips = shown.xpath("//div[@id='finding-c1']//li[contains(@class, 'chip')]")
    names = [field for chip in chips for field in chip.xpath(".//*[self::select or self::input]/@name")]
    assert names == ["c1.measure", "c1.reporter", "c1.partner", "c1.period", "c1.scope", "c1.statistics"]
    assert "unstated" in chips[-1].get("class")
    assert "not stated" in text(chips[-1])
    measure = chips[0].xpath(".//select")[0]
    assert measure.xpath("string(option[@selected]/@value)") == "partner_share_trade"
    assert "partner_share_exports" in measure.xpath("option/@value")
    assert "exports" not in measure.xpath("option/@value"), "a percentage is no sum of money"


def test_a_borrowed_term_says_where_it_is_from(checking):
    article = "Trade of Kazakhstan in 2021\n\nThe EU had 28.4 % of Kazakhstan's foreign trade."
    answer = checking.post("/en/check", data={"text": article})
    root = tree(checking.get(answer.headers["location"]))
    borrowed = root.xpath("//li[contains(@class, 'borrowed')]")
    assert any("2021" in text(one) and "(" in text(one) for one in borrowed)


def test_a_correction_is_judged_and_stands_in_the_address_and_the_command(checking, example):
    root = tree(checking.get(f"{example}?c1.period=2018&c1.measure=partner_share_trade"))
    assert "Reproduced" in text(root.xpath("//details[@id='claim-c1']/summary")[0])
    assert "--set c1.period=2018" in text(root.xpath("//code[@id='command']")[0])
    assert "c1.period=2018" in root.xpath("string(//input[@id='permalink']/@value)")
    chip = root.xpath("//div[@id='finding-c1']//li[contains(@class, 'corrected')]")
    assert len(chip) == 2
    assert (
        "c1.period=2018"
        in chip[0].xpath(".//input[@type='hidden']/@name")[0]
        + "="
        + chip[0].xpath(".//input[@type='hidden']/@value")[0]
    )


def test_a_link_or_form_keeps_every_parameter_it_does_not_name(checking, example):
    query = "c1.period=2018&c2.measure=partner_share_exports&report=de&v=2026-01-01&keys=off"
    root = tree(checking.get(f"{example}?{query}"))
    wanted = set(query.split("&"))
    own = {"c1.period", "c2.measure", "report", "v", "keys"}
    links = [one for one in root.xpath("//main//a/@href") if one.startswith("?") or example.rpartition("/")[2] in one]
    links += root.xpath("//nav[contains(@class, 'languages')]//a/@href")
    assert len(links) > 8
    for link in links:
        if link.endswith((".txt", "/delete")):
            continue
        kept = set(link.partition("?")[2].partition("#")[0].split("&"))
        assert len(wanted - kept) <= 1, link
    for form in root.xpath("//main//form[@method='get']"):
        kept = {one.get("name") for one in form.xpath(".//input | .//select")}
        assert own <= kept, form.get("action")


def test_a_correction_that_cannot_be_is_named_and_the_page_stays(checking, example):
    answer = checking.get(f"{example}?c1.period=whenever")
    assert answer.status_code == 422
    root = markup.fromstring(answer.content)
    assert "2021-Q2" in text(root.xpath("//*[@role='status']")[0])
    assert root.xpath("//details[@id='claim-c1']")
    for wrong, said in (
        ("c99.period=2021", "no claim c99"),
        ("c1.mesure=x", "no slot"),
        ("c1.reporter=Atlantis", "unknown area"),
    ):
        answer = checking.get(f"{example}?{wrong}")
        assert answer.status_code == 422, wrong
        assert said in answer.text.replace("&#39;", "'"), wrong


def test_unknown_parameters_are_named_and_ignored(checking, example):
    assert "colour" in text(tree(checking.get(f"{example}?colour=red")).xpath("//*[@role='status']")[0])


def test_json_is_the_command_line_byte_for_byte(checking, example, tmp_path):
    (tmp_path / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    for suffix, query, options in (
        ("json", "", ["--format", "json"]),
        ("csv", "?c1.period=2018", ["--format", "csv", "--set", "c1.period=2018"]),
        ("html", "?report=de", ["--format", "html", "--lang", "de"]),
    ):
        command = [sys.executable, "-m", "hali", "check", EXAMPLE.name, *options]
        said = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
        answer = checking.get(f"{example}.{suffix}{query}")
        assert answer.content == said, suffix
        assert answer.headers["content-disposition"].startswith("attachment")


def test_pasted_text_is_checked_as_the_file_it_would_be(checking, tmp_path):
    article = EXAMPLE.read_text(encoding="utf-8")
    answer = checking.post("/en/check", data={"text": article.replace("\n", "\r\n"), "published": "2022-05-01"})
    place = answer.headers["location"]
    told = checking.get(f"{place}.txt")
    assert told.text == article
    (tmp_path / "text.txt").write_bytes(told.content)
    command = [sys.executable, "-m", "hali", "check", "text.txt", "--published", "2022-05-01", "--format", "json"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert checking.get(f"{place}.json").content == said


def test_cells_that_a_spreadsheet_would_run_begin_with_an_apostrophe(checking):
    article = (
        "Trade\n\n- =1+1 In 2021 the EU had 28.4 % of Kazakhstan's foreign trade.\n\n+28.4 % was the growth of exports."
    )
    answer = checking.post("/en/check", files={"file": ("=cmd.txt", article.encode())})
    table = checking.get(f"{answer.headers['location']}.csv").text
    assert table.splitlines()[1].startswith("'=cmd.txt")


def test_a_pdf_and_a_word_file_hold_findings_and_text(checking, example):
    import io

    import docx
    import pypdf

    answer = checking.get(f"{example}.pdf")
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Only if the terms change" in pages
    assert "asilimia 28.4" in pages
    word = docx.Document(io.BytesIO(checking.get(f"{example}.docx").content))
    assert any("almost 40 %" in one.text for one in word.paragraphs)


def test_a_claimreview_needs_the_name_of_its_reviewer(checking, example):
    assert checking.get(f"{example}.jsonld").status_code == 400
    answer = checking.get(f"{example}.jsonld?reviewer=A+newsroom")
    reviews = json.loads(answer.content)
    assert reviews[0]["@type"] == "ClaimReview"
    assert reviews[0]["author"]["name"] == "A newsroom"
    assert checking.get(f"{example}.jsonld?reviewer=A&reviewer_url=nowhere").status_code == 422


def test_other_suffixes_name_those_there_are(checking, example):
    answer = checking.get(f"{example}.xlsx")
    assert answer.status_code == 404
    assert ".jsonld" in answer.text


def test_nothing_of_a_text_is_kept_by_browsers_or_found_by_searchers(checking, example):
    for path in (example, f"{example}.json", f"{example}/events", f"/en/check/{new_id()}"):
        headers = checking.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert "noindex" in headers["x-robots-tag"], path
        assert headers["referrer-policy"] == "same-origin", path
    assert "x-robots-tag" not in checking.get("/en/check").headers


def test_progress_is_told_event_by_event(checking):
    answer = checking.post(
        "/en/check", data={"text": "In 2021 the EU had 28.4 % of Kazakhstan's foreign trade.", "live": "1"}
    )
    place = answer.headers["location"]
    assert place.endswith("?wait=0")
    told = checking.get(place.replace("?wait=0", "/events"))
    assert told.headers["content-type"].startswith("text/event-stream")
    names = re.findall(r"^event: (\w+)$", told.text, re.MULTILINE)
    assert names == ["sentences", "claim", "finding", "done"]
    again = checking.get(place.replace("?wait=0", "/events"))
    assert re.findall(r"^event: (\w+)$", again.text, re.MULTILINE) == ["done"]


def test_without_a_script_a_page_that_is_not_ready_reloads_itself(tmp_path):
    with TestClient(served(Settings(), Files(tmp_path)), base_url=BASE, follow_redirects=False) as client:
        # the checkers are still getting ready
        answer = client.post(
            "/en/check", data={"text": "In 2021 the EU had 28.4 % of Kazakhstan's trade.", "live": "1"}
        )
        page = client.get(answer.headers["location"])
        assert page.status_code == 200
        root = markup.fromstring(page.content)
        assert root.xpath("//noscript/meta[@http-equiv='refresh']")
        assert root.xpath("//*[@role='status']")
        for _ in range(60):
            if b'id="findings"' in client.get(answer.headers["location"].partition("?")[0]).content:
                return
        pytest.fail("no findings")


def test_deleted_is_gone_everywhere(checking, folder):
    place = checking.post("/en/check", data={"text": "In 2021 trade grew by 3 %."}).headers["location"]
    checking.get(place)
    assert checking.get(f"{place}/delete").status_code in {404, 405}
    gone = checking.post(f"{place}/delete")
    assert gone.status_code == 303
    assert "deleted" in checking.get(gone.headers["location"]).text
    for path in (place, f"{place}.json", f"{place}/events"):
        assert checking.get(path).status_code == 404, path
    assert not (folder / place.rpartition("/")[2] / "question").exists()
    assert checking.post(f"{place}/delete").status_code == 404


def test_a_page_somebody_damaged_is_made_again(checking, folder):
    place = checking.post("/en/check", data={"text": "In 2021 the EU had 28.4 % of Kazakhstan's trade."}).headers[
        "location"
    ]
    before = checking.get(place).text
    made = [one for one in (folder / place.rpartition("/")[2]).iterdir() if is_id(one.name)]
    assert len(made) == 1
    made[0].write_bytes(b"torn")
    assert checking.get(place).text == before


def test_without_keeping_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "none"))
    with TestClient(served(Settings(keep=False), Memory()), base_url=BASE, follow_redirects=False) as client:
        place = client.post("/en/check", data={"text": "The EPCA entered into force in 2016."}).headers["location"]
        assert client.get(place).status_code == 200
        assert not list(tmp_path.rglob("question"))


def test_a_text_never_reaches_a_log(checking, caplog):
    caplog.set_level("DEBUG")
    word = "Zebrafinch"
    place = checking.post("/en/check", data={"text": f"{word}: in 2021 trade grew by 3 %."}).headers["location"]
    checking.get(f"{place}?c1.period=whenever")
    checking.get(f"/en/check?text={word}")
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("hali")]
    assert ours
    assert not any(word in one or place.rpartition("/")[2] in one for one in ours)


def test_what_a_phone_shares_stands_in_the_form_and_is_not_checked_yet(checking):
    told = checking.get("/en/check.webmanifest").json()
    assert told["share_target"]["action"] == "/en/check"
    root = tree(checking.get("/en/check?text=Trade+grew+by+3+%25."))
    assert root.xpath("string(//textarea)") == "Trade grew by 3 %."
    assert root.xpath("//meta[@name='robots' and @content='noindex']")


def test_others_cannot_send_a_text(checking):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert checking.post("/en/check", data={"text": "Trade."}, headers=headers).status_code == 403


def test_a_check_that_takes_too_long_is_ended_and_the_next_one_runs(tmp_path):
    with TestClient(served(Settings(), Files(tmp_path), seconds=0.0), base_url=BASE, follow_redirects=False) as client:
        place = client.post("/en/check", data={"text": "In 2021 trade grew by 3 %."}).headers["location"]
        for _ in range(60):
            answer = client.get(place)
            if answer.status_code == 503:
                break
            time.sleep(0.2)
        assert answer.status_code == 503
        assert "seconds" in answer.text
        assert answer.headers["retry-after"]


@pytest.fixture(scope="module")
def fetching(tmp_path_factory):
    """A client of a server that may fetch pages."""
    app = served(Settings(allow_fetch=True), Files(tmp_path_factory.mktemp("fetched")))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


def test_a_page_is_fetched_where_the_server_may(fetching, monkeypatch):
    page = guarded.Page(
        (ROOT / "examples" / "partnership_en.html").read_bytes(), "trade.html", "https://news.example/1"
    )
    monkeypatch.setattr(guarded, "fetch", lambda address: page)
    assert tree(fetching.get("/en/check")).xpath("//input[@name='address']")
    answer = fetching.post("/en/check", data={"address": "https://news.example/"})
    assert answer.status_code == 303
    root = tree(fetching.get(answer.headers["location"]))
    assert "--url https://news.example/1" in text(root.xpath("//code[@id='command']")[0])
    assert "What the partnership is worth" in text(root.xpath("//h1")[0])


def test_an_address_inside_is_refused_in_one_line(fetching, monkeypatch):
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    for address in ("http://127.0.0.1:8765/healthz", "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/"):
        answer = fetching.post("/en/check", data={"address": address})
        assert answer.status_code == 422, address
        line = markup.fromstring(answer.content).xpath("string(//*[@role='alert'])")
        assert "paste the text instead" in line, address
        assert markup.fromstring(answer.content).xpath("string(//input[@name='address']/@value)") == address


def test_a_number_leads_to_its_own_page(checking, shown):
    link = shown.xpath("//a[@class='reading']/@href")[0]
    assert checking.get(link).status_code in {200, 302, 307}
