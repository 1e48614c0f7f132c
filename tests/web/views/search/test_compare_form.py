"""The forms of ‘Compare’: what they begin with, and that they offer nothing that is refused."""

from __future__ import annotations

import re

from tests.support.api_bench import client
from tests.support.page_reading import get


def test_compare_opens_with_an_empty_form_that_stays_on_compare() -> None:
    with client() as http:
        page = get(http, "/compare")
        form = page.split('<form method="get" action="/"')[1].split("</form>")[0]
        assert '<input type="hidden" name="view" value="compare">' in form
        assert all(f'name="{name}"' in form for name in ("q", "one", "other"))
        assert '<option value="Northmoor">' in form
        shown = get(http, "/?view=compare&q=supervision&one=Northmoor&other=Saltby")
    for both in re.findall(r'<form class="compare-form".*?</form>', shown, re.DOTALL):
        assert ('value="good"' in both) != ("<option selected>Northmoor" in both or ">Northmoor<" in both)
