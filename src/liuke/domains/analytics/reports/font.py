"""The letters of what is printed: a font with Chinese, of which a document carries what it uses."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NAME = "WenQuanYiMicroHei"
PACKAGE, FILE = "paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc"


@cache
def font() -> TTFont:
    """Read the font, once in a process, and let it be drawn with by its name."""
    with as_file(files(PACKAGE) / FILE) as path:
        read = TTFont(NAME, str(path), subfontIndex=0)
    pdfmetrics.registerFont(read)
    return read
