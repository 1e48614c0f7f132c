"""What a copy button puts on the clipboard for documents, as LibreOffice Writer takes it in."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from search_api.citations import Style
from search_api.references.styles import reference
from tests.support.builders import make_paragraph, make_report

_LINK = "https://files.example/50004310#page=14"
_TITLE = "Northmoor: Re-inspection of services for children"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Writer")
def test_marks_italics_and_link_arrive_in_writer(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 8, 24), title="Re-inspection of services for children")
    paragraph = make_paragraph(report, 27, "Visits are ‘regular’.", page=14)
    made = [reference(report, paragraph, style, quote=True, link=_LINK).html for style in get_args(Style)]
    page = tmp_path / "pasted.html"
    page.write_text(f'<meta charset="utf-8">{"".join(made)}', encoding="utf-8")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    # The filter for HTML is that of pasting; a page to convert needs no screen.
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "odt:writer8", "--outdir", tmp_path, page],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with zipfile.ZipFile(tmp_path / "pasted.odt") as archive:
        text = archive.read("content.xml").decode("utf-8")
    assert text.count("‘Visits are “regular”.’") == len(made)
    assert text.count(f'xlink:href="{_LINK}"') == len(made)
    italics = f'<text:span text:style-name="Emphasis">{_TITLE}</text:span>'
    assert text.count(italics) == 3  # of harvard, oscola and footnote; plain has the report's own title
