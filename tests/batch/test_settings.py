"""The command that repeats a check is one a shell reads back word for word."""

from __future__ import annotations

import shlex

import pytest

from hali.batch.settings import Settings
from hali.checking.output.claimreview import Review


def test_command_names_the_options_used_and_no_others():
    assert Settings().command("a.txt") == "hali check a.txt"
    used = Settings(("EU", "KZ"), "2023-01-02", "2024-03-04", "sw", "csv")
    assert used.command("a.txt") == (
        "hali check a.txt --pair EU KZ --published 2023-01-02 --as-of 2024-03-04 --lang sw --format csv"
    )


@pytest.mark.parametrize("file", ["it's here.txt", "$(rm -rf x).md", "-o.txt", "два слова.html", "-"])
def test_shell_reads_the_words_back(file):
    review = Review("O'Desk & Co", True, "https://d.example", "https://a.example/?q=1&r=2", "", "2024-02-01")
    words = shlex.split(Settings(("EU", "Côte d'Ivoire"), format="claimreview", review=review).command(file))
    assert words[2] == (file if file in {"-", "it's here.txt", "$(rm -rf x).md", "два слова.html"} else f"./{file}")
    for word in ("Côte d'Ivoire", "O'Desk & Co", "person", "https://a.example/?q=1&r=2", "2024-02-01"):
        assert word in words
