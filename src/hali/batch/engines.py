"""Where a batch runs: worker processes of this machine, or a Spark cluster. The outcomes are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from hali import api
from hali.batch import files, local, spark
from hali.batch.settings import Settings
from hali.batch.work import Outcome, check_file, opened
from hali.record.spark import require
from hali.record.store import data_folder


def run(
    paths: Sequence[Path], settings: Settings, engine: str = "local", master: str = "", workers: int = 0
) -> Iterator[Outcome]:
    """Check `paths`, yielding one outcome each, in order.

    Args:
        paths: articles.
        settings: how they are checked and written.
        engine: `local` or `spark`.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.
        workers: processes of the local engine; 0 = one per core.

    Raises:
        QuestionError: what is asked for every article is wrong, or the engine is not there.
    """
    require(engine, master)
    if settings.pair:
        api.resolve_pair(settings.pair)
    if settings.lang:
        api.check_language(settings.lang)
    folder = data_folder().absolute()
    opened(settings.as_of, folder)  # built once, before several workers would
    task = partial(check_file, settings=settings, below=files.root(paths), data_folder=folder)
    return spark.run(task, paths, master) if engine == "spark" else local.run(task, paths, workers)
