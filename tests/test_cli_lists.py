"""Lists, examples and what every command answers: version, short help, a sentence in place of a file."""

from __future__ import annotations

import csv
import io
import json
import shlex

import pytest
import typer

from hali import cli, cli_lists, listings
from hali.cli_examples import EXAMPLES
from hali.terminal import read

COMMANDS = typer.main.get_command(cli.app).commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_that_parse(name: str) -> None:
    assert name in EXAMPLES
    for line in EXAMPLES[name]:
        words = shlex.split(line.split("|")[-1])
        assert words[:2] == ["hali", name]
        COMMANDS[name].make_context(name, words[2:])
        assert line in (COMMANDS[name].epilog or "")


def test_no_example_is_of_a_command_there_is_not() -> None:
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("command", ["measures", "areas", "pillars", "languages"])
def test_a_list_is_had_as_text_json_and_csv(command: str, capsys) -> None:
    listing = getattr(cli_lists, command)
    listing(format=cli_lists.ListFormat.text)
    lines = capsys.readouterr().out.splitlines()
    listing(format=cli_lists.ListFormat.json)
    entries = json.loads(capsys.readouterr().out)
    listing(format=cli_lists.ListFormat.csv)
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert len(lines) == len(entries) == len(rows) > 5
    assert set(head) <= set(entries[0])


def test_a_list_is_searched_and_cut_and_says_so(capsys) -> None:
    cli_lists.measures("visas", format=cli_lists.ListFormat.json, limit=2)
    told = capsys.readouterr()
    assert next(entry["id"] for entry in json.loads(told.out)).startswith("visa")
    assert "2 of " in told.err
    assert "--limit 0" in told.err
    cli_lists.areas("guinea", format=cli_lists.ListFormat.json)
    found = [entry["code"] for entry in json.loads(capsys.readouterr().out)]
    assert {"GIN", "GNB", "GNQ", "PNG"} <= set(found)
    assert len(found) <= listings.CLOSE
    cli_lists.measures("qqzzxx")
    assert "nothing is called" in capsys.readouterr().err


def test_a_sentence_stands_for_a_file(tmp_path) -> None:
    sentence = "Trade was 45.3 billion dollars in 2025."
    assert read(sentence) == (sentence.encode(), "sentence.txt")
    file = tmp_path / "a file with a long name.txt"
    file.write_text("other words")
    assert read(str(file)) == (b"other words", file.name)
