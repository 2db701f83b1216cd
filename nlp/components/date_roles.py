"""What a date is doing in its sentence: issue, effect, deadline, cited, publication or other.

The words directly before the date speak first, then those of its clause, then those after it; `role_of` reads top to
bottom in the order in which the signs outweigh each other.
"""

from __future__ import annotations

import re

from documents.record import DatePrecision, DateRole

_WINDOW = 170  # characters to either side in which the words that decide are looked for
_NEAR = 64  # characters before a date in which the words stand that lead to it
_FAR_HEAD = 6000  # the place-and-date line stands in the head of a document or of an annex

# the end of what stands before a date
_ISSUE_LABEL = re.compile(r"(?:ngày (?:ban hành|phát hành|văn bản)|ban hành ngày)\s*[:|\t][\s|]*$")
_EFFECT_LABEL = re.compile(r"(?:ngày (?:có |bắt đầu |hết )?hiệu lực|hiệu lực(?: từ)?)\s*[:|\t][\s|]*$")
_PAGE_LABEL = re.compile(
    r"(?:ngày đăng(?: tin| tải)?|ngày xuất bản|đăng (?:lúc|ngày|vào|tải)|cập nhật(?: lần cuối| mới nhất)?(?: lúc"
    r"| ngày| vào)?"
    r"|ngày cập nhật|ngày tạo|xuất bản"
    r"|(?<!lần )(?<!là )(?<!vào )(?<!sáng )(?<!chiều )(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật))"
    r"\s*[:,|-]?\s*(?:\d{1,2}[:h]\d{2}(?::\d{2})?,?\s*)?$"
)
_BLANKS = " \t\n\r\f\v|"
_PAGE_WORDS = ("đăng", "xuất bản", "cập nhật", "ngày tạo", "thứ ", "chủ nhật")  # one is in each of these labels
_PLACE = re.compile(
    r"(?:^|[\n|\t]|\s{2,}|[\w&][/-][\w&ĐƯ-]*[A-ZĐƯ\d]\s+|[Pp]húc\s+|:\s*/[A-ZĐƯ-]+\s+)\s*"
    r"(?:(?:TP|Tp|tp|T\.P|TX|Thành phố"
    r"|Tỉnh)\.?\s*)?[A-ZĐÁÂÀẠẢĂÊÔƠƯÝÚỨ][^\W\d_]*(?:[ -]{1,3}[A-ZĐÁÂÀẠẢĂÊÔƠƯÝÚỨ][^\W\d_]*){0,3}\s*,\s*(?:ngày\s+)?$"
)
_EFFECT = re.compile(
    r"(?:hiệu lực(?: thi hành)?|áp dụng|bãi bỏ|thi hành|hết hiệu lực)(?:\s+(?!đến)[^\W\d_]+){0,4}\s+(?:kể từ"
    r"|từ)\s+$|có hiệu lực\s+$"
)
_AS_OF = re.compile(
    r"(?:tính|số liệu|báo cáo|thống kê|cập nhật|lũy kế|luỹ kế|kết quả|đã|được)(?:\s+[^\W\d_]+){0,3}\s+đến(?: hết"
    r"| cuối| thời điểm)?\s*(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*)?$"
)
_BY = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|không quá|thời hạn|hạn cuối|hạn chót|hạn|định hướng|tầm nhìn|đến hết|đến cuối"
    r"|đến trước|đến)"
    r"(?:\s+(?:là|vào|đến|hết|cuối|trong|tháng))*\s*:?\s*(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*)?$"
)
_AT = re.compile(r"(?:trong|vào|ngay trong|hết|cuối)\s*$")
_FROM = re.compile(r"(?:^|\W)từ(?: đầu| hết| cuối)?\s*$")
_UNTIL = re.compile(
    r"^\s*(?:\([^)]{0,20}\)\s*)?(?:đến|tới|-)(?: hết| cuối| đầu| trước)?(?:\s+\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?"
    r"(?:\s*phút)?,?)?\s*$"
)
_TO = re.compile(r"\s*(?:đến|tới|-)\s")
_TASK = re.compile(
    r"hoàn thành|\bxong\b|\btrình\b|báo cáo kết quả|phải|\bsẽ\b|ban hành|khởi công|khánh thành|đưa vào|nghiệm thu"
    r"|bàn giao|vận hành|thông xe|tiến độ|chậm nhất|thời hạn|phấn đấu"
)
_AIM = re.compile(r"%|phấn đấu|chỉ tiêu|\bđạt\b|xuống|giảm|tăng|mục tiêu|\d\s*$")
_DONE = re.compile(r"\bđã\b|thực hiện được|ước đạt|kết quả|đạt được")
_PASSED = re.compile(r"thông qua(?:\s+vào)?\s*$")
_HOUR = re.compile(r"(?<!\w)lúc\s+\d{1,2}\s*(?:giờ|h|g|:)\s*\d{0,2}\s*(?:phút)?,?\s*$")  # when something happened
_LAW = re.compile(r"(?:^|\W)(?:bộ luật|luật|pháp lệnh|hiến pháp)(?:\s+[^\W\d_]+,?){0,16}\s*$")
_NUMBER = re.compile(
    r"\d\s*(?:/\s*\d{4}\s*)?[/-]\s*[a-zđư][\w&.\s-]{0,24}(?:/[\w&đ.-]{1,20})?\s*,?\s*(?:ký\s+|ban hành\s+)?$"
)
_NAMED = re.compile(
    r"(?:luật|nghị định|nghị quyết|quyết định|thông tư|chỉ thị|kế hoạch|công văn|văn bản|tờ trình|báo cáo"
    r"|thông báo|kết luận"
    r"|chương trình|công điện|pháp lệnh|hiến pháp|biên bản|giấy chứng nhận|giấy phép|hợp đồng|hướng dẫn|công báo|đề án"
    r"|quy định|phiếu|thư|ý kiến|quy chế|điều lệ|hồ sơ)(?![^\W\d_])"
)
_ISSUING = re.compile(
    r"(?:ban hành|thông qua|ký|phê duyệt|có|công bố|trình|ra)\s+(?:[^\W\d_]+\s+){0,2}?(?:\(?(?:bộ )?luật"
    r"|nghị định|nghị quyết|quyết định|thông tư"
    r"|chỉ thị|kế hoạch|công văn|văn bản|tờ trình|báo cáo|thông báo|kết luận|chương trình|công điện|pháp lệnh|đề án)"
)
_EVENT = re.compile(
    r"\b(?:tổ chức|diễn ra|họp|hội nghị|khai mạc|bế mạc|dự kiến|khởi công|xảy ra|sinh|nhận|cấp ngày|ký số"
    r"|thời gian ký)\b"
)
_BASIS = re.compile(r"căn\s+cứ")
_CLAUSE = re.compile(r"[.;:!?](?=\s)|\n\s*\n|\n\s*[-+*•]|\(")
_TIME = re.compile(
    r"^\s*(?:[-,|(]\s*)?(?:\d{1,2}[:hg]\d{2}(?::\d{2})?(?:\s*(?:\(?gmt.*|[ap]m|sa|ch))?)?\s*\)?(?=\n|\||$)"
)


