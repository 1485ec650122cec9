"""hali: the evidence behind the relations between two partners.

import hali

hali.brief("EU", "KZ", lang="sw")        # the state-of-relations brief
hali.check("The EU has 40 % of Kazakhstan's trade.")
hali.readings("partner_share_trade", reporter="KZ", partner="EU", newest=1)
hali.panel(["exports", "gdp", "distance"], years=range(2005, 2023))
hali.mirror("IT", "KZ")                  # both sides' counts of the same flow
hali.dependence("IT", "KZ")              # what each is in the other's trade
hali.relation("EU", "KZ")               # how wide it is, and how much each side rests on it
hali.gravity(potential=("KZ", "DE"))     # expected beside actual trade
hali.routes("Xi'an", "Duisburg", month=9)
hali.explain("0123456789ab")             # a number down to its cells
hali.measures("visas"), hali.areas("guinea"), hali.sources("eurostat")
"""

from hali.api import brief, check, open_record
from hali.comparing import mirror, relation
from hali.errors import HaliError
from hali.gravity_answer import gravity
from hali.listings import areas, measures, sources
from hali.retrieval import explain, observations, panel, readings, series
from hali.routing import routes
from hali.trading import dependence
from hali.version import VERSION as __version__

__all__ = [
    "HaliError",
    "__version__",
    "areas",
    "brief",
    "check",
    "dependence",
    "explain",
    "gravity",
    "measures",
    "mirror",
    "observations",
    "open_record",
    "panel",
    "readings",
    "relation",
    "routes",
    "series",
    "sources",
]
