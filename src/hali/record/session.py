"""A session: the record of one data folder, opened once, swapped when a newer state of it is there.

Threads share a session. Whoever holds a record keeps the state it was given; who asks the session again after an
update gets the new one, and the old state leaves the memory with its last reader.
"""

from __future__ import annotations

import threading
from pathlib import Path

from hali.record.plan import Plan
from hali.record.store import Record, data_folder
from hali.record.vintages import Store
from hali.record.warehouse import Warehouse


class Session:
    """The record of one data folder.

    Args:
        plan: how readings are computed.
        folder: data folder; default `data_folder()`.
    """

    def __init__(self, plan: Plan, folder: Path | None = None) -> None:
        self._plan = plan
        self._store = Store(folder or data_folder())
        self._lock = threading.Lock()
        self._warehouse: Warehouse | None = None

    @property
    def store(self) -> Store:
        """The harvested vintages."""
        return self._store

    def record(self, as_of: str = "") -> Record:
        """The record as it is now.

        Args:
            as_of: ISO date to see it as of, or "".

        Raises:
            RecordError: the data folder cannot be used, or the list of vintages is damaged.
        """
        manifest = self._store.read()
        with self._lock:
            if self._warehouse is None or self._warehouse.manifest != manifest:
                self._warehouse = Warehouse(self._plan, self._store, manifest)
            return Record(self._warehouse, as_of)
