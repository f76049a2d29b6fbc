"""Render one small letter in every format that can be read, so that tests know each sentence of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SOFT_HYPHEN = "\xad"
MARK = "\u2020"
"""Stands in a letter's text where the footnote is referred to."""
BULLET = "\uf0b7"

_FONT, _SIZE, _LEADING = "Vera", 11, 15
_LEFT, _RIGHT, _TOP, _BOTTOM = 70.0, 525.0, 770.0, 130.0


@dataclass(frozen=True)
class Para:
    """A paragraph or a bullet point, sentence by sentence."""

    sentences: tuple[str, ...]
    number: str | None = None
    bullet: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it."""

    heading: str | None
    paras: tuple[Para, ...]


@dataclass(frozen=True)
class Letter:
    """An inspection letter about a council that does not exist."""

    title: str
    fields: tuple[str, ...]
    grades: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    footnote: str
    sign_off: tuple[str, ...]
    running: tuple[str, ...]

    def sentences(self) -> list[str]:
        """Every sentence that a reader should find, in order, as it should read."""
        return [clean(s) for part in self.parts for para in part.paras for s in para.sentences]


def clean(text: str) -> str:
    """Text of a letter without what only its rendering is concerned with."""
    return text.replace(SOFT_HYPHEN, "").replace(MARK, "")


def _numbered(first: int, *paras: tuple[str, ...]) -> tuple[Para, ...]:
    return tuple(Para(sentences, number=str(first + i)) for i, sentences in enumerate(paras))


NORTHMERE = Letter(
    title="Inspection of Northmere local authority children’s services",
    fields=(
        "Inspection dates: 29 January to 9 February 2024",
        "Lead inspector: Hester Quillfeather, His Majesty’s Inspector",
    ),
    grades=(
        ("The impact of leaders on social work practice with children and families", "Good"),
        (
            "The experiences and progress of children who need help and protection",
            "Requires improvement to be good",
        ),
        ("The experiences and progress of children in care", "Good"),
        ("The experiences and progress of care leavers", "Outstanding"),
        ("Overall effectiveness", "Good"),
    ),
    parts=(
        Part(
            None,
            (
                Para(
                    (
                        "Since a seasoned director took up post three years ago, improvement work in"
                        " Northmere has"
                        " gained momen\xadtum and the council’s joint work with its main partners has"
                        " become far more"
                        " produc\xadtive.",
                        "The majority of children in care do well, and young people who leave it are"
                        " helped with"
                        " uncommon gene\xadrosity.",
                        "For children who need protection, the picture is less even, because"
                        " deci\xadsions at the first"
                        " point of contact still take too long.",
                    )
                ),
                Para(
                    (
                        "Senior leaders know where practice falls short.",
                        "They have reinforced decision-making in the contact service, though it will be"
                        " some time before"
                        " the effect of the changes can be judged.",
                    )
                ),
            ),
        ),
        Part(
            "What needs to improve?",
            (
                Para(("How promptly contacts are screened when the police are the source.",), bullet=True),
                Para(
                    (
                        "The quality of supervision, so that workers have time to stand back and weigh up"
                        " what children"
                        " need.",
                    ),
                    bullet=True,
                ),
                Para(
                    ("The offer of a conversation to children on their return from going missing.",),
                    bullet=True,
                ),
            ),
        ),
        Part(
            "The experiences and progress of children who need help and protection: requires improvement"
            " to be good",
            _numbered(
                1,
                (
                    "Growing numbers of parents get the help they need at an early stage, and most"
                    " children come to no"
                    " further harm as a result.",
                    "Family workers make themselves useful in practical ways, e.g. by going along to the"
                    " housing office"
                    " or to school.",
                ),
                (
                    "Decisions on new contacts are sound but slow.",
                    "Reports from the police reach the hub late and are written in such a way that staff"
                    " can\xadnot"
                    " screen them promptly.",
                    "In the meantime, a few children remain in danger.",
                ),
                (
                    "Enquiries under s. 47 are thorough.†",
                    "Workers see children alone, listen to them and write down what they say in the"
                    " child’s own words.",
                    "Managers hold strategy meetings on the day; however, health colleagues are seldom"
                    " there, which"
                    " leaves gaps in the infor\xadmation about the family.",
                ),
                (
                    "Once a child is known to be at risk of being exploited, the response is usually sound.",
                    "After a child has gone missing, though, the offer of a conversation is patchy and"
                    " too little effort"
                    " goes into persuading them to take part.",
                    "‘Nobody asked me where I had been,’ one girl told inspectors.",
                ),
            ),
        ),
        Part(
            "The experiences and progress of children in care: good",
            _numbered(
                5,
                (
                    "By and large, children do better after they come into care.",
                    "Strong work before proceedings means that judges can settle a permanent home for the"
                    " child without"
                    " undue delay.",
                ),
                (
                    "Good attention is paid to how children are, in body and in mind.",
                    "An in-house team of therapists advises social workers, which helps them to find the"
                    " right support"
                    " for a child in distress.",
                ),
                (
                    "There are still not enough foster homes.",
                    "With so little choice, a small group of children with very high needs have had to"
                    " move several"
                    " times.",
                    "Practitioners work hard and thought\xadfully to prevent further moves for this group.",
                ),
            ),
        ),
        Part(
            "The experiences and progress of care leavers: outstanding",
            _numbered(
                8,
                (
                    "Young people come to trust their personal advisers and can rely on their help well"
                    " into their"
                    " twenties.",
                    "The council’s own training flats give them somewhere to practise for a tenancy.",
                    "No one is asked to leave before they are ready.",
                ),
                (
                    "Pathway plans are full and precise.",
                    "What each young person has lived through plainly shapes the help that they are given.",
                ),
            ),
        ),
        Part(
            "The impact of leaders on social work practice with children and families: good",
            _numbered(
                10,
                (
                    "Under close scrutiny from the safeguarding partnership, leaders have built trusting and"
                    " well-established links with other agencies.",
                    "Corporate parents convene often and take up the matters that young people raise with"
                    " every"
                    " department of the council.",
                ),
                (
                    "Audits are candid and workers learn from them.",
                    "Supervision takes place when it should, but too many sessions are of little value,"
                    " and nobody is"
                    " testing assump\xadtions.",
                ),
                (
                    "Caseloads have come down.",
                    "Staff told us that they like working in Northmere and that senior managers are easy"
                    " to find and"
                    " quick to help.",
                ),
            ),
        ),
    ),
    footnote="1 An enquiry that the council must make where a child may be suffering serious harm.",
    sign_off=(
        "The Office for Standards in Education, Children’s Services and Skills (Ofsted) is named here only",
        "because letters of this kind end with a notice about it.",
        "If you would like a copy of this document in large print, please ask for one.",
        "Piccadilly Gate",
        "T: 0300 000 0000",
        "© Crown copyright 2024",
    ),
    running=("Inspection of Northmere local authority children’s services", "29 January to 9 February 2024"),
)


def pdf(letter: Letter, *, password: str | None = None) -> bytes:
    """A letter as a PDF of several pages, byte for byte the same each time (unless encrypted)."""
    out = io.BytesIO()
    page = _Page(out, letter, password)
    page.write(letter.title, size=16)
    for line in letter.fields:
        page.write(line)
    page.table((("Judgement", "Grade"), *letter.grades))
    for part in letter.parts:
        if part.heading:
            page.write(part.heading, size=13)
        for para in part.paras:
            page.paragraph(para)
    page.end_page()
    for line in letter.sign_off:
        page.write(line)
    page.end_page(last=True)
    page.canvas.save()
    return out.getvalue()


def encrypted_pdf(letter: Letter) -> bytes:
    """A letter as a PDF that opens only with a password."""
    return pdf(letter, password="quill")  # noqa: S106 - nothing is kept behind it


def image_only_pdf() -> bytes:
    """A PDF whose page holds shapes and no text, as a scan does."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    return out.getvalue()


