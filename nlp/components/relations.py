"""Relations: which document implements, is based on, amends or replaces which, with the clause that says so.

A statement (a căn cứ line, a title, an opening sentence) is read from left to right. A phrase at its beginning governs
all documents that are joined by `;`, `,` or `và`; a phrase between two documents ties the second to the first, the
nearest name, not to the page. What no phrase ties is only referred to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from documents.doctypes import type_code
from documents.number import number_key
from documents.record import SELF, Reference, Relation, RelationType
from nlp.components.relation_cues import cues
from nlp.components.relation_titles import Title, find_title, link_names
from nlp.draft import Draft
from nlp.squeeze import Squeezed

_MARKER = r"(?:[-+•*●▪○][ \n]?|\(?\d{1,2}(?:\.\d{1,2})*[.)][ \n]|[a-zđ]\)[ \n]|\([a-zđ\d]{1,2}\)[ \n])?"
_NEW_LINE = (
    r"Căn[ \n]cứ|CĂN[ \n]CỨ|Theo[ \n]đề[ \n]nghị|Xét[ \n]|Thực[ \n]hiện|Triển[ \n]khai|Trên[ \n]cơ[ \n]sở|Để[ \n]|Nhằm[ \n]|Sau[ \n]khi|"
    r"QUYẾT[ \n](?:ĐỊNH|NGHỊ):|Quyết[ \n](?:định|nghị):|Điều[ \n]\d+[.:]|[-+•*●▪○][ \n]?(?=[^\W\d])|\d{1,2}(?:\.\d{1,2})*[.)][ \n]|[a-zđ]\)[ \n]|"
    r"[IVX]{1,4}[ \n]?[.-][ \n]?(?=\w)|Nơi[ \n]nhận|(?:Phần|PHẦN|Chương|CHƯƠNG)[ \n](?:thứ|THỨ|[IVX\d])|\((?:Ban[ \n]hành|Kèm|kèm)"
)
_BOUNDARY = re.compile(
    r"¶+|\|+|/\.|(?<=[^\W\d]{2})(?<!TP)(?<!Tp)(?<!TX)(?<!KT)(?<!TM)(?<!TL)(?<!UQ)[.!?][”\")]?[ \n]+(?=[“\"(]?[A-ZĐÂĂÊÔƠƯÁÀỦỨĐỀỐ]\w*[ \n])|"
    rf"(?<=\d)\.[ \n](?=[A-ZĐ][^\W\d]+[ \n])|\n(?={_NEW_LINE})|(?<=[.;:])\n(?=[^\W\d])"
)
_NUMBERED = re.compile(r"(?:^|[\n¶|]|Điều )\d{1,2}(?:\.\d{1,2})*\.$")  # the mark after a number is no end
_HEADING = re.compile(r"^[IVX]{1,4}[ \n]?[.-]|^(?:phần|chương|mục)[ \n]", re.IGNORECASE)
_JOINT = re.compile(r"(?:[;,]|[ \n](?:và|và các|hoặc)|;[ \n]và)[ \n](?:các[ \n])?$|[:;,][ \n]?$|;[ \n](?:[^\W\d]+[ \n]){1,4}$|[ \n]và[ \n]các[ \n]$")
_SWITCH = re.compile(
    r"(?:;|,|\)|[ \n]và)[ \n](căn[ \n]cứ|theo[ \n]đề[ \n]nghị|xét[ \n]đề[ \n]nghị|triển[ \n]khai[ \n]thực[ \n]hiện|thực[ \n]hiện)[ \n]"
)
_GUIDED = re.compile(r"(?:[;,]|[ \n]và)[ \n](?:nội[ \n]dung[ \n])?(?:hướng[ \n]dẫn|ý[ \n]kiến|đề[ \n]nghị|chỉ[ \n]đạo|kết[ \n]luận|yêu[ \n]cầu|văn[ \n]bản|báo[ \n]cáo|giám[ \n]đốc|chánh|trưởng|sở|bộ)[^;]{0,140}(?:tại|số|theo)?[ \n(]*$")
_ISSUES = re.compile(
    r"(?:ban[ \n]hành|xây[ \n]dựng|ký|có|phê[ \n]duyệt)(?:[ \n](?:và[ \n]triển[ \n]khai|kịp[ \n]thời|các|một[ \n]số))?[ \n,:]*$"
)
_ISSUER_OF = re.compile(
    r"(?:ủy[ \n]ban[ \n]nhân[ \n]dân|ubnd|tỉnh[ \n]ủy|thành[ \n]ủy|hđnd|hội[ \n]đồng[ \n]nhân[ \n]dân|ban[ \n]thường[ \n]vụ|ban[ \n]chấp[ \n]hành|ban[ \n]chỉ[ \n]đạo|sở|bộ|chính[ \n]phủ|thủ[ \n]tướng|tỉnh|thành[ \n]phố|huyện|xã)[^;.¶]{0,120}$"
)
_MAIN_CLAUSE = re.compile(
    r"[,;.)][ \n](?:chủ[ \n]tịch[ \n])?(?:ủy[ \n]ban[ \n]nhân|ubnd|tỉnh[ \n]ủy|thành[ \n]ủy|ban[ \n]thường|ban[ \n]chấp|ban[ \n]chỉ|hội[ \n]đồng|hđnd|sở|ngày)"
)
_THIS = re.compile(r"(?:quyết[ \n]định|nghị[ \n]quyết|kế[ \n]hoạch|chỉ[ \n]thị|chương[ \n]trình|quy[ \n]định|quy[ \n]chế|thông[ \n]báo|đề[ \n]án)[ \n]này(?!\w)")
_PLAN_OF = re.compile(
    r"(?:ban[ \n]hành|xây[ \n]dựng|đề[ \n]ra)[ \n](?:kèm[ \n]theo[ \n]quyết[ \n]định[ \n]này[ \n])?[“\"]?(?:kế[ \n]hoạch|chương[ \n]trình|đề[ \n]án|chỉ[ \n]thị|nghị[ \n]quyết)(?!\w)[^;.¶]{0,160}$"
)
_BARE_TYPE = re.compile(
    r"(?<!\w)(Nghị[ \n]quyết|Kế[ \n]hoạch|Chương[ \n]trình(?:[ \n]hành[ \n]động)?|Chỉ[ \n]thị|Quyết[ \n]định|Kết[ \n]luận|Đề[ \n]án|Chiến[ \n]lược|Nghị[ \n]định)(?![ \n](?:số|\d|này|về|của|hành|kinh))(?![\w])"
)
_JOINED = " joined"
_JOINED_BEFORE = re.compile(r"(?:,[ \n]|(?:^|[ \n])và[ \n]|đồng[ \n]thời[ \n])(?:.{3})?$")
_OWN_LINE = re.compile(r"kèm[ \n]theo[ \n(]*$")
_EFFECT_GONE = re.compile(r"[ \n,][^.;¶]{0,120}?hết[ \n]hiệu[ \n]lực[^.;¶]{0,80}?(?:này|quyết[ \n]định)(?!\w)|[ \n,][^.;¶]{0,80}?hết[ \n]hiệu[ \n]lực[ \n](?:thi[ \n]hành[ \n])?(?:kể[ \n])?(?:từ[ \n]ngày|khi)[ \n][^.;¶]{0,60}này")
_OPENING = 6000  # characters in which a plan says what it implements, at most
_OPENING_OF_NEWS = 1500  # and in a page that has no title of its own
_LONGEST_CLAUSE = 240  # characters between a document and what it implements
_ACTS = ("amends", "replaces", "repeals", "promulgates", "approves")
_ASKING = ("TTr", "BC", "CV", "TB", "GM", "PA", "BB", "")  # kinds of document that propose or report
_PROPOSING = ("TTr", "BC", "CV", "TB", "ĐA", "PA", "BB", "BBH", "YK", "", None)
_READABLE = 900  # longer evidence is cut to the clause of the document itself
_LONGEST = 420  # characters of evidence after the document's name


@dataclass
class Statement:
    """`line[start:end]` and the documents named in it, in the order of the text."""

    start: int
    end: int
    zone: str
    references: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in the squeezed text: its canonical number, or None for a name without a number."""

    start: int
    end: int
    canonical: str | None
    reference: Reference


