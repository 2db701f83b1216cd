"""The papers of the made world as texts that look like real ones, and the tags a perfect tagger would give them.

One writer makes both, so that linking can be measured through the tagger or without it. What is printed wrong or left
out is told by a `Print`; `said` remembers which document each mention really means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from made_world import Goal, Made, read_data
from made_world_bodies import Body

from documents.number import number_key, parse_number
from documents.record import SELF, Header, Reference, Relation, RelationType, Tags, Target


@dataclass(frozen=True, slots=True)
class Mention:
    """How a document is cited here: its number, day and issuer as printed; None is left out.

    `province` is the one that the issuer's name says, None where it says none.
    """

    document: Made
    number: str | None
    date: str | None
    issuer: str | None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """How a paper's own head is printed: None is a blank (number, day) or a lost block (head)."""

    number: str | None
    issued: str | None
    head: tuple[str, ...] | None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A text, its perfect tags, and what each mention means: (start, end, id)."""

    text: str
    tags: Tags
    said: tuple[tuple[int, int, str], ...]


@dataclass
class Paper:
    """A text being written, with the tags found on the way."""

    chance: Random
    province: str | None
    parts: list[str] = field(default_factory=list)
    at: int = 0
    references: list[Reference] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    said: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, words: str) -> int:
        """Write some words; gives where they begin."""
        begin = self.at
        self.parts.append(words)
        self.at += len(words)
        return begin

    def line(self, words: str = "") -> None:
        self.put(words + "\n")

    def cite(self, wording: str, relation: str, mention: Mention, **words: str) -> None:
        """A line that names a document at `{it}` and says how this one hangs together with it."""
        before, after = (part.format(**words) for part in wording.split("{it}"))
        begin = self.put(before)
        self._mention(mention)
        self.put(after)
        line = "".join(self.parts[-8:])[begin - self.at :].rstrip(" ;.:")
        self.put("\n")
        meant = self.references[-1].canonical or self.references[-1].title or ""
        kind: RelationType = relation  # type: ignore[assignment]
        self.relations.append(Relation(kind, SELF, meant, begin, begin + len(line), line, "made", 0.95))

    def _mention(self, mention: Mention) -> None:
        document, number = mention.document, mention.number
        words = document.type_name
        if number:
            words += f" số {number}" if self.chance.random() < 0.85 else f" {number}"
            words += f" ngày {_day(mention.date, self.chance)}" if mention.date else ""
        begin = self.put(words)
        self.said.append((begin, self.at, document.id))
        title = f"về {short_title(document)}" if not number or self.chance.random() < 0.6 else None
        self.put(f" của {mention.issuer}" if mention.issuer else "")
        self.put(f" {title}" if title else "")
        parsed = parse_number(number) if number else None
        self.references.append(
            Reference(
                start=begin,
                end=begin + len(words),
                text=words,
                canonical=parsed.canonical if parsed else None,
                key=number_key(parsed.canonical) if parsed else None,
                type=document.type,
                number=parsed.number if parsed else None,
                year=parsed.year if parsed else None,
                agency=parsed.agency if parsed else None,
                date=mention.date if parsed else None,
                issuer=mention.issuer,
                province=(mention.province or self.province) if document.body.province else None,
                title=title,
                rule="made",
            )
        )

    def goal(self, goal: Goal) -> None:
        """A target as a line of its own."""
        known = read_data()["indicators"][goal.indicator]
        name = self.chance.choice(known["names"])
        value = _figure(goal.value) + ("%" if known["unit"] == "%" else f" {known['unit']}")
        value = value.replace(" %/năm", "%/năm")
        forms = {
            "gte": ("đạt tối thiểu {}", "đạt từ {} trở lên", "đạt ít nhất {}"),
            "lt": ("còn dưới {}", "giảm xuống dưới {}"),
            "eq": ("đạt {}",),
        }
        reached = self.chance.choice(forms[known["bound"]]).format(value)
        self.put("- ")
        if self.chance.random() < 0.7:
            words = f"Đến năm {goal.year}, {name} {reached}"
        else:
            words = f"{name[:1].upper()}{name[1:]} đến năm {goal.year} {reached}"
        begin = self.put(words)
        self.line(".")
        value_span = (goal.value, None, known["unit"], str(goal.year))
        rest = (None, None, None, None, "made", 0.95, (begin, begin + len(words)))
        self.targets.append(Target(begin, begin + len(words), words, name, known["bound"], "level", *value_span, *rest))


def short_title(document: Made) -> str:
    """What a paper is about, as others cite it."""
    place = f" tỉnh {document.body.province}" if document.body.level == "committee" else ""
    year = int(document.series[2][:4])
    about = {"TTr": f"việc ban hành kế hoạch {document.topic}", "BC": f"kết quả {document.topic}"}
    return about.get(document.type, f"{document.topic}{place} giai đoạn {year} - {year + 5}")


def _place(body: Body) -> str:
    return body.name.removeprefix("Ủy ban nhân dân ") if body.level == "local" else body.province or "cả nước"


def write(document: Made, printed: Print, mentions: tuple[tuple[str, Mention], ...], chance: Random) -> Written:
    """The paper as text and tags; `mentions` are (relation, mention) in the order of its cites."""
    paper = Paper(chance, document.body.province if printed.head else None)
    _head(paper, document, printed)
    title = _title(paper, document, mentions)
    _body(paper, document, mentions)
    signer = _foot(paper, document)
    header = Header(
        number=_canonical(printed.number) if printed.number else None,
        type=document.type_name,
        issuer=document.body.name if printed.head else None,
        province=document.body.province if printed.head else None,
        issued=printed.issued,
        title=title,
        signer=signer,
        signer_title="CHỦ TỊCH",
        draft=printed.draft,
    )
    tags = Tags(header, tuple(paper.references), (), (), tuple(paper.targets), tuple(paper.relations))
    return Written("".join(paper.parts), tags, tuple(paper.said))


def write_news(document: Made, mention: Mention, chance: Random) -> Written:
    """A newspaper's page that tells of a document: it names it, and is none."""
    paper = Paper(chance, document.body.province)
    place = document.body.province or "Trung ương"
    title = f"{place}: nhiều kết quả trong {document.topic}"
    paper.line(title)
    paper.line()
    paper.put(f"Vừa qua, {document.body.full[0]} đã ban hành ")
    paper._mention(mention)
    paper.line(".")
    for words in chance.sample(read_data()["bulk"], 3):
        paper.line(words.format(topic=document.topic, place=place))
    for goal in document.goals:
        paper.goal(goal)
    tags = Tags(Header(title=title), tuple(paper.references), (), (), tuple(paper.targets), ())
    return Written("".join(paper.parts), tags, tuple(paper.said))


