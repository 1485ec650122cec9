"""Check many articles: all cores or a Spark cluster, flat memory, results in the order of the files.

Each worker process opens the record once and keeps it. Articles are handed out a few at a time and come back as
finished documents, so neither side ever holds more than a few articles.
"""

from hali.batch.engines import run
from hali.batch.files import articles, require_many
from hali.batch.settings import PAGES, Settings
from hali.batch.tally import Tally
from hali.record.spark import require as require_engine

__all__ = ["PAGES", "Settings", "Tally", "articles", "require_engine", "require_many", "run"]
