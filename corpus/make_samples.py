"""Writes the sample reports, their expected facts and the exported text: python -m corpus.make_samples.

The same content always gives the same bytes (with one version of ReportLab); nothing depends on the clock.
"""

from __future__ import annotations

import json
from pathlib import Path

from corpus.sample_export import export_text
from corpus.sample_facts import facts_of
from corpus.sample_pages import make_report
from corpus.sample_text import read_all

HERE = Path(__file__).resolve().parent
SAMPLES = HERE / "samples"
TESTS = HERE.parent / "tests"
EXPORTED = "northmoor-2018"  # the report that exists as exported text, too
LARGEST = 60_000  # bytes of one report


def make_all() -> dict[Path, bytes]:
    """Every file that this script writes, and its bytes."""
    made: dict[Path, bytes] = {}
    facts = []
    for sample in read_all():
        report = make_report(sample)
        if len(report.pdf) > LARGEST:
            raise ValueError(f"{sample.path}: {len(report.pdf)} bytes, more than {LARGEST}")
        made[SAMPLES / sample.path] = report.pdf
        facts.append(facts_of(sample, report.pages))
        if sample.name == EXPORTED:
            made[TESTS / "data" / f"{sample.name}-export.txt"] = export_text(report.placed).encode()
    golden = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    made[TESTS / "golden" / "samples.json"] = golden.encode()
    return made


def main() -> None:
    """Write every file below corpus/, and print sizes and names."""
    for path, data in make_all().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{len(data):7,} bytes  {path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