def role_of(text: str, start: int, end: int, precision: DatePrecision, previous: int = 0) -> DateRole:
    """The role of the date `text[start:end]`; `previous` is where the date before it ends."""
    left = text[max(0, start - _WINDOW) : start].lower()
    near = left[-_NEAR:]
    right = text[end : end + _WINDOW].lower()
    if precision == "day":
        named = _day_by_label(text, start, end, near, right)
        if named:
            return named
    if precision in ("period", "term"):
        return "other"
    if _range_end(text, start, near, right, previous):
        return "other"
    if near.endswith(("từ ", "hiệu lực ")) and _EFFECT.search(near):
        return "effect"
    if _BY.search(near[-40:]):
        return "other" if _AS_OF.search(near) else "deadline"
    clause = _CLAUSE.split(left)[-1]
    if precision in ("quarter", "month") or _AT.search(near[-12:]):
        by = _term_of_work(clause, near, right, precision)
        if by:
            return by
    if precision == "year":
        return _year(clause, left, right)
    return _cited(clause, left, right) if precision == "day" else "other"


def _day_by_label(text: str, start: int, end: int, near: str, right: str) -> DateRole | None:
    """What a label, a place or an empty surrounding says of a day."""
    left, words = near, text[start:end]
    if left.rstrip(_BLANKS)[-1:] == ":" or "|" in left or "\t" in left:
        if _ISSUE_LABEL.search(left):
            return "issue"
        if _EFFECT_LABEL.search(left):
            return "effect"
    if any(word in left for word in _PAGE_WORDS) and _PAGE_LABEL.search(left):
        return "publication"
    if (
        start < _FAR_HEAD
        and words[:4].lower() == "ngày"
        and near.rstrip()[-1:] == ","
        and _PLACE.search(text, max(0, start - _NEAR), start)
    ):
        return "issue"
    if not words.lower().startswith("ngày"):
        line = left.rsplit("\n", 1)[-1]
        bare = not line.strip() or (
            start > 0 and not right.strip() and line.rstrip()[-1:].isalnum() and not _ends_open(line)
        )
        if bare and "\t" not in line and _TIME.match(right):
            return "publication"
    return None