# ---------------------------------------------------------------- the parts of a paper


def _head(paper: Paper, document: Made, printed: Print) -> None:
    party = document.body.level.startswith("party")
    blank = f"      {_code(document)}"
    number = f"Số{'' if party else ':'} {printed.number or blank}"
    local = document.body.level == "local"
    at = _place(document.body).split(maxsplit=1)[1] if local else document.body.province or "Hà Nội"
    issued = _day(printed.issued, None) if printed.issued else f"     tháng     năm {document.issued[:4]}"
    day = f"{at}, ngày {issued}"
    nation = (
        ["ĐẢNG CỘNG SẢN VIỆT NAM"] if party else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    )
    if printed.draft:
        paper.line("DỰ THẢO")
    if printed.head is None:
        lines = [*nation, number, day]
    elif paper.chance.random() < 0.5:  # columns read one after the other, or line by line
        lines = [*printed.head, "-------", number, *nation, "---------------", day]
    else:
        left, right = [*printed.head, number], [*nation, *[""] * (len(printed.head) - len(nation)), day]
        right += [""] * (len(left) - len(right))
        left += [""] * (len(right) - len(left))
        lines = [f"{a}    {b}".strip() for a, b in zip(left, right, strict=True)]
    for line in lines:
        paper.line(line)
    paper.line()


