"""Who issued a document: the left column of the top block, read as a standard name with its place."""

from __future__ import annotations

import re

from documents.issuers import Issuer, issuer_of_code, name_on_day, read_bodies
from documents.number import DocumentNumber
from documents.provinces import find_provinces
from documents.text import fold, strip_marks
from nlp.components.patterns import phrases

# the right column and the form itself, cut out of what remains when columns are merged
_GAP = r"(?:\s|\\[rn])*"
_FORM = re.compile(
    rf"""CONG{_GAP}HOA{_GAP}X\w?{_GAP}H[OD]I|CHU\s+NGHIA(?:\s+VIET\s+NAM)?|
    (?<!QUOC[ ])(?<!MTTQ[ ])(?<!PHU[ ]NU[ ])(?<!NONG[ ]DAN[ ])(?<!BINH[ ])(?<!DONG[ ])VIET\s+NAM(?=\s*\n|\s*$)
    |(?<=H[OD]I)\s+VIET\s+NAM|(?i:Doc\s+lap\s*-?\s*Tu\s+do\s*-?\s*Hanh\s+phuc)|DANG\s+CONG\s+SAN(?:\s+VIET\s+NAM)?
    |-{{3,}}|[_*|]+|\\[rn]""",
    re.VERBOSE,
)
_SPECKS = " :;.,'`\"*_|"
_NUMBER_LINE = re.compile(
    r"(?<!\w)(?:(?:[Ll]uật|LUẬT)\s+)?S[ốỐôÔ]\s*(?::.*|(?=[\d.…_/-]).*)"
    r"|(?<![^\n\t])[ ]*[-/][ ]?[A-ZĐ]\w{1,5}[/-][A-ZĐ][\w&-]+(?![^\n\t])"  # a scan's, of which the code alone was read
)
# stamps and the marks of e-signatures that stand in the head: whole lines, or at the end of one
_STAMPS = re.compile(
    r"""^[^\n]*\n[ ]*(?:CONG[ ]VAN[ ])?DEN[ ]*$  # the office that received it, on the line above
    |^[ ]*(?:(?:BAN[ ])?SAO[ ](?:Y|LUC)\b.*|TRICH[ ]SAO\b.*|HOA[ ]TOC\b.*|(?:THUONG[ ])?KHAN|(?:TUYET[ ]|TOI[ ])?MAT
    |(?i:du[ ]thao)\b.*|(?i:ky[ ]boi|nguoi[ ]ky|ngay[ ]ky|thoi[ ]gian[ ]ky|email|co[ ]quan)[ ]*:.*)$
    |(?:(?:CONG[ ]VAN|VAN[ ]BAN)[ ])?\bDEN(?=[ ]*(?:\n|\t|$|(?i:so|ngay|gio)\b)).*
    |^[ ]*(?i:den[ ]ngay|chuyen)[ ]*:.*$""",
    re.VERBOSE | re.MULTILINE,
)
# how the name of a body begins, folded
_BODY = re.compile(
    phrases(
        """UY BAN | UBND | HOI DONG | HDND | DOAN | TINH UY | THANH UY | HUYEN UY | THI UY | QUAN UY
        | DANG UY | DANG BO | BAN | SO | BO
        | VAN PHONG | CUC | CHI CUC | THANH TRA | CONG AN | CHINH PHU | THU TUONG | QUOC HOI | TINH DOAN
        | THANH DOAN | HOI | VIEN
        | LIEN DOAN | TRUNG TAM | KHO BAC | BAO HIEM | TOA AN | TRUONG | CHU TICH | MAT TRAN | TONG CUC
        | NGAN HANG | LIEN MINH | LIEN HIEP
        | CHI NHANH | TO CONG TAC | PHONG | THUE TINH | THUE THANH PHO | DAI HOI | HAT KIEM LAM | BENH VIEN
        | BCH | BTV | BTT | TRUNG UONG | KIEM TOAN | QUY | DAI PHAT THANH | VU"""
    )
    + r"(?!\w)"
)
# a line that is not yet a body: the next line goes on with it
_PART = phrases(
    """UY | THANH | TINH | HOI | BAN | BO | SO | HOI DONG | HOI DONG NHAN | UY BAN | UY BAN NHAN
    | UY BAN MAT TRAN | VAN PHONG | VA | CUA
    | UY BAN MAT TRAN TO QUOC | BAN CHAP HANH | BAN THUONG VU | BAN QUAN LY | BAN CHI DAO | THUONG TRUC
    | CHU TICH | - | ,"""
)
_UNFINISHED = re.compile(rf"(?:^|\s){_PART}$")
# a council's term and session below its name: "KHÓA XVIII, KỲ HỌP THỨ 35"
_SESSION = re.compile(r"(?:^|\s)(?:KHOA\s+(?:[IVX]+|\d+)(?!\w)|KY\s+HOP\s|NHIEM\s+KY\s).*$")
_WHOLE = re.compile(r"(?:HÀ TĨNH|XÃ HỘI)$")  # these end like a part and are none


def read_issuer(block: str, after: str, number: DocumentNumber | None, on: str | None) -> Issuer:
    """The body named in the top block; where its second line is lost, the line of authority below has the place."""
    found = read_bodies(_bodies(block), number, on)
    if found.name is None and number is not None:
        found = issuer_of_code(number)
    if found.provincial and found.province is None:
        again = read_bodies(_bodies("\n".join(after.split("\n")[:14])), number, on)
        if again.province and again.provincial:
            return Issuer(found.name, again.province, True)
    return found


def read_place(place: str, on: str | None) -> str | None:
    """The province of a place-and-date line, as named on that day; None for a town."""
    found = find_provinces(" ".join(place.split()))
    return name_on_day(found[-1][2], on) if found else None


def _left_column(block: str) -> str:
    """A block without the right column and the lines of the form; marks are often lost or misread there."""
    for stamp in reversed(list(_STAMPS.finditer(strip_marks(block)))):
        block = block[: stamp.start()] + block[stamp.end() :]
    kept, reached = [], 0
    for form in _FORM.finditer(strip_marks(block)):
        kept.append(block[reached : form.start()])
        reached = form.end()
    return _NUMBER_LINE.sub("", "\n".join([*kept, block[reached:]]))


def _bodies(block: str) -> list[str]:
    """The issuing bodies a block prints in capitals, upper one first, without the right column."""
    bodies: list[str] = []
    for line in re.split(r"[\n\t]", _left_column(block)):
        words = " ".join(line.split()).strip(_SPECKS)
        if session := _SESSION.search(fold(words).upper()):
            words = words[: session.start()].rstrip(" ,-–(")
        if not words or sum(c.isupper() for c in words) <= sum(c.islower() for c in words):
            continue
        folded = fold(words).upper()
        unfinished = bodies and _UNFINISHED.search(fold(bodies[-1]).upper()) and not _WHOLE.search(bodies[-1])
        if _BODY.match(folded) and not unfinished:
            bodies.append(words)
        elif bodies:
            bodies[-1] += " " + words
        elif folded in ("UY", "THANH", "TINH"):
            bodies.append(words)
    return bodies
