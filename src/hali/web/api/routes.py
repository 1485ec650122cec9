"""Every address that is not a page for readers: the API, its reference, feeds, embeds, what machines read first."""

from __future__ import annotations

import re

from starlette.datastructures import State
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from hali.web.api import app, embeds, feeds, firsts, oembed, reference
from hali.web.settings import Settings


def _mounted(api: ASGIApp) -> Mount:
    """The API with all that lies below its prefix, addresses with a line break in them included."""
    mount = Mount(app.PREFIX, app=api)
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


def routes(state: State, settings: Settings) -> list[BaseRoute]:
    """The routes.

    Args:
        state: what the API shares with the pages.
        settings: of the server.
    """
    return [
        _mounted(app.create(state, settings)),
        Route("/api", reference.page),
        Route("/SKILL.md", firsts.skill),
        Route("/llms.txt", firsts.llms),
        Route("/oembed", oembed.oembed),
        Route("/feed/check/corrections.atom", feeds.corrections),
        Route("/feed/{lang:lang}/changes.atom", feeds.changes),
        Route("/feed/{lang:lang}/series/{id}.atom", feeds.series),
        Route("/feed/{lang:lang}/sources/{id}.atom", feeds.source),
        Route("/feed/{lang:lang}/{a}/{b}.atom", feeds.pair),
        Route("/feed/{lang:lang}/{a}/{b}/{section}.atom", feeds.section),
        Route("/embed/{lang:lang}/{a}/{b}/{section}", embeds.section),
        Route("/embed/{lang:lang}/series/{id}", embeds.series),
    ]
