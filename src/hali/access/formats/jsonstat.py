"""JSON-stat 1.x and 2.0: datasets, bundles and collections."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hali.access import bounds
from hali.access.formats.columns import STATUS, VALUE, coded, floats, table, text_column

if TYPE_CHECKING:
    import pyarrow as pa


def recognised(body: bytes) -> bool:
    """Whether a JSON message may be JSON-stat."""
    return b'"dimension"' in body and b'"value"' in body


def read(body: bytes) -> pa.Table:
    """The table of a JSON-stat message with one dataset.

    Raises:
        ValueError: see `datasets`; or several datasets.
    """
    tables = datasets(body)
    if len(tables) != 1:
        raise ValueError(f"{len(tables)} datasets in one JSON-stat message: {', '.join(tables)}")
    return next(iter(tables.values()))


def datasets(body: bytes) -> dict[str, pa.Table]:
    """Every dataset of a JSON-stat message by name; "" for a message that is one dataset.

    An array of values gives a row a cell, a null one too; an object gives the cells it names, and those that only
    have a status.

    Raises:
        ValueError: no JSON, no JSON-stat, or parts that do not fit each other.
    """
    message = bounds.read_json(body)
    found = {name: _table(dataset) for name, dataset in _datasets(message)}
    if not found:
        raise ValueError(f"no JSON-stat dataset in the message; it starts with {body[:60]!r}")
    return found


def _datasets(message: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Datasets by name: the message itself, the items of a collection, the members of a bundle."""
    if not isinstance(message, dict):
        return
    kind = message.get("class", "dataset" if "dimension" in message else "bundle")
    if kind == "dataset":
        yield "", message
    elif kind == "collection":
        for number, item in enumerate(message["link"]["item"]):
            if item.get("class") == "dataset" and "value" in item:
                yield item.get("label") or str(number), item
    elif kind == "bundle":
        for name, member in message.items():
            if isinstance(member, dict) and "dimension" in member:
                yield name, member


def _table(dataset: dict[str, Any]) -> pa.Table:
    """The table of one dataset."""
    import numpy as np

    dimension = dataset["dimension"]
    ids: list[str] = dataset["id"] if "id" in dataset else dimension["id"]
    size: list[int] = dataset["size"] if "size" in dataset else dimension["size"]
    if len(ids) != len(size):
        raise ValueError("as many sizes as dimensions were expected")
    if len(ids) > bounds.COLUMNS:
        raise bounds.TooMuch(f"more than {bounds.COLUMNS:,} dimensions")
    if any(not isinstance(length, int) or length < 0 for length in size):
        raise ValueError("a size that is no number of categories")
    cells = math.prod(size)
    value, status = dataset["value"], dataset.get("status")
    if isinstance(value, list):
        if len(value) != cells:
            raise ValueError(f"{len(value)} values in a cube of {cells} cells")
        position = np.arange(cells)
        values = value
    else:
        keys = dict.fromkeys(value) | dict.fromkeys(status if isinstance(status, dict) else ())
        position = np.fromiter(map(int, keys), dtype=np.int64, count=len(keys))
        if position.size and not 0 <= int(position.min()) <= int(position.max()) < cells:
            raise ValueError(f"a value outside the cube of {cells} cells")
        values = [*value.values(), *[None] * (len(keys) - len(value))]
    time = _time(dataset, ids)
    columns: dict[str, Any] = {}
    stride = cells
    for name, length in zip(ids, size, strict=True):
        labels = _labels(dimension[name], length)
        stride //= max(length, 1)
        columns["time_period" if name == time else name] = coded(position // max(stride, 1) % max(length, 1), labels)
    if len(columns) != len(ids):
        raise ValueError("two dimensions of one name")
    columns[VALUE] = floats(values)
    if status is not None:
        columns[STATUS] = _status(status, position, cells)
    return table(columns, dataflow=_dataflow(dataset), updated=dataset.get("updated") or "")


def _time(dataset: dict[str, Any], ids: list[str]) -> str:
    """Id of the dimension of time: the one of that role, else the one of that name; "" where there is none."""
    role = dataset.get("role") or dataset["dimension"].get("role") or {}
    if len(role.get("time", ())) == 1:
        return str(role["time"][0])
    return next((name for name in ids if name.lower() in {"time", "time_period"}), "")


def _labels(dimension: dict[str, Any], length: int) -> list[str]:
    """Codes of a dimension in the order of the cube."""
    category = dimension["category"]
    index = category.get("index")
    if index is None:
        index = list(category["label"])  # allowed where there is one category only
        if len(index) != 1:
            raise ValueError("a dimension of several categories without index")
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    if len(codes) != length:
        raise ValueError(f"{len(codes)} categories in a dimension of size {length}")
    if isinstance(index, dict) and sorted(index.values()) != list(range(length)):
        raise ValueError("the positions of the categories have gaps")
    return codes


def _status(status: str | list[str | None] | dict[str, str | None], position: Any, cells: int) -> Any:
    """The status of every row: one for all, one a cell, or of the cells named."""
    if isinstance(status, str):
        return text_column([status] * len(position))
    if isinstance(status, dict):
        named = {int(key): text for key, text in status.items()}
        if named and not 0 <= min(named) <= max(named) < cells:
            raise ValueError("a status outside the cube")
        return text_column([named.get(cell) for cell in position.tolist()])
    if len(status) == 1:
        return text_column([status[0]] * len(position))
    if len(status) != cells:
        raise ValueError(f"{len(status)} statuses in a cube of {cells} cells")
    return text_column([status[cell] for cell in position.tolist()])


def _dataflow(dataset: dict[str, Any]) -> str:
    """The dataflow Eurostat's extension names."""
    extension = dataset.get("extension")
    if not isinstance(extension, dict) or "id" not in extension or "agencyId" not in extension:
        return ""
    return f"{extension['agencyId']}:{extension['id']}({extension.get('version', '1.0')})"
