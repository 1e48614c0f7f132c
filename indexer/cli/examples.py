"""Examples of the commands of the write side, as their help prints them."""

from __future__ import annotations

from .helping import Example

EXAMPLES = {
    "index": (
        Example("index reports", "Read a folder of reports, or what is new in it"),
        Example(
            'index letter.pdf --kind generic --authority Torbay --published 2024-03-01',
            "Read a document that is no report of a known kind",
        ),
        Example(
            "index /srv/reports --shards /srv/work",
            "Share the work: `pinpoint index --work /srv/work` on each other machine",
        ),
    ),
    "info": (
        Example("info", "Show what is indexed"),
        Example("info --anomalies", "List everything odd that was found in the reports"),
    ),
    "check": (Example("check", "Look for damage"),),
    "read": (Example("read report.pdf", "Show what is understood of one report, without indexing it"),),
    "check-reading": (
        Example("check-reading reports", "Compare two readings of each report in a folder"),
    ),
    "ledger": (Example("ledger reports --json", "List what was read in each report, for a program"),),
    "fetch": (
        Example(
            'fetch --authority Torbay --authority Plymouth --into reports',
            "Download the inspection reports of two authorities",
        ),
        Example(
            'fetch --region "South West" --since 2018 --dry-run', "Only list what would be downloaded"
        ),
    ),
    "publish": (
        Example(
            "publish --to postgresql://pinpoint_writer@db.example.gov.uk/reports",
            "Copy your index to a database that the whole organisation asks",
        ),
    ),
    "pack": (
        Example("pack --to national.pinpoint", "Write the index as one file for colleagues"),
        Example("pack --to small.pinpoint --without-sources", "Leave out the reports' own files"),
    ),
    "unpack": (
        Example("unpack national.pinpoint", "Use a file that a colleague made"),
        Example(
            "unpack https://example.gov.uk/national.pinpoint --signed-by analyst.pub",
            "Download it, and refuse what that key did not sign",
        ),
    ),
}  # fmt: skip
