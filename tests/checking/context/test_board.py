"""Boards: a stage reads only what is given or set before it, says all that it reads, and runs once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from hali.checking import article, frames
from hali.checking.context import board
from hali.checking.context.asked import Asked
from hali.checking.context.beside import Beside
from hali.checking.context.doubt_cases import Case
from hali.checking.context.number import Number
from hali.checking.context.passage import Passage

BOARDS = (Passage, Asked, Beside, Number, Case)

TEXTS = (
    "Trade between the EU and Kazakhstan was 40 billion euros in 2022, up 12 % on 2021.\n\n"
    "Exports of the bloc to the republic rose to 12 billion, while imports fell by 3 % to 28 billion.\n\n"
    "Italy is its third-largest partner after China and Russia. It took 18.6 % of exports (2 billion).",
    "Товарооборот Казахстана с Италией в 2021 году вырос на 20 % и достиг 9,5 млрд долларов.",
    "Қазақстанның Италияға экспорты 2021 жылы 8,9 млрд долларға жетті.",
    "Kenya ilipokea watalii 95,000 kutoka Ujerumani mwaka 2023.",
    "L'UE a délivré 12 000 visas à des Kazakhstanais au premier semestre 2023.",
    "The ministry spent 3 million euros on it in 2021.",
    "Kenya's exports doubled in 2021, while Italy's share in them was 18 %.",
    "Deutschland bezog 2022 rund 6,5 Millionen Tonnen Erdöl aus Kasachstan.",
    "Inflation came to 6.8 % in 2022, the ministry in Ottawa said.",
    "Each Canadian emitted 19.5 tonnes of greenhouse gases in 2022.",
)


def test_a_stage_that_reads_what_none_before_it_sets_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Late\.first reads second, which no stage before it sets"):

        @board.board
        class Late:
            given = ("text",)

            @board.stage("text", "second")
            def first(self) -> int:
                return 1

            @board.stage("text")
            def second(self) -> int:
                return 2


@pytest.mark.parametrize("kind", BOARDS, ids=lambda kind: kind.__name__)
def test_every_stage_reads_only_what_it_declares(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[tuple[board.Stage[Any], int]] = []
    ran: Counter[tuple[str, int]] = Counter()
    kept: list[object] = []  # so that no two boards share an address
    slots = board.given(kind) | {one.name for one in board.stages(kind)}
    plain = kind.__getattribute__

    def watched(self: object, name: str) -> Any:
        if name in slots and running and running[-1][1] == id(self):
            stage = running[-1][0]
            assert name in stage.reads, f"{kind.__name__}.{stage.name} reads {name} and does not say so"
        return plain(self, name)

    def counted(stage: board.Stage[Any]) -> Any:
        run = stage.run

        def counting(self: object) -> Any:
            ran[stage.name, id(self)] += 1
            kept.append(self)
            running.append((stage, id(self)))
            try:
                return run(self)
            finally:
                running.pop()

        return counting

    for stage in board.stages(kind):
        monkeypatch.setattr(stage, "run", counted(stage))
    monkeypatch.setattr(kind, "__getattribute__", watched, raising=False)
    for text in TEXTS:
        assert frames.claims(article.from_text(text))
    assert set(ran.values()) == {1}
    assert {name for name, _ in ran} >= {one.name for one in board.stages(kind)} - {"behind_numbers"}


def test_what_a_changed_slot_goes_into_is_read_again_and_nothing_else() -> None:
    read = Counter[str]()

    @board.board
    @dataclass(frozen=True)
    class Line:
        text: str
        tail: str = ""

        @board.stage("text")
        def words(self) -> list[str]:
            read["words"] += 1
            return self.text.split()

        @board.stage("words", "tail")
        def whole(self) -> str:
            read["whole"] += 1
            return " ".join([*self.words, self.tail])

    first = Line("two words")
    assert first.whole == "two words "
    second = board.revised(first, tail="more")
    assert second.whole == "two words more"
    assert first.whole == "two words "
    assert read == {"words": 1, "whole": 2}


def test_a_pure_function_of_a_board_is_computed_once_for_each_value() -> None:
    read = Counter[int]()

    class Page:
        pass

    @board.once
    def doubled(page: Page, number: int) -> int:
        read[number] += 1
        return 2 * number

    page = Page()
    assert [doubled(page, n) for n in (1, 2, 1)] == [2, 4, 2]
    assert doubled(Page(), 1) == 2
    assert read == {1: 2, 2: 1}


def test_the_way_of_a_number_is_nine_decisions_long() -> None:
    """Each asks one room and hands the number on; the other stages only look up what stands on the board."""
    looked_up = {"here", "quantity", "span", "before", "printed", "measured"}
    decided = [one.name for one in board.stages(Number) if one.name not in looked_up]
    assert decided == ["when", "link", "dated", "own", "sided", "termed", "restricted", "told", "claim"]
