"""What does a PDF show, page by page?

Only here are PDF libraries used.
"""

from .document import made_on, open_checked, read_pages, second_reading
from .drawing import draw_page

__all__ = ["draw_page", "made_on", "open_checked", "read_pages", "second_reading"]
