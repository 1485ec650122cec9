"""A page whose address a visitor gave: nobody looks behind this machine."""

from __future__ import annotations

import httpx
import pytest

from hali.access import guarded
from hali.errors import UnreadableInput

PUBLIC = "93.184.216.34"
PAGE = "<html><body><p>Trade was worth 24 billion.</p></body></html>"


def names(**known):
    """A resolver: names (dots as `_`) -> addresses; a list of lists answers each question anew."""
    left = {name.replace("_", "."): list(found) for name, found in known.items()}

    def resolve(host, port):
        found = left.get(host)
        if found is None:
            raise OSError("no such name")
        return found.pop(0) if isinstance(found[0], list) else found

    return resolve


def answering(*answers):
    """A transport that gives these answers in turn, and notes what was asked."""
    asked = []
    coming = iter(answers)

    def answer(request):
        asked.append(request)
        return next(coming)

    return httpx.MockTransport(answer), asked


def test_a_public_page_is_fetched_from_the_address_that_was_looked_at():
    transport, asked = answering(httpx.Response(200, html=PAGE))
    page = guarded.fetch("https://news.example/2022/trade.html?x=1#top", names(news_example=[PUBLIC]), transport)
    assert page.content.decode() == PAGE
    assert page.name == "trade.html"
    assert page.url == "https://news.example/2022/trade.html?x=1#top"
    assert asked[0].url.host == PUBLIC
    assert asked[0].url.raw_path == b"/2022/trade.html?x=1"
    assert asked[0].headers["host"] == "news.example"
    assert asked[0].extensions["sni_hostname"] == "news.example"
    assert "cookie" not in asked[0].headers


# the system resolves numeric addresses in all their spellings without asking anybody
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "169.254.169.254",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "224.0.0.1",
        "[ff02::1]",
        "255.255.255.255",
        "localhost",
    ],
)
def test_addresses_that_are_not_public_are_refused(host):
    transport, asked = answering()
    with pytest.raises(UnreadableInput, match="no public address"):
        guarded.fetch(f"http://{host}/", transport=transport)
    assert not asked


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    transport, asked = answering()
    with pytest.raises(UnreadableInput, match="no public address"):
        guarded.fetch("http://mixed.example/", names(mixed_example=[PUBLIC, "10.0.0.1"]), transport)
    assert not asked


def test_a_redirect_to_a_private_address_is_refused():
    onward = httpx.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data/"})
    transport, asked = answering(onward)
    resolve = names(news_example=[PUBLIC], **{"169_254_169_254": ["169.254.169.254"]})
    with pytest.raises(UnreadableInput, match="no public address"):
        guarded.fetch("http://news.example/", resolve, transport)
    assert len(asked) == 1


def test_rebinding_gains_nothing():
    # the second question of the same name is answered with an address inside: on the redirect it is looked at anew
    transport, asked = answering(httpx.Response(302, headers={"location": "/next"}), httpx.Response(200, html=PAGE))
    with pytest.raises(UnreadableInput, match="no public address"):
        guarded.fetch("http://turn.example/", names(turn_example=[[PUBLIC], ["127.0.0.1"]]), transport)
    assert [one.url.host for one in asked] == [PUBLIC]


def test_at_most_three_redirects():
    onward = [httpx.Response(302, headers={"location": f"/{n}"}) for n in range(5)]
    transport, asked = answering(*onward)
    with pytest.raises(UnreadableInput, match="more than 3 times"):
        guarded.fetch("http://news.example/", names(news_example=[PUBLIC]), transport)
    assert len(asked) == 4


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/",
        "file:///etc/passwd",
        "gopher://news.example/",
        "javascript:alert(1)",
        "news.example",
        "http://",
        "http://[::1",
        "http://news.example:8080/",
        "http://news.example:22/",
        "http://news.example:443/",
        "http://user:word@news.example/",
        "http://news.example@127.0.0.1/",
        "http://news.example:99999/",
    ],
)
def test_only_plain_web_addresses(url):
    transport, asked = answering()
    with pytest.raises(UnreadableInput):
        guarded.fetch(url, names(news_example=[PUBLIC]), transport)
    assert not asked


def test_a_page_that_is_too_large_is_left():
    transport, _ = answering(httpx.Response(200, content=b"x" * (guarded.SIZE + 1)))
    with pytest.raises(UnreadableInput, match="more than 5 MB"):
        guarded.fetch("http://news.example/", names(news_example=[PUBLIC]), transport)


def test_a_page_that_is_too_slow_is_left(monkeypatch):
    monkeypatch.setattr(guarded, "SECONDS", 0.0)
    transport, _ = answering(httpx.Response(200, html=PAGE))
    with pytest.raises(UnreadableInput, match="seconds"):
        guarded.fetch("http://news.example/", names(news_example=[PUBLIC]), transport)


def test_an_error_of_the_page_is_one_line():
    transport, _ = answering(httpx.Response(404, html="<p>no</p>"))
    with pytest.raises(UnreadableInput, match="404; paste the text instead"):
        guarded.fetch("http://news.example/", names(news_example=[PUBLIC]), transport)
    with pytest.raises(UnreadableInput, match="no host of the name"):
        guarded.fetch("http://nobody.example/", names(), transport)


def test_nothing_is_fetched_offline(monkeypatch):
    monkeypatch.setenv("HALI_OFFLINE", "1")
    with pytest.raises(UnreadableInput, match="HALI_OFFLINE"):
        guarded.fetch("https://news.example/", names(news_example=[PUBLIC]))
