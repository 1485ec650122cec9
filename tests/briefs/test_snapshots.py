"""The brief on the EU and Kazakhstan as Markdown, word for word: a change of wording or of a number is seen here."""

from __future__ import annotations

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from hali.briefs.compose import compose
from hali.publish import write_markdown


class Markdown(SingleFileSnapshotExtension):
    """One readable file per snapshot."""

    file_extension = "md"
    _file_extension = "md"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_brief_of_the_eu_and_kazakhstan(record, snapshot, lang):
    text = write_markdown.write(compose(record, "EU", "KAZ", lang)).decode()
    assert text == snapshot(extension_class=Markdown, name=lang)
