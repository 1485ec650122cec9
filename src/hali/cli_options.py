"""Options several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from hali.languages import CODES

AsOf = Annotated[str, typer.Option(help="See the record as of this day (YYYY-MM-DD).", metavar="DATE")]
Output = Annotated[str, typer.Option("-o", "--output", help="Write to this file; - for standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file of another kind without asking.")]
Lang = Annotated[str, typer.Option(help=f"Language of the output: {', '.join(CODES)}.")]