def _ends_open(line: str) -> bool:
    """Whether the words before a bare date lead to it ("trước 31/12/2024") instead of ending before it."""
    return bool(
        _BY.search(line) or _AT.search(line) or _FROM.search(line) or re.search(r"(?:ngày|và|là|kể từ)\s*$", line)
    )


def _range_end(text: str, start: int, near: str, right: str, previous: int) -> bool:
    """Whether the date is one end of "từ A đến B"."""
    if previous and start - previous < 30:
        between = text[previous:start].lower()
        if _UNTIL.match(between):
            before = text[max(0, previous - 60) : previous].lower()
            return bool(
                re.search(
                    r"(?:^|\W)(?:từ|giai đoạn)(?: đầu| hết| cuối)?\s+(?:ngày|tháng|quý|năm)?\s*[\w/.\s-]*$", before
                )
            )
    return bool(_TO.match(right) and _FROM.search(near[-16:]) and not near.endswith("kể từ "))


def _term_of_work(clause: str, left: str, right: str, precision: DatePrecision) -> DateRole | None:
    """A span of time in which work is to be finished, or a figure to be reached."""
    near = right[:40]
    if _DONE.search(clause):
        return None
    if precision in ("quarter", "month"):
        if _TASK.search(clause) or re.match(r"[^.;]{0,30}\b(?:sẽ|phải|hoàn thành|xong)\b", near):
            return "deadline"
        return "deadline" if _AT.search(left) and re.search(r"hoàn thành|tiến độ", right[:80]) else None
    if precision == "year" and (_TASK.search(clause) or _AIM.search(clause) or re.match(r"[^.;]{0,20}\bsẽ\b", near)):
        return "deadline"
    return (
        "deadline"
        if precision == "day" and re.search(r"hoàn thành|\bxong\b|nộp|gửi", clause) and "ngày" not in left[-8:]
        else None
    )


def _year(clause: str, left: str, right: str) -> DateRole:
    if _LAW.search(left[-110:]) or _after_number(left[-_NEAR:]):
        return "cited"
    if re.search(r"phấn đấu|đặt mục tiêu", clause) or re.match(r"[^.;]{0,50}\bphấn đấu\b", right):
        return "deadline"
    return "other"


def _after_number(near: str) -> bool:
    """Whether a document's number stands directly before."""
    words = near.rstrip(" ,\n\t").rsplit(None, 1)
    last = words[-1] if words else ""
    if last[:1].isdigit() and last[-1:].isalpha() and ("/" in last or "-" in last):
        return True
    return ("/" in near or "-" in near) and _NUMBER.search(near) is not None


def _cited(clause: str, left: str, right: str) -> DateRole:
    """Whether a day belongs to a document named before it, or right after it."""
    if _PASSED.search(left[-30:]) or _HOUR.search(left[-30:]):
        return "other"
    if _after_number(left[-_NEAR:]):
        return "cited"
    named = None
    for named in _NAMED.finditer(clause):  # noqa: B007 - the last one is wanted
        pass
    # "Luật Tổ chức ..." is a name, not an event
    if _BASIS.search(clause) or (named and not _EVENT.search(clause, named.end() + 2)):
        return "cited"
    sentence = re.split(r"[.;](?=\s)|\n\s*\n", right)[0]
    return "cited" if _ISSUING.search(sentence) else "other"
