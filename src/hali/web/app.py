"""The app: routers in their order, middleware, errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from hali import process
from hali.errors import HaliError
from hali.publish import charts
from hali.version import VERSION
from hali.web import assets, failures, settings, warm
from hali.web.api import routes as api
from hali.web.checking import routes as checking
from hali.web.checking import service
from hali.web.pages import routes as pages
from hali.web.pages.asked import Elsewhere
from hali.web.safety import Safety
from hali.web.settings import Settings
from hali.web.site import opened

WARMING = 0.4
"""Seconds a process gets ready before it listens, at the most; what is left then goes on beside the first answers."""

LISTENING = 1.5
"""Seconds after which a process that listens starts the renderer: the first page needs the machine more."""


def create_app(given: Settings | None = None) -> FastAPI:
    """The app of some settings.

    Args:
        given: default those of a server on this machine alone.
    """
    chosen = given or Settings()
    app = FastAPI(title="hali", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.site = opened(chosen)
    app.state.checks = service.opened(chosen, lambda: app.state.site.record().id)
    # in the order they are tried: fixed paths before those made of two areas
    app.router.routes.extend(assets.routes)
    app.router.routes.extend(checking.routes)
    app.router.routes.extend(api.routes(app.state, chosen))
    app.router.routes.extend(pages.routes)
    app.add_exception_handler(HaliError, failures.ours)
    app.add_exception_handler(Elsewhere, lambda _, error: error.response)
    app.add_exception_handler(HTTPException, failures.refused)
    app.add_middleware(Safety, settings=chosen, broken=failures.unforeseen)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What a serving process does first; once it listens, the renderer of charts starts beside it."""
    process.collect_seldom()
    loop = asyncio.get_running_loop()
    await asyncio.wait([loop.run_in_executor(None, warm.up, app.state.site)], timeout=WARMING)
    later = loop.call_later(LISTENING, loop.run_in_executor, None, charts.start)
    await app.state.checks.start()
    try:
        yield
    finally:
        later.cancel()
        await app.state.checks.stop()
        charts.stop()


def from_environment() -> FastAPI:
    """The app of a worker process, with the settings its parent hands on."""
    process.leave_pandas()
    return create_app(settings.from_environment())
