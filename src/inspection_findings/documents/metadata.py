"""What a report states about itself: authority, framework, dates, lead inspector."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from inspection_findings.documents.boilerplate import is_front_field
from inspection_findings.documents.dates import first_date, first_range, whole_date
from inspection_findings.documents.types import Framework, Metadata

_FRAMEWORKS = (
    (
        Framework.JTAI,
        re.compile(
            r"joint targeted area inspection|joint area review|\bJTAI\b"
            r"|inspection of progress made in the provision of safeguarding services",
            re.I,
        ),
    ),
    (
        Framework.SEND,
        re.compile(r"area SEND (?:re)?(?:inspection|visit)|local area partnership report", re.I),
    ),
    (
        Framework.SIF,
        re.compile(
            r"inspection of (?:services for children in need of help|looked after children services"
            r"|local authority arrangements for the protection)|single inspection framework",
            re.I,
        ),
    ),
    (
        Framework.ILACS,
        re.compile(
            r"inspection of .{0,80}?children[’']?s (?:social care |social work )?services|\bILACS\b"
            r"|the impact of leaders on social work",
            re.I,
        ),
    ),
)
_VISIT = re.compile(r"(?:focused|monitoring) visit (?:to|of)\b", re.I)
_WATCHDOG = re.compile(r"\b(?:Ofsted|inspectors|inspectorate|watchdog)\b")

_CHILDRENS_SERVICES = r"children[’']?s (?:social care |social work )?services"
_AUTHORITY = (
    re.compile(r"area SEND (?:re)?inspection of (?P<name>.{3,60}?) (?:local area|area) partnership", re.I),
    re.compile(
        r"inspection of (?P<name>(?!services|local authority|children|safeguarding|looked).{3,70}?)"
        rf"(?: local authority)?(?:[’']s)? {_CHILDRENS_SERVICES}",
        re.I,
    ),
    re.compile(
        r"inspection of progress made in the provision of safeguarding services in the (?P<name>.{3,60}?)"
        r"(?= Care Quality|$)",
        re.I,
    ),
    re.compile(
        rf"(?:focused|monitoring) visit to (?P<name>.{{3,60}}?)(?:[’']s)?(?: {_CHILDRENS_SERVICES}|$)", re.I
    ),
    re.compile(
        r"joint (?:targeted area )?inspection of (?:the |services ).{0,140} in (?P<name>(?:the"
        r" )?(?-i:[A-Z])[^.]{2,60})",
        re.I,
    ),
    re.compile(
        r"individual agencies in (?P<name>(?:the )?(?-i:[A-Z])[^.,;]{2,60}?)(?: local authority)?\.", re.I
    ),
    re.compile(
        r"joint targeted area inspection (?:of|in) (?P<name>(?!the multi)(?:the )?(?-i:[A-Z])[^.]{2,60})",
        re.I,
    ),
)
_COUNCIL = re.compile(r"(?P<name>[A-Z][\w’'&, -]{2,50}) Council")
_SUBJECT = re.compile(r"joint targeted area inspection\b", re.I)
_TITLE_LINE = re.compile(
    r"(?:re-?)?inspection of (?:services for|children|local"
    r" authority|safeguarding)|(?:focused|monitoring) visit",
    re.I,
)
_STYLE_BEFORE = re.compile(
    r"^(?:the )?(?:(?:London|Royal|Metropolitan) Borough of|(?:City|County|Borough) of|City and County"
    r" of|Council of"
    r" the)(?: the)? ",
    re.I,
)
_STYLE_AFTER = re.compile(
    r"(?:,? (?:Metropolitan|County|City|Borough|District|Unitary|Local|Council|Authority|authority"
    r"|City of|Children[’']s Services))+$"
)
_PUBLISHED = re.compile(
    r"(?:report |date |first )?publi(?:shed|cation)(?: date| on)?\s*[:–-]?\s*(?P<date>\d.{6,30})", re.I
)
_INSPECTED = re.compile(r"inspection dates?\s*[:–-]?\s*(?P<dates>\d.{3,60})", re.I)
_TOOK_PLACE = re.compile(
    r"(?:took place|carried out|visit(?:ed)?|conducted|inspection)(?: \w+){0,9}? (?:from|between|on)"
    r" (?P<dates>\d.{3,50})"
    r"|\bbetween (?P<between>\d.{3,50})",
    re.I,
)
_NAME = r"[^\W\d_][\w’'. -]{3,44}?"
_LEAD = re.compile(
    rf"(?:lead inspectors?\s*[:–-]|reporting"
    rf" inspector\b:?)\s*(?P<name>{_NAME})(?:,|\s+HMI\b|\s+(?:Her|His)\s+Majesty|\s+Ofsted|\s*$)",
    re.I,
)
_LEAD_AFTER = re.compile(
    rf"^(?P<name>{_NAME})(?:,? HMI)?,? (?:Ofsted(?:,? HMI)?,? |HMI,? )lead inspector", re.I
)
_LONGEST_INSPECTION = dt.timedelta(days=92)
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr)\.? ", re.I)


def read_metadata(
    title: str | None, front: Sequence[str], opening: Sequence[str], credits_: Sequence[str]
) -> Metadata:
    """Collect what the text states; fields it does not state stay ``None``.

    Parameters
    ----------
    title
        Title that the format announces.
    front
        Lines before the body.
    opening
        The first blocks of the body.
    credits_
        Short blocks and lines from anywhere, among which some reports name their inspectors.
    """
    announced = [title] if title else []
    framework = _framework(" ".join([*announced, *front, *opening[:2]]), " ".join([*front, *opening]))
    official = framework is not None and framework is not Framework.NEWS
    start, end = _inspected(front, opening) if official else (None, None)
    return Metadata(
        title=title or _title(front, opening),
        authority=_authority(announced, front, opening) if official else None,
        framework=framework,
        inspection_start=start,
        inspection_end=end,
        published=_published(front, opening),
        lead_inspector=_lead_inspector(front, credits_) if official else None,
    )


def _framework(head: str, opening: str) -> Framework | None:
    found = [
        (match.start(), framework) for framework, pattern in _FRAMEWORKS if (match := pattern.search(head))
    ]
    if found:
        return min(found)[1]
    if _VISIT.search(head[:600]) and "Dear" in head[:1500]:
        return Framework.ILACS
    return Framework.NEWS if _WATCHDOG.search(opening) else None


def _title(front: Sequence[str], opening: Sequence[str]) -> str | None:
    for index, line in enumerate(front):
        if _SUBJECT.match(line):
            return " ".join(front[index:])
    lines = [*front, *opening[:2]]
    named: list[str] = []
    for line in lines[:6]:
        if is_front_field(line) or line.lower() == "judgement grade":
            break
        named.append(line)
        if len(named) == 1 and (len(line) > 70 or not front):
            break
    return " ".join(named) or None


def _authority(announced: Sequence[str], front: Sequence[str], opening: Sequence[str]) -> str | None:
    for index, line in enumerate(front[:5]):
        if index and _TITLE_LINE.match(line):
            return _plain_name(" ".join(front[:index]))
    for text in (" ".join(front), *announced, *opening[:3]):
        for pattern in _AUTHORITY:
            found = pattern.search(text)
            if found is not None:
                return _plain_name(found["name"])
    councils = (_COUNCIL.fullmatch(line) for line in front)
    return next((_plain_name(found["name"]) for found in councils if found is not None), None)


def _plain_name(name: str) -> str | None:
    """A council's name without its style: ``London Borough of Barnet`` is Barnet."""
    if "City of London" in name:
        return "City of London"
    plain = _STYLE_AFTER.sub("", _STYLE_BEFORE.sub("", name.strip(" ,–-")))
    return plain.removeprefix("the ").strip(" ,") or None


