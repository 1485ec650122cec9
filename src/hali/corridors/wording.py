"""Routes in words: names of places, corridors and parts, sentences, numbers as they are printed.

Words lie in `routes.toml` of a language. What a network calls its places and corridors is English; the other languages
name those of the network that ships, and print the network's own name for any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hali import languages
from hali.codelists import areas
from hali.corridors.load import Loaded
from hali.corridors.places import Place, capital
from hali.corridors.search import BY_ROAD, Title
from hali.corridors.texts import table
from hali.errors import UnknownCode
from hali.languages import numbers
from hali.methods.corridors.network import Service
from hali.narrate import words


class Wording:
    """What routes are told with.

    Args:
        lang: language of the words.
        loaded: the network.

    Raises:
        UnknownCode: a language that is not written.
    """

    def __init__(self, lang: str, loaded: Loaded) -> None:
        if lang not in languages.CODES:
            raise UnknownCode("language", lang, languages.CODES)
        self.lang = lang
        self.loaded = loaded
        self._table = table(lang)

    def __call__(self, key: str, **slots: object) -> str:
        """A text by its table and key: `heads.route`."""
        return self.template(key).format(**slots)

    def template(self, key: str) -> str:
        """A text with its slots."""
        group, _, name = key.partition(".")
        return str(self._table[group][name])

    def number(self, value: float, digits: int = 0) -> str:
        """A number as the language prints it."""
        return numbers.format_number(value, self.lang, digits)

    def short(self, value: float) -> str:
        """A number with the decimals it needs, at most two."""
        return self.number(value, next((n for n in (0, 1) if round(value, n) == round(value, 2)), 2))

    def month(self, month: int) -> str:
        """A month of departure; 0 = any."""
        if not month:
            return self("titles.any_month")
        return str(words.table(self.lang, "when")["month_names"][month - 1])

    def node(self, id_: str) -> str:
        """A place of the network."""
        return str(self._table["places"].get(id_, self.loaded.nodes[id_].name))

    def near(self, id_: str) -> str:
        """A place of the network without what stands in brackets behind its name."""
        return self.node(id_).partition(" (")[0]

    def place(self, place: Place) -> str:
        """A place asked for: of the network, a capital in the words of the language, or as it is listed."""
        if place.node:
            return self.node(place.node)
        return capital(place, self.lang) or place.name

    def ends(self, ends: Sequence[Place]) -> dict[str, str]:
        """Slots `start` and `end` of two places."""
        return dict(zip(("start", "end"), map(self.place, ends), strict=True))

    def read_as(self, ends: Iterable[Place]) -> list[str]:
        """What places were read as, where their names do not say it."""
        return [
            self("off.read_as", asked=place.asked.strip(), name=self.place(place)) for place in ends if place.read_as
        ]

    def corridor(self, label: str) -> str:
        """Corridors by the label of a route: ids joined by "+"."""
        ids, road, _ = label.partition(f"+{BY_ROAD}")
        told = self("route.with").join(map(self._corridor, ids.split("+")))
        return told + self(f"route.{'ocean_road' if ids.startswith('ocean') else 'road'}") if road else told

    def _corridor(self, id_: str) -> str:
        known = self._table["corridors"].get(id_)
        if known or id_ in self.loaded.corridors:
            return str(known or self.loaded.corridors[id_].name)
        return str(self._table["modes"].get(id_, id_))

    def route(self, title: Title) -> str:
        """A route by the corridors it follows and the seas it crosses."""
        together = self("route.and")
        if title.corridors:
            told = self("route.with").join(map(self._corridor, title.corridors))
        else:
            told = self("route.by", modes=together.join(self(f"by.{mode}") for mode in title.modes))
            told = words.capital(told, self.lang)
        if title.road:
            told += self("route.ocean_road" if "ocean" in title.modes else "route.road")
        if title.seas:
            known = self._table["seas"]
            told += self("route.crossing", seas=together.join(str(known.get(sea, sea)) for sea in title.seas))
        return told

    def leg(self, service: Service) -> str:
        """A service: "Aktau to Alat, feeder ship"."""
        return self(
            "parts.leg",
            start=self.near(service.start),
            end=self.near(service.end),
            mode=self(f"modes.{service.mode}"),
        )

    def part(self, kind: str, where: str) -> str:
        """A part of a journey: "Aktau to Alat, feeder ship: running"."""
        return self("parts.part", where=self.element(where), what=self(f"parts.{kind}"))

    def element(self, id_: str) -> str:
        """A service, place or corridor by its id; any other word as it stands."""
        service = self.loaded.network.by_id.get(id_)
        if service is not None:
            return self.leg(service)
        if id_ in self.loaded.nodes:
            return self.node(id_)
        return self._corridor(id_) if id_ in self.loaded.corridors else id_

    def unit(self, unit: str) -> str:
        """A unit of a capacity."""
        return str(self._table["units"].get(unit, unit))

    def told(self, settings: Iterable[str], avoid: Iterable[str]) -> list[str]:
        """What was set, in words."""
        found = []
        for setting in settings:
            key, _, value = (part.strip() for part in setting.partition("="))
            kind, _, element = key.partition(".")
            where = self.element(element) if element else self("set.everywhere")
            found.append(self(f"set.{kind}", where=where, value=value))
        return [*found, *(self("set.without", where=self._passed(word)) for word in avoid)]

    def _passed(self, word: str) -> str:
        """An area or a place as the language calls it."""
        if word in self.loaded.nodes:
            return self.near(word)
        try:
            return areas.name(areas.resolve(word), self.lang)
        except UnknownCode:
            return word

    def assumed(self, assumptions: Iterable[str]) -> dict[str, list[str]]:
        """Assumptions `element: number` by what is assumed: its words -> elements; the sentences under ""."""
        known = self._table["assumed"]
        found: dict[str, dict[str, None]] = {}
        for one in assumptions:
            where, colon, number = one.rpartition(": ")
            kind = number.partition("-")[0]
            if colon and kind in known:
                place = where.partition(" (")[0]
                name = self("assumed.any_place") if place == "*" else self._where(place)
                found.setdefault(str(known[kind]), {})[name] = None
        return {kind: list(where) for kind, where in found.items()}

    def _where(self, element: str) -> str:
        """An element of an assumption, which may begin with the kind of its part: "weather aktau-alat.feeder"."""
        last = element.rpartition(" ")[2]
        return self.element(last) if self.element(last) != last else self.element(element)