@dataclass(frozen=True, slots=True)
class Governor:
    """What ties the next joined document: the relation, whose it is, where its evidence begins."""

    relation: RelationType
    source: str
    start: int
    rule: str
    confidence: float


def tag_relations(draft: Draft) -> None:
    """Put the typed edges of the text on the draft, each once, with its evidence; references must be there."""
    if not draft.references:
        draft.relations = []
        return
    reader = _Reader(draft)
    for statement in reader.statements():
        reader.read(statement)
    reader.read_names()
    reader.read_rest()
    draft.relations = reader.finish()


class _Reader:
    """One text on its way to relations."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.squeezed = Squeezed(draft.text)
        self.line, self.plain = self.squeezed.line, self.squeezed.plain
        self.own = number_key(draft.header.number) if draft.header.number else None
        self.title = find_title(self.squeezed, draft.header)
        self.mentions = self._mentions()
        self.edges: list[Relation] = []
        self.bounds: list[int] = []

    # -------------------------------------------------------- where things stand

    def _mentions(self) -> list[Mention]:
        here = self.squeezed.here
        by_number: dict[tuple[str | None, int], str] = {}
        mentions = []
        for reference in self.draft.references:
            canonical = reference.canonical
            if canonical and reference.number is not None:
                by_number.setdefault((reference.type, reference.number), canonical)
            elif canonical is None and reference.number is not None:
                canonical = by_number.get((reference.type, reference.number))
            own = canonical is not None and self.own is not None and number_key(canonical) == self.own
            mentions.append(
                Mention(here(reference.start), here(reference.end - 1) + 1, SELF if own else canonical, reference)
            )
        return mentions

    def statements(self) -> list[Statement]:
        """The statements that name a document."""
        bounds = [0]
        for match in _BOUNDARY.finditer(self.line):
            inside = any(m.start <= match.start() < m.end for m in self._near(match.start()))
            if not inside and not _NUMBERED.search(self.line[max(0, match.start() - 12) : match.start() + 1]):
                bounds.append(match.end())
        if self.title:
            bounds = [b for b in bounds if not self.title.start < b < self.title.end]
            bounds = sorted({*bounds, self.title.start, self.title.end})
        bounds.append(len(self.line))
        self.bounds = bounds
        found: dict[int, Statement] = {}
        opening_end = self._opening_end()
        sections = self._basis_sections()
        for mention in self.mentions:
            index = bisect_right(bounds, mention.start) - 1
            start, end = bounds[index], bounds[index + 1]
            if start not in found:
                zone = "body"
                if self.title and self.title.start <= start < self.title.end:
                    zone = "title"
                elif any(low <= start < high for low, high in sections):
                    zone = "basis"
                elif start < opening_end:
                    zone = "opening"
                found[start] = Statement(start, end, zone)
            found[start].references.append(mention)
        return list(found.values())

    def _near(self, place: int) -> list[Mention]:
        index = bisect_right(self.mentions, place, key=lambda mention: mention.start)
        return self.mentions[max(0, index - 1) : index]

    def _opening_end(self) -> int:
        """Where the opening ends: at the first section heading after the title or the first lines."""
        start = self.title.end if self.title else 0
        longest = _OPENING if self.title or self.own else _OPENING_OF_NEWS
        for match in re.finditer(
            r"(?:^|[\n¶|])[ \n]*(?:(?:I|A)[ \n]?[.-/][ \n]?[-]?[ \n]?\w|1\.?[ \n](?:Mục|MỤC)|Phần[ \n](?:thứ|I|1)|PHẦN|Chương[ \n]I|Điều[ \n]2)", self.line[start : start + longest]
        ):
            if match.start() > 30:
                return start + match.start()
        return start + longest

    def _basis_sections(self) -> list[tuple[int, int]]:
        """Sections headed `CĂN CỨ XÂY DỰNG KẾ HOẠCH`, up to the next heading."""
        sections = []
        for cue in cues("section"):
            for match in re.finditer(
                rf"(?:^|[\n¶|])[ \n]*(?:(?:phần )?[ivx\d]{{1,4}}(?:\.\d+)*[ \n]?[.)-/][ \n]?|[a-đ][.)][ \n])(?:{cue.pattern.pattern})[^\n¶;.]{{0,80}}(?=[\n¶:]|\n)", self.plain
            ):
                follow = re.compile(r"[\n¶][ \n]*(?:[IVX]{1,4}|[B-E])[ \n]?[.)-/][ \n]?[A-ZĐ]|[\n¶](?:PHẦN|Phần|CHƯƠNG|MỤC TIÊU)").search(self.line, match.end())
                nested = re.compile(r"[\n¶][ \n]*\d{1,2}(?:\.\d+)?\.[ \n](?:Mục|Sự cần|Quan điểm|Phạm vi|Thực trạng|MỤC|SỰ CẦN|QUAN)").search(self.line, match.end())
                ends = [m.start() for m in (follow, nested) if m]
                sections.append((match.end(), min(ends) if ends else len(self.line)))
        return sections

    # -------------------------------------------------------- one statement

    def read(self, statement: Statement) -> None:
        """Tie the documents of one statement."""
        plain = self.plain
        first = statement.references[0]
        lead = plain[statement.start : first.start]
        governor = self._lead(statement, lead)
        top, previous, nested = governor, None, None
        for mention in statement.references:
            gap = plain[previous.end if previous else statement.start : mention.start]
            if previous is not None and (switched := self._switch(statement, gap, previous.end)):
                top, nested = switched, None
                self._tie(top, mention, statement)
            elif previous is None and governor is None:
                nested = self._subject_of(statement, lead, mention) or self._from_intro(statement, lead, mention)
                if nested:
                    self._tie(nested, mention, statement)
                    top = nested
            elif self._issued(gap, mention) and top is not None and top.relation == "implements" and mention.canonical:
                self._issue(statement, top, mention)
                top = None
            elif previous is None:
                if top:
                    self._tie(top, mention, statement)
            else:
                top, nested = self._between(statement, previous, gap, mention, top, nested)
            previous = mention
        self._gone(statement)

    def _lead(self, statement: Statement, lead: str) -> Governor | None:
        """The relation that the beginning of a statement governs with, None when it is another sentence."""
        text = re.match(rf"(?:{_MARKER})", lead)
        begin = text.end() if text else 0
        words = lead[begin:].lstrip(" \n“\"(")
        begin = statement.start + lead.find(words) if words else statement.start
        if statement.zone == "basis" and len(words) < 40 and not words.startswith(("theo", "thực hiện")):
            return Governor("legal_basis", SELF, begin, "basis section", 0.95)
        if statement.zone == "title":
            return None
        capital = self.line[begin : begin + 1].isupper()
        for cue in cues("lead"):
            match = cue.pattern.match(words)
            if not match or not capital:
                continue
            if cue.relation == "implements":
                return self._implements(statement, words, begin, match.end(), cue.confidence)
            if cue.relation == "proposed_by" and not self._is_proposal(words, statement):
                continue
            if cue.relation == "legal_basis" and statement.zone == "body" and not self._is_ground(words, statement):
                continue
            return Governor(cue.relation, SELF, begin, f"{cue.relation} line", cue.confidence)
        return None

    def _implements(self, statement: Statement, words: str, begin: int, end: int, confidence: float) -> Governor | None:
        """`Thực hiện ...` at the beginning: of the document in its opening, else of what the sentence issues."""
        rest = self.plain[begin : statement.end]
        if statement.zone == "body" and not (_MAIN_CLAUSE.search(rest) and re.search(r"ban[ \n]hành|xây[ \n]dựng", rest)):
            return None
        if any(cue.pattern.search(words[end : end + 40]) for cue in cues("negative")) or _ACCORDING.search(words, end):
            return None
        issued = next((m for m in statement.references if m.canonical and self._issued(self.plain[begin : m.start], m)), None)
        if issued is None and (statement.zone == "body" or _MAIN_CLAUSE.search(words) or len(words) > 260):
            return None
        return Governor("implements", SELF, begin, "opening sentence", confidence if issued is None else 0.93)

    def _is_proposal(self, words: str, statement: Statement) -> bool:
        return statement.zone == "opening" and bool(
            re.match(r"(?:theo|xét|trên[ \n]cơ[ \n]sở|sau[ \n]khi)", words)
        ) and not words.startswith("xét thấy")

    def _is_ground(self, words: str, statement: Statement) -> bool:
        """A căn cứ line deep in the text counts when it begins an annex's grounds: the number follows at once."""
        return len(words) < 60

    def _switch(self, statement: Statement, gap: str, at: int) -> Governor | None:
        """A new governing phrase after a separator: `...; Căn cứ Kế hoạch số ...`."""
        match = None
        for match in _SWITCH.finditer(gap):
            pass
        if match is None:
            return None
        word = re.sub(r"\s", " ", match[1])
        begin = at + match.start(1)
        if gap[match.end() :].count(",") > 1 or len(gap) - match.end() > 120:
            return None
        if word == "căn cứ" and (self.line[begin].isupper() or gap[match.start()] == ";"):
            return Governor("legal_basis", SELF, begin, "legal_basis line", 0.95)
        if word in ("theo đề nghị", "xét đề nghị"):
            return Governor("proposed_by", SELF, begin, "proposed_by line", 0.93)
        if word.endswith("thực hiện") and gap[match.start()] == ";" and statement.zone == "opening":
            return Governor("implements", SELF, begin, "opening sentence", 0.9)
        return None

    def _between(
        self, statement: Statement, previous: Mention, gap: str, mention: Mention, top: Governor | None, nested: Governor | None
    ) -> tuple[Governor | None, Governor | None]:
        """Two documents one after the other: a verb ties them, a joint continues, anything else only refers."""
        clause = self._clause(previous, gap)
        if clause and clause.relation == "refers_to" and top and _GUIDED.search(gap):
            clause = None
        ruling = nested or top
        if clause and clause.rule.endswith(_JOINED):
            if clause.relation == "reports_on":
                return top, nested
            if ruling and clause.relation in _ACTS and ruling.relation in _ACTS:
                # "Nghị quyết này thay thế A và bãi bỏ B": the second verb has the subject of the first
                clause = replace(clause, source=ruling.source, start=ruling.start)
                self._tie(clause, mention, statement)
                return top, clause
        if clause:
            clause = replace(clause, source=previous.canonical or "", rule=clause.rule.removesuffix(_JOINED))
            if clause.rule.endswith("passive"):
                self._tie_passive(clause, previous, mention, statement)
            else:
                self._tie(clause, mention, statement)
                if clause.relation in ("amends", "replaces", "repeals"):
                    for partner in self._partners(statement, previous):
                        self._tie(replace(clause, source=partner.canonical or "", start=partner.start), mention, statement)
            return top, clause
        if previous.canonical is None and gap.strip(" \n(,:") in ("", "số"):
            if nested or top:  # "Luật Đất đai số 31/2024/QH15": name and number of one document
                self._tie(nested or top, mention, statement)  # type: ignore[arg-type]
            return top, nested
        joined = _JOINT.search(gap) or (_GUIDED.search(gap) if top else None)
        if joined:
            close = ";" not in gap and len(gap) < 70 and not re.search(r"[ \n]về[ \n]", gap)
            alike = mention.reference.type == previous.reference.type or (nested and nested.relation == "implements")
            if nested and close and alike:
                self._tie(nested, mention, statement)
            elif top:
                self._tie(top, mention, statement)
                return top, None
        return top, nested

    def _partners(self, statement: Statement, mention: Mention) -> list[Mention]:
        """The documents joined to this one by a tight `và` that are of its type: `Thông tư A và Thông tư B sửa đổi C`."""
        partners: list[Mention] = []
        for other in reversed([m for m in statement.references if m.end <= mention.start]):
            gap = self.plain[other.end : (partners[-1] if partners else mention).start]
            if not re.fullmatch(r",?[ \n](?:và[ \n])?", gap) or other.reference.type != mention.reference.type:
                break
            partners.append(other)
        return partners

    def _clause(self, previous: Mention, gap: str) -> Governor | None:
        """The verb at the end of the gap between two documents."""
        tail = gap[-190:]
        for cue in cues("passive"):
            if ";" not in tail and cue.pattern.search(tail) and re.search(r"(?:bởi|bằng|tại|theo)(?!\w)", tail):
                return Governor(cue.relation, "", previous.start, f"{cue.relation} passive", cue.confidence)
        best: tuple[int, Governor] | None = None
        for cue in cues("nested"):
            match = cue.pattern.search(tail)
            if match is None or (best and match.start() >= best[0] and best[1].relation != "refers_to"):
                continue
            if best and best[1].relation == "refers_to" and match.start() > best[0]:
                continue
            if match.start() == 0 and len(tail) == 190:
                continue
            joined = _JOINED if _JOINED_BEFORE.search(tail[: match.start() + 3]) else ""
            best = match.start(), Governor(cue.relation, "", previous.start, f"{cue.relation} clause{joined}", cue.confidence)
        if best is None or re.search(r";[^)]*$", tail[: best[0]]):
            return None
        if best[1].relation in _ACTS and not self._acts(previous, gap, tail[best[0] :]):
            return None
        if best[1].relation == "implements" and (len(gap) > _LONGEST_CLAUSE or _MAIN_CLAUSE.search(gap)):
            return None
        if best[1].relation == "promulgates" and self._issued(gap, previous):
            return None
        negative = best[1].relation == "implements" and any(
            cue.pattern.search(tail[max(0, best[0] - 24) : best[0] + 4]) for cue in cues("negative")
        )
        return replace(best[1], relation="refers_to", confidence=0.5) if negative else best[1]

    def _acts(self, previous: Mention, gap: str, verb: str) -> bool:
        """Whether a document can do this: proposals and drafts only ask for it, `phê duyệt tại` is passive."""
        kind = previous.reference.type
        if previous.canonical != SELF and (kind in _ASKING or kind is None):
            return False
        if re.search(r"dự[ \n]thảo|đề[ \n]nghị|kiến[ \n]nghị|thẩm[ \n]định|trường[ \n]hợp|thẩm[ \n]tra", gap):
            return False
        if verb.startswith(("ban hành", "ban\nhành", "phê", "về việc ban", "về việc phê")):
            return len(gap) < 160 and not re.search(r"[ \n](?:tại|theo)(?!\w)", verb)
        return True

    def _subject_of(self, statement: Statement, lead: str, mention: Mention) -> Governor | None:
        """The first document of a statement under a verb whose subject is this document (or nobody)."""
        probe = Mention(statement.start, statement.start, SELF, mention.reference)
        passive = self._clause(probe, lead)
        if passive is None or passive.rule.endswith("passive"):
            return None
        clause = replace(passive, source=SELF, start=statement.start, rule=passive.rule.removesuffix(_JOINED))
        if statement.zone == "title":
            if clause.relation == "implements" and self.title and self.title.kind == "BC":
                clause = replace(clause, relation="reports_on")
            return replace(clause, rule=f"{clause.relation} title", confidence=0.96)
        if clause.relation == "refers_to":
            return None
        this = bool(_THIS.search(lead)) or (self.own is not None and self.own in _squash(self.line[statement.start : mention.start]))
        lead = lead.strip(" \n¶|")
        first_article = bool(re.match(r"(?:điều[ \n]1[.:]|1\.[ \n])", lead))
        starts = bool(re.match(rf"(?:điều[ \n]\d+[.:][ \n])?{_MARKER}(?:về việc |sửa|bổ sung|bãi|thay|hủy|điều chỉnh)", lead)) and len(lead) < 260
        if this and self.own is None and self.title is None:
            meant = self._this(lead, mention)
            return replace(clause, source=meant) if meant and clause.relation in _ACTS else None
        if clause.relation in ("amends", "replaces", "repeals"):
            plan = bool(re.search(r"rà[ \n]soát|tham[ \n]mưu|đề[ \n]nghị|kiến[ \n]nghị|trường[ \n]hợp|nếu[ \n]|xem[ \n]xét", lead))
            return clause if (this or (starts and statement.zone != "opening") or (starts and first_article)) and not plan else None
        if clause.relation == "implements":
            plan_of = bool(_PLAN_OF.search(lead)) and statement.zone == "opening" and self._issuer_is_self(lead)
            article = first_article and (bool(_PLAN_OF.search(lead)) or bool(re.match(r"điều[ \n]1\.[ \n](?:triển|thực|tổ)", lead)))
            titled = statement.start < 1500 and bool(re.match(_TITLE_START, lead)) and statement.zone == "opening" and not _ISSUES.search(lead[:60])
            if plan_of or article or titled:
                return replace(clause, rule="implements issuing clause" if not titled else "implements title", confidence=0.93 if not titled else 0.85)
            return None
        if clause.relation == "reports_on":
            return clause if statement.zone == "opening" and (self.title is None or self.title.kind in ("BC", None)) else None
        return None

    def _this(self, lead: str, mention: Mention) -> str | None:
        """The document that `Kế hoạch này` means on a page about another document: the last one of its type."""
        words = [match[0] for match in _THIS.finditer(lead)][-1].rsplit("này")[0].strip()
        code = type_code(words)
        for other in reversed([m for m in self.mentions if m.start < mention.start]):
            if other.canonical and other.reference.type == code:
                return other.canonical
        return None

    def _from_intro(self, statement: Statement, lead: str, mention: Mention) -> Governor | None:
        """The verb of the line that a list stands under: `Bãi bỏ các Quyết định sau đây:`, `Căn cứ các văn bản:`."""
        if not re.fullmatch(rf"{_MARKER}[“\"(]?", lead):
            return None
        index = bisect_right(self.bounds, statement.start) - 1
        for place in range(index - 1, max(-1, index - 60), -1):
            start, end = self.bounds[place], self.bounds[place + 1]
            words = self.plain[start:end].strip(" \n¶|")
            if words.endswith(":"):
                intro = replace_statement(statement, start)
                governor = self._lead(intro, words[:-1]) or self._subject_of(intro, words[:-1], mention)
                return governor if governor and len(words) < 400 else None
            if words and not re.match(_MARKER_SEEN, words):
                return None
        return None

    def _issuer_is_self(self, lead: str) -> bool:
        return bool(_ISSUER_OF.search(lead)) or bool(_PLAN_OF.match(lead))

    # -------------------------------------------------------- issuing sentences

    def _issued(self, gap: str, mention: Mention) -> bool:
        """Whether a document is what somebody issues here: `UBND tỉnh đã ban hành Kế hoạch số ...`."""
        match = _ISSUES.search(gap)
        return bool(match and _ISSUER_OF.search(gap[: match.start()][-160:]))

    def _issue(self, statement: Statement, top: Governor, issued: Mention) -> None:
        """`Thực hiện A, UBND tỉnh ban hành Kế hoạch số B`: B implements A, not the page."""
        start, end = self.squeezed.span(top.start, issued.end)
        moved = []
        for edge in self.edges:
            if edge.type == "implements" and edge.source == SELF and self.squeezed.here(edge.start) >= top.start and edge.rule == top.rule:
                moved.append(self._edge("implements", issued.canonical or SELF, edge.target, start, end, "issued in the sentence", 0.93))
        if moved:
            self.edges = [e for e in self.edges if not (e.source == SELF and e.rule == top.rule and self.squeezed.here(e.start) >= top.start)]
            self.edges += moved
        elif issued.canonical:
            meant = self._back_reference(top.start, issued)
            if meant and meant != issued.canonical:
                self.edges.append(self._edge("implements", issued.canonical, meant, start, end, "back reference", 0.88))

    def _back_reference(self, start: int, issued: Mention) -> str | None:
        """The document that a bare `Nghị quyết` means: the nearest one of its type before."""
        for match in _BARE_TYPE.finditer(self.line, start, issued.start):
            code = type_code(match[1])
            for mention in reversed(self.mentions):
                if mention.start >= start or not mention.canonical:
                    continue
                title = mention.reference.title or ""
                if mention.reference.type == code or (code is None or code == "ĐA") and match[1] in title:
                    return mention.canonical
        return None

    def _gone(self, statement: Statement) -> None:
        """`Quyết định số X hết hiệu lực kể từ ngày Quyết định này có hiệu lực`: this document repeals X."""
        last = statement.references[-1]
        if last.canonical and last.canonical != SELF and _EFFECT_GONE.match(self.plain, last.end, statement.end):
            start, end = self.squeezed.span(statement.start, min(statement.end, last.end + 200))
            self.edges.append(self._edge("repeals", SELF, last.canonical, start, end, "repeals effect", 0.85))

    # -------------------------------------------------------- what the title names, and the rest

    def read_names(self) -> None:
        """A title that names a scheme whose number stands only in the opening: this document implements it."""
        known = {e.target for e in self.edges if e.source == SELF and e.type == "implements"}
        for mention, start, end in link_names(self.title, self.squeezed, self.mentions, self._opening_end()):
            if mention.canonical and mention.canonical not in known and mention.canonical != SELF:
                low, high = self.squeezed.span(start, end)
                self.edges.append(self._edge("implements", SELF, mention.canonical, low, high, "title name", 0.85))
                known.add(mention.canonical)

    def read_rest(self) -> None:
        """Every document that nothing ties to this one is referred to, once."""
        tied = {e.target for e in self.edges if e.source == SELF}
        source = SELF
        if self.own is None:
            first = next((m for m in self.mentions if m.canonical), None)
            if first and first.start < 3000 and self._issued(self.plain[max(0, first.start - 200) : first.start], first):
                source = first.canonical or SELF
        for mention in self.mentions:
            target = mention.canonical
            if target and target not in tied and target not in (SELF, source):
                tied.add(target)
                start, end = self._around(mention)
                self.edges.append(self._edge("refers_to", source, target, start, end, "mention", 0.5))

    def _around(self, mention: Mention) -> tuple[int, int]:
        """The clause around a mention."""
        low, high = max(0, mention.start - 160), min(len(self.line), mention.end + 100)
        before = [m.end() for m in re.finditer(r"[;.¶|][ \n]|¶|\n(?=[-+•])", self.line[low : mention.start])]
        after = re.search(r"[;¶|]|\.[ \n]|\n(?=[-+•])", self.line[mention.end : high])
        if before:
            low += before[-1]
        elif low and " " in self.line[low : mention.start]:
            low = self.line.index(" ", low) + 1
        end = mention.end + (after.start() if after else 0)
        return self.squeezed.span(low, end)

    # -------------------------------------------------------- edges

    def _tie(self, governor: Governor, mention: Mention, statement: Statement) -> None:
        if mention.canonical is None or mention.canonical == SELF or governor.source in ("", mention.canonical):
            return
        if self.plain[statement.start] == "(" and _OWN_LINE.search(self.plain[max(0, mention.start - 20) : mention.start]):
            return
        if governor.relation in ("amends", "replaces", "repeals") and mention.reference.type in ("CV", "TTr", "BC", "GM", ""):
            return
        if governor.relation == "proposed_by" and mention.reference.type not in _PROPOSING:
            return
        begin, stop = governor.start, self._evidence_end(mention, statement)
        if stop - begin > _READABLE:
            begin = max(statement.start, self.plain.rfind(";", governor.start, mention.start) + 2)
        start, end = self.squeezed.span(begin, stop)
        self.edges.append(
            self._edge(governor.relation, governor.source, mention.canonical, start, end, governor.rule, governor.confidence)
        )

    def _tie_passive(self, governor: Governor, previous: Mention, mention: Mention, statement: Statement) -> None:
        """`A đã được thay thế bởi B`: B replaces A."""
        if mention.canonical and previous.canonical and mention.canonical != previous.canonical:
            start, end = self.squeezed.span(previous.start, mention.end)
            self.edges.append(
                self._edge(governor.relation, mention.canonical, previous.canonical, start, end, governor.rule, governor.confidence)
            )

    def _evidence_end(self, mention: Mention, statement: Statement) -> int:
        """Past the document's issuer and title, up to the next separator, so that people can read it."""
        stop = re.compile(r";|\([ \n]?(?:sau|gọi|viết)|,[ \n](?:ủy|ubnd|chủ[ \n]tịch)|¶|\|").search(
            self.plain, mention.end, min(statement.end, mention.end + _LONGEST)
        )
        later = [m.start for m in statement.references if m.start > mention.start]
        end = stop.start() if stop else min(statement.end, mention.end + _LONGEST)
        if later and later[0] < end:
            end = mention.end
        return max(mention.end, len(self.line[:end].rstrip(" \n.,;")))

    def _edge(
        self, kind: RelationType, source: str, target: str, start: int, end: int, rule: str, confidence: float
    ) -> Relation:
        return Relation(kind, source, target, start, end, self.draft.text[start:end], rule, confidence)

    def finish(self) -> list[Relation]:
        """Each edge once, the surest; a mere reference only where no other edge has its target."""
        best: dict[tuple[str, str, str], Relation] = {}
        for edge in self.edges:
            key = (edge.type, edge.source, number_key(edge.target))
            if key not in best or edge.confidence > best[key].confidence:
                best[key] = edge
        tied = {(e.source, number_key(e.target)) for e in best.values() if e.type != "refers_to"}
        kept = [
            edge
            for edge in best.values()
            if not (edge.type == "refers_to" and (edge.source, number_key(edge.target)) in tied)
        ]
        return sorted(kept, key=lambda edge: (edge.start, edge.end))


_MARKER_SEEN = r"[-+•*●▪○]|\(?\d{1,2}[.)]|[a-zđ]\)|\([a-zđ\d]{1,2}\)"


def replace_statement(statement: Statement, start: int) -> Statement:
    """The statement as if it began at the line that introduces its list."""
    return Statement(start, statement.end, statement.zone, statement.references)


_ACCORDING = re.compile(r"[ \n]theo(?!\w)[^;]*$")  # "thực hiện việc A theo Kế hoạch số": the plan is only a reference
_TITLE_START = r"(?:trích[ \n]yếu[: \n]+)?(?:v/v |về việc )?(?:kế hoạch|chương trình|chỉ thị|đề án|nghị quyết|quyết định)[ \n](?!số)"


def _squash(text: str) -> str:
    return re.sub(r"\s", "", number_key(text) if text else "")


__all__ = ["Title", "tag_relations"]
