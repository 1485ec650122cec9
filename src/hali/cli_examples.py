"""What people type: examples below the help of every command."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "brief": (
        "hali brief EU Kazakhstan",
        "hali brief FR DE --lang de -o brief.pdf",
        "hali brief KE TZ --short -o sheet.pdf",
        "hali brief EU KZ --sections trade,energy -o -",
    ),
    "check": (
        "hali check article.txt",
        'hali check "The EU made up 30 % of Kazakhstan\'s trade in 2022."',
        "hali check speech.pdf --pair EU KZ --published 2025-06-01 -o speech.html",
        "hali check articles/ -o findings.csv",
        "hali check article.txt --set c3.period=2022 --verbose",
    ),
    "quantities": ("hali quantities sentences.jsonl", "cat sentences.jsonl | hali quantities -"),
    "readings": (
        "hali readings exports --reporter KZ --partner EU --period 2024",
        "hali readings partner_share_trade --reporter KZ --partner EU --all-definitions",
        "hali readings visas_issued --partner KZ -o visas.xlsx",
    ),
    "explain": ("hali explain 3f2a9c01b7de", "hali explain 3f2a9c01b7de --json"),
    "mirror": (
        "hali mirror EU KZ",
        "hali mirror EU KZ --by member --years 2021",
        "hali mirror IT KZ -o gap.svg",
        "hali mirror US CN --of services --format json",
    ),
    "relation": ("hali relation EU KZ", "hali relation KE TZ --format json"),
    "gravity": (
        "hali gravity",
        "hali gravity --pair-effect directed --since 2000",
        "hali gravity --potential KZ DE",
        "hali gravity --agreement EU KR",
        "hali gravity --what-if KZ DE KZ TR --format json",
    ),
    "routes": (
        'hali routes "Xi\'an" Duisburg',
        "hali routes Altynkol Constanta --month 11 --set headway.poti-constanta.feeder=3.5",
        "hali routes China Germany --avoid Russia --cargo-value 100000 -o routes.html",
        "hali routes Almaty Milan -o map.png",
    ),
    "update": ("hali update --dry-run", "hali update ecb comtrade --pair EU KZ --since 2022"),
    "ingest": ("hali ingest comtrade export.csv", "hali ingest baci BACI_HS22_Y2024.csv --partner KZ"),
    "sources": ("hali sources", "hali sources comtrade", "hali sources --all --format json"),
    "record": ("hali record verify", "hali record export harvested.tar", "hali record gc"),
    "serve": (
        "hali serve",
        "hali serve --port 0 --no-open",
        "hali serve --host 0.0.0.0 --host-name hali.example --https",
    ),
    "mcp": ("hali mcp", "hali mcp --http --port 8765"),
    "watch": (
        "hali watch EU KZ --post https://example.org/hook",
        "hali watch EU KZ --post https://example.org/hook --every 1d",
    ),
    "measures": ("hali measures", "hali measures visas", "hali measures uranium --lang ru --format csv"),
    "pillars": ("hali pillars", "hali pillars --format json"),
    "areas": ("hali areas guinea", "hali areas --format csv"),
    "languages": ("hali languages", "hali languages --check tr", "hali languages --format csv"),
}
"""Command -> lines somebody can copy."""


def examples(command: str) -> str:
    """The examples of a command as the end of its help, a paragraph each.

    Args:
        command: name of the command.
    """
    return "\n\n".join(("Examples:", *EXAMPLES[command]))