def _code(document: Made) -> str:
    return document.number[len(document.number.split("/")[0].split("-")[0]) :]


def _title(paper: Paper, document: Made, mentions: tuple[tuple[str, Mention], ...]) -> str:
    paper.line(document.type_name.upper())
    wordings, begin = read_data()["wordings"], paper.at
    by_relation = {relation: mention for relation, mention in mentions if mention.number}
    named = next((r for r in ("amends", "repeals", "reports_on") if r in by_relation), None)
    if named is None and "implements" in by_relation and paper.chance.random() < 0.5:
        named = "implements"
    if named:
        kind = named if named == "reports_on" else f"{named}_title"
        paper.cite(paper.chance.choice(wordings[kind]).removeprefix("Báo cáo "), named, by_relation[named])
    else:
        paper.line(f"{'V' if paper.chance.random() < 0.7 else 'v'}ề {short_title(document)}")
    title = "".join(paper.parts)[begin:].strip()
    paper.line()
    return title


def _body(paper: Paper, document: Made, mentions: tuple[tuple[str, Mention], ...]) -> None:
    wordings, chance = read_data()["wordings"], paper.chance
    who, what = document.body.full[0], document.type_name
    decides = document.type in ("QĐ", "NQ") and not document.body.level.startswith("party")
    if not document.body.level.startswith("party"):
        paper.line("Căn cứ Luật Tổ chức chính quyền địa phương;")
    for relation in ("legal_basis", "proposed_by"):
        for stated, mention in mentions:
            if stated == relation:
                proposer = mention.document.body
                head = f"Giám đốc {proposer.short[0]}" if proposer.level == "department" else proposer.short[0]
                paper.cite(chance.choice(wordings[relation]), relation, mention, head=head)
    if decides:
        paper.line("QUYẾT ĐỊNH:" if document.type == "QĐ" else "QUYẾT NGHỊ:")
    for stated, mention in mentions:
        if stated == "implements":
            paper.cite(chance.choice(wordings["implements_opening"]), stated, mention, who=who, what=what)
        elif stated in ("amends", "repeals"):
            paper.cite(chance.choice(wordings[stated]), stated, mention)
    _aims(paper, document)
    for stated, mention in mentions:
        if stated == "refers_to":
            paper.cite(chance.choice(wordings["refers_to"]), stated, mention)
        elif stated == "replaces":
            paper.cite(chance.choice(wordings["replaces"]), stated, mention, what=what)


def _aims(paper: Paper, document: Made) -> None:
    if document.goals:
        paper.line("II. MỤC TIÊU")
        for goal in document.goals:
            paper.goal(goal)
    paper.line("III. TỔ CHỨC THỰC HIỆN")
    for words in paper.chance.sample(read_data()["bulk"], paper.chance.randint(3, 6)):
        paper.line(words.format(topic=document.topic, place=_place(document.body)))


def _foot(paper: Paper, document: Made) -> str:
    signer = str(
        Random(f"{document.body.name} {document.body.province} {document.series[2]}").choice(read_data()["signers"])
    )
    party = document.body.level.startswith("party")
    paper.line(f"\nNơi nhận:\n- Như trên;\n- Lưu: {'VPTU' if party else 'VT'}.")
    paper.line("T/M BAN THƯỜNG VỤ\nBÍ THƯ" if party else f"TM. {document.body.head[0]}\nCHỦ TỊCH")
    paper.line(f"\n{signer}")
    return signer


def _canonical(number: str) -> str:
    parsed = parse_number(number)
    return parsed.canonical if parsed else number


def _day(iso: str | None, chance: Random | None) -> str:
    year, month, day = (iso or "").split("-")
    if chance is None or chance.random() < 0.5:
        return f"{day} tháng {month} năm {year}"
    return f"{day}/{month}/{year}" if chance.random() < 0.8 else f"{int(day)}/{int(month)}/{year}"


def _figure(value: float) -> str:
    if value != int(value):
        return f"{value:.1f}".replace(".", ",")
    return f"{int(value):,}".replace(",", ".")
