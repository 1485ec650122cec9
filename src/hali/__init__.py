"""hali: the evidence behind the relations between two partners.

    import hali
    hali.brief("EU", "KZ", lang="sw")        # the state-of-relations brief
    hali.check("The EU has 40 % of Kazakhstan's trade.")
    hali.readings("partner_share_trade", reporter="KZ", partner="EU")
    hali.explain("0123456789ab")             # a number down to its cells

`hali.brief` and `hali.check` are calls; the packages of the same names are reached by `from hali.checking import ...`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from hali.version import VERSION as __version__

__all__ = ["__version__", "brief", "check", "explain", "open_record", "readings"]


class _Hali(ModuleType):
    """The module, with its calls found when first asked for and never overlaid by packages of the same name."""

    def __getattr__(self, name: str) -> Any:
        if name in __all__:
            from hali import api

            return getattr(api, name)
        raise AttributeError(f"module 'hali' has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in __all__ and isinstance(value, ModuleType):
            return  # the import system names a package on its parent once it is loaded
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Hali
