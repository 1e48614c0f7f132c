"""The ways in which people damage a report: each makes a copy, and says where its pages went.

Every maker takes the sound file's bytes, a source of chance and the bytes of another report, and gives the
copy with the map of its pages (page of the sound report -> page of the copy, None where it is gone).
"""

from __future__ import annotations

from tests.quality.damaged import additions, lost_bytes, sheets
from tests.quality.damaged.tools import Maker

MAKERS: dict[str, Maker] = {
    "page blank": sheets.blank_page,
    "page deleted": sheets.deleted_page,
    "pages swapped": sheets.swapped_pages,
    "page doubled": sheets.doubled_page,
    "first pages lost": sheets.first_pages_lost,
    "last pages lost": sheets.last_pages_lost,
    "pages reversed": sheets.reversed_pages,
    "page scanned": sheets.scanned_page,
    "scan in between": sheets.inserted_scan,
    "turned by 90": sheets.turned(90),
    "turned by 180": sheets.turned(180),
    "turned by 270": sheets.turned(270),
    "drawn on its side": sheets.drawn_on_its_side,
    "margins cropped": sheets.cropped_margins,
    "text cropped": sheets.cropped_text,
    "larger sheet": sheets.larger_sheet,
    "scaled to fit": sheets.scaled_sheet,
    "two on a sheet": sheets.two_on_a_sheet,
    "watermark": additions.watermark,
    "level watermark": additions.watermark_level,
    "line numbers": additions.line_numbers,
    "numbered margin": additions.numbered_margin,
    "margin notes": additions.margin_notes,
    "recognised text": additions.recognised,
    "two reports": additions.merged,
    "cover in front": additions.cover_in_front,
    "plan appended": additions.plan_appended,
    "browser print": additions.browser_print,
    "text dump": additions.text_dump,
    "bit flipped": additions.flipped_bit,
    "packed bit flipped": additions.flipped_packed_bit,
    "stream cut": additions.cut_stream,
    "bits flipped anywhere": lost_bytes.flipped_bits,
    "stretch blanked": lost_bytes.blanked,
    "stretches exchanged": lost_bytes.exchanged,
}