def _inspected(front: Sequence[str], opening: Sequence[str]) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the inspection; neither where a slip of the pen makes it last for months."""
    first, last = _stated_dates(front, opening)
    if first is None or last is None or not dt.timedelta(0) <= last - first <= _LONGEST_INSPECTION:
        return None, None
    return first, last


def _stated_dates(front: Sequence[str], opening: Sequence[str]) -> tuple[dt.date | None, dt.date | None]:
    found = _INSPECTED.search(" ".join(front))
    if found is not None:
        return first_range(found["dates"])
    for text in opening:
        found = _TOOK_PLACE.search(text)
        if found is not None:
            dates = first_range(found["dates"] or found["between"])
            if dates != (None, None):
                return dates
    return None, None


def _published(front: Sequence[str], opening: Sequence[str]) -> dt.date | None:
    for line in [*front, *opening[:4]]:
        found = _PUBLISHED.search(line) if "publi" in line.lower() else None
        if found is not None:
            return first_date(found["date"])
    # A letter and a news story carry their date on a line of its own.
    days = (whole_date(line) for line in [*front[:4], *opening[:5]])
    return next((day for day in days if day is not None), None)


def _lead_inspector(front: Sequence[str], credits_: Sequence[str]) -> str | None:
    lines = [*front, *credits_]
    for index, line in enumerate(lines):
        if line.lower().endswith(" lead"):
            line = " ".join(lines[index : index + 2])
        if "nspector" not in line:
            continue
        found = _LEAD.search(line) or _LEAD_AFTER.search(line)
        if found is not None:
            return _HONORIFIC.sub("", found["name"]).strip(" .-")
    return None
