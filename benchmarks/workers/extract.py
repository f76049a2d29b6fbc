"""Text of PDFs by one library and nothing more: what reading costs at least.

python extract.py pdfium FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def by_pdfium(path: Path) -> int:
    """Characters of a PDF, page by page as the product asks for them."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    total = 0
    for index in range(len(pdf)):
        page = pdf[index]
        text = page.get_textpage()
        total += len(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return total


def by_pypdf(path: Path) -> int:
    """Characters of a PDF, read in Python alone."""
    import pypdf

    return sum(len(page.extract_text()) for page in pypdf.PdfReader(path).pages)


READERS: dict[str, Callable[[Path], int]] = {"pdfium": by_pdfium, "pypdf": by_pypdf}


def main(name: str, folder: str) -> None:
    """Read every PDF of a folder and print how many characters they have."""
    print(sum(map(READERS[name], sorted(Path(folder).glob("*.pdf")))))


if __name__ == "__main__":
    main(*sys.argv[1:])