class _Page:
    """Sets lines from the top of a page to its bottom, and starts another."""

    def __init__(self, out: io.BytesIO, letter: Letter, password: str | None) -> None:
        if _FONT not in pdfmetrics.getRegisteredFontNames():
            fonts = Path(reportlab.__file__).parent / "fonts"
            font = TTFont(_FONT, str(fonts / "Vera.ttf"))
            # Symbol fonts give their glyphs private-use codes; so does this one now for its bullet.
            font.face.charToGlyph[ord(BULLET)] = font.face.charToGlyph[ord("•")]
            pdfmetrics.registerFont(font)
        encryption = StandardEncryption(password) if password else None
        self.canvas = Canvas(out, pagesize=A4, invariant=True, encrypt=encryption)
        self._letter = letter
        self._number = 1
        self._y = _TOP
        self._footnote = False

    def write(self, text: str, *, size: int = _SIZE) -> None:
        """Set a text in lines of its own."""
        for line in _wrap(text, _RIGHT - _LEFT, size):
            self._line(line, _LEFT, size)
        self._y -= 4

    def paragraph(self, para: Para) -> None:
        """Set a paragraph, its number or bullet hanging."""
        hanging = f"{BULLET} " if para.bullet else f"{para.number}. " if para.number else ""
        left = _LEFT + (20 if hanging else 0)
        for index, line in enumerate(_wrap(para.text, _RIGHT - left, _SIZE)):
            self._line(line, left, _SIZE, hanging if not index else "")
        self._y -= 6

    def table(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Set rows of two cells, each cell wrapped."""
        for left, right in rows:
            cells = (_wrap(left, 250, _SIZE), _wrap(right, 120, _SIZE))
            top = self._y
            for x, cell in zip((_LEFT, _LEFT + 270), cells, strict=True):
                for row, line in enumerate(cell):
                    self._draw(line, x, top - row * _LEADING, _SIZE)
            self._y = top - max(map(len, cells)) * _LEADING - 4
        self._y -= 8

    def end_page(self, *, last: bool = False) -> None:
        """Finish the page: footnote and page number."""
        if self._footnote:
            self.canvas.line(_LEFT, 78, _LEFT + 100, 78)
            self._draw(self._letter.footnote, _LEFT, 66, 8)
            self._footnote = False
        self._draw(str(self._number), _RIGHT, 40, 9)
        self.canvas.showPage()
        self._number += 1
        self._y = _TOP
        if last:
            return
        for row, line in enumerate(self._letter.running):
            self._draw(line, _LEFT, 815 - row * 12, 9)

    def _line(self, line: str, x: float, size: int, hanging: str = "") -> None:
        if self._y < _BOTTOM:
            self.end_page()
        if hanging:
            self._draw(hanging, _LEFT, self._y, size)
        before, mark, after = line.partition(MARK)
        self._draw(before, x, self._y, size)
        if mark:
            self._footnote = True
            width = pdfmetrics.stringWidth(before, _FONT, size)
            self._draw("1", x + width, self._y + 4, 7)
            self._draw(after, x + width + 5, self._y, size)
        self._y -= _LEADING * size / _SIZE

    def _draw(self, text: str, x: float, y: float, size: int) -> None:
        self.canvas.setFont(_FONT, size)
        self.canvas.drawString(x, y, text)


def _wrap(text: str, width: float, size: int) -> list[str]:
    """Lines that fit; a word is broken where it has a hyphen, soft or not."""
    lines, line = [], ""
    for word in text.split(" "):
        rest = word
        while rest:
            fitting = f"{line} {rest}".strip()
            if pdfmetrics.stringWidth(fitting.replace(SOFT_HYPHEN, ""), _FONT, size) <= width:
                line, rest = fitting.replace(SOFT_HYPHEN, ""), ""
                continue
            head, tail = _break(rest, line, width, size)
            lines.append(f"{line} {head}".strip())
            line, rest = "", tail
    return [*lines, line]


def _break(word: str, line: str, width: float, size: int) -> tuple[str, str]:
    for place in range(len(word) - 1, 0, -1):
        if word[place] in {SOFT_HYPHEN, "-"}:
            head = word[:place].replace(SOFT_HYPHEN, "") + "-"
            if pdfmetrics.stringWidth(f"{line} {head}", _FONT, size) <= width:
                return head, word[place + 1 :]
    return "", word


def word(letter: Letter) -> bytes:
    """A letter as DOCX: headings and lists by style, grades in a table."""
    document = docx.Document()
    document.add_heading(letter.title, level=0)
    for line in letter.fields:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=2)
    for row in (("Judgement", "Grade"), *letter.grades):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    for part in letter.parts:
        if part.heading:
            document.add_heading(part.heading, level=1)
        for para in part.paras:
            style = "List Bullet" if para.bullet else "List Number" if para.number else None
            document.add_paragraph(clean(para.text), style=style)
    for line in letter.sign_off:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(letter: Letter) -> bytes:
    """A letter as the main content of a web page with the usual furniture around it."""
    rows = "".join(f"<tr><td>{escape(a)}</td><td>{escape(g)}</td></tr>" for a, g in letter.grades)
    body = [f"<h1>{escape(letter.title)}</h1>", *(f"<p>{escape(line)}</p>" for line in letter.fields)]
    body.append(f"<table><tr><th>Judgement</th><th>Grade</th></tr>{rows}</table>")
    for part in letter.parts:
        if part.heading:
            body.append(f"<h2>{escape(part.heading)}</h2>")
        if part.paras[0].bullet:
            body.append("<ul>" + "".join(f"<li>{escape(clean(p.text))}</li>" for p in part.paras) + "</ul>")
        else:
            body += [f"<p>{escape(_with_number(p))}</p>" for p in part.paras]
    body += [f"<p>{escape(line)}</p>" for line in letter.sign_off]
    page = (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Northmere</title></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/all'>All letters</a></li></ul></nav>"
        f"<main><article>{''.join(body)}</article></main>"
        "<footer><p>Cookies on this site. Accept all cookies.</p></footer></body></html>"
    )
    return page.encode()


def markdown(letter: Letter) -> bytes:
    """A letter as Markdown."""
    lines = [f"# {letter.title}", *letter.fields, "| Judgement | Grade |\n|---|---|"]
    lines[-1] += "".join(f"\n| {area} | {grade} |" for area, grade in letter.grades)
    for part in letter.parts:
        if part.heading:
            lines.append(f"## {part.heading}")
        lines += [f"- {clean(p.text)}" if p.bullet else _with_number(p) for p in part.paras]
    return "\n\n".join([*lines, *letter.sign_off]).encode()


def text(letter: Letter) -> bytes:
    """A letter as plain text, a paragraph a line, a blank line between."""
    lines = [
        letter.title,
        *letter.fields,
        "Judgement Grade",
        *(f"{area} {grade}" for area, grade in letter.grades),
    ]
    for part in letter.parts:
        if part.heading:
            lines.append(part.heading)
        lines += [f"• {clean(p.text)}" if p.bullet else _with_number(p) for p in part.paras]
    return "\n\n".join([*lines, *letter.sign_off]).encode()


def _with_number(para: Para) -> str:
    return f"{para.number}. {clean(para.text)}" if para.number else clean(para.text)


RENDERERS = {"pdf": pdf, "docx": word, "html": html, "md": markdown, "txt": text}
