"""The API as an application of its own: its operations, errors, methods, and the document that describes them."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders, State
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hali.errors import HaliError
from hali.version import VERSION
from hali.web.answers import Body, answer
from hali.web.api import asked, lists, numbers, problems, shapes, texts, ways
from hali.web.api.replies import HEAD, JSON, written
from hali.web.settings import Settings

PREFIX = "/api/v1"
"""Where it is mounted."""

ABOUT = (
    "Official numbers on the relations of two countries or blocs. Every number has a definition and a source: quote "
    "them with it. Nothing is asked of you: no key. Replies name the record they rest on; `v` pins it, and a reply to "
    "a pinned question never changes. Unknown parameters are errors that name the known ones."
)

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": title, "content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, title in problems.TITLES.items()
    if status in {400, 404, 422, 429, 500, 503}
}
"""What any operation may answer beside what it should."""


def create(state: State, settings: Settings) -> ASGIApp:
    """The API.

    Args:
        state: what it shares with the pages: the site, the checks.
        settings: of the server.
    """
    app = _assembled()
    app.state = state
    app.add_route("/openapi.json", openapi, include_in_schema=False)
    app.add_exception_handler(HaliError, problems.ours)
    app.add_exception_handler(RequestValidationError, problems.invalid)
    app.add_exception_handler(HTTPException, problems.refused)
    app.add_exception_handler(Exception, problems.unforeseen)
    return Doors(app, settings.cors_post)


def _assembled() -> FastAPI:
    """The operations, without what surrounds them."""
    app = FastAPI(
        title="hali",
        version=VERSION,
        description=ABOUT,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses=ERRORS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    for router in (lists.router, numbers.router, texts.router, ways.router):
        app.include_router(router)
    return app


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return answer(request, _written())


@cache
def _written() -> Body:
    return Body(written(description()), JSON)


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the operations; the same in every process."""
    found = _assembled().openapi()
    schemas = found["components"]["schemas"]
    for model in (shapes.Problem, asked.Text):
        schemas[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"]["422"] = ERRORS[422]  # in the place of the one FastAPI puts there
    return found


class Doors:
    """Who may ask from where, and HEAD for every GET.

    Args:
        app: the API.
        origins: origins whose pages may post.
    """

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        allowed = self._allowed(scope)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start" and allowed:
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = allowed
                headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count, Content-Disposition, Retry-After"
                if allowed != "*":
                    headers.add_vary_header("Origin")
            if method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if method == "OPTIONS":
            await self._preflight(scope)(scope, receive, dressed)
            return
        asked = {**scope, "method": "GET", HEAD: True} if method == "HEAD" else scope
        await self._app(asked, receive, dressed)

    def _allowed(self, scope: Scope) -> str:
        """The origin whose pages may read the answer: any may read, only some may post."""
        headers = Headers(scope=scope)
        wished = headers.get("access-control-request-method", scope["method"])
        if wished != "POST":
            return "*"
        origin = headers.get("origin", "")
        return origin if origin in self._origins else ""

    def _preflight(self, scope: Scope) -> Response:
        posts = scope["path"].endswith("/check")
        methods = "POST, OPTIONS" if posts else "GET, HEAD, OPTIONS"
        told = {"Allow": methods, "Access-Control-Max-Age": "86400"}
        if self._allowed(scope):
            told |= {"Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": "Content-Type"}
        return Response(status_code=204, headers=told)
