"""What a figure measures: the indicator in the words around it, whom it is about, and its unit."""

from __future__ import annotations

import re

from documents.record import Change
from nlp.components.target_values import Quantity

YEARLY = re.compile(r"bình quân(?!\s+đầu)|trung bình|hằng năm|hàng năm|mỗi năm|/năm")
_PER_BASE = re.compile(r"\s*(?:trên|/|cho)\s*(?:1\s*|một\s+)?(vạn dân|10\.000 dân|1\.000 dân|100\.000 dân)")
SHARE = re.compile(r"\s*(?:tổng\s+|trong\s+|của\s+)?(grdp|gdp)(?!\w)")
_CUE_END = re.compile(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu(?: \d+)?|đặt ra|đề ra|bảo đảm|đảm bảo|trong đó|cụ thể|kỳ vọng|quyết tâm"
    r"|dự kiến|hướng tới|hướng đến|yêu cầu)"
    r"(?:\s+(?:là|cho|đến|cơ bản|chủ yếu|cụ thể|tổng quát|có|về|sẽ|đạt|toàn tỉnh))*\s*[:,]?\s+"
)
TRIM = " \t\n\f\"“”'.,:;-–+*•/≥≤><"
_LEAD_WORDS = re.compile(
    r"^(?:(?:(?:bình quân )?(?:mỗi|hằng|hàng) năm|và|là|có|đến|về|thì|của|tỉnh|đó|trong đó|phải|sẽ|cần|đạt"
    r"|ngoài ra|theo kế hoạch|đề án|đồng thời|toàn tỉnh|bên cạnh đó|song song đó|trước mắt|qua đó|từ đó|riêng"
    r"|trên địa bàn tỉnh|tạo tiền đề|theo đó|cũng|cùng với|với|tiếp tục|trên|giai đoạn)(?:\s+|,\s*|$))+"
)
_LEAD_VERBS = re.compile(
    r"^(?:kéo giảm|giảm thiểu|giảm|tăng(?! trưởng)|nâng cao|nâng|duy trì|giữ vững|giữ ổn định|khống chế"
    r"|kiềm chế)\s+(?=t[ỷỉ] (?:lệ|trọng|suất)|số|chỉ số|mức|tổng|quy mô|độ)"
)
_SUBJECT_HAS = re.compile(r"^[^,]{2,40}?\scó\s(?=thu nhập|chỉ số|t[ỷỉ] lệ|tổng|quy mô|grdp)")
_RIGHT_END = re.compile(
    r"\s{3,}|,\s+(?:trong đó|góp phần|tạo|nhằm|tăng|giảm|phấn đấu|bảo đảm|đảm bảo)|\s+so với\s|\s+vào\s*$|\.\s"
    r"|\s+nhằm\s"
)
_TRANSITIVE = re.compile(
    r"(?:thu hút|đón|phục vụ|giải quyết|tạo|trồng|xây dựng|thành lập|phát triển|đào tạo|hỗ trợ|đầu tư|cải tạo"
    r"|nâng cấp|có|thêm|còn|công nhận|tổ chức|xuất khẩu|hoàn thành|tiếp nhận|tuyển|xóa|xoá|sửa chữa|đưa|cho"
    r"|việc làm mới|kết nạp|tuyển dụng|bồi dưỡng|tập huấn|chuyển đổi|lắp đặt|vận động|bố trí|mở|khởi công|cấp|cung cấp"
    r"|hình thành|tiếp đón|huy động|đăng ký)(?:\s+mới)?\s*$"
)
NUMBER_NAME = re.compile(
    r"(?:^|\s)(?:số|số lượng|tổng số|tổng|quy mô|sản lượng|diện tích|thu nhập|giá trị|doanh thu|kim ngạch|tỷ lệ"
    r"|tỉ lệ|tổng thu|thu ngân sách|năng suất|chỉ số|mật độ|tuổi thọ|vốn|lượng|số lượt)\s"
)


_ONLY_VERBS = ("kiềm chế", "khống chế", "kiểm soát", "tiếp tục", "từng bước")


Name = tuple[str, str | None, str]  # what is measured, whom it is about, which side it was read from


def read_name(body: str, words: str, right: str, q: Quantity) -> Name:
    """The name that the words around a figure give it; empty when the piece has no words for it."""
    left, tail = clean(body), _tail(right, q)
    named = NUMBER_NAME.search(f" {left} ") is not None
    if q.kind == "percent" and tail and not named and _NAMED_BEHIND.search(body + words):
        left = ""  # "..., phấn đấu giảm 15% đầu mối", "an toàn thông tin: 100% hệ thống": it belongs elsewhere
    if q.kind == "percent" and tail and left in _ONLY_VERBS:
        left = ""  # "Kiềm chế, giảm từ 5% trở lên số vụ phạm pháp hình sự"
    found = None
    if re.search(r"[^\W\d_]{2}", left):
        thing = q.kind == "" and tail and _TRANSITIVE.search(left)  # "thu hút ít nhất 3 tập đoàn công nghệ"
        if (q.kind in ("count", "measure") or thing) and not named:
            found = _counted(left, words, tail, q)
        found = found or _left(left, words, tail, q)
    return found or _right(words, tail, q)


_OR_MORE = re.compile(r"^\s*(?:trở lên|trở xuống)")
_BRACKETED = re.compile(r"\([^)]*\)?")
_JOINS_ON = re.compile(r"(?:^|\s)(?:và|với)$")


def _tail(right: str, q: Quantity) -> str:
    """The words behind a figure that can name it."""
    after = _RIGHT_END.split(SHARE.sub("", right, count=1) if q.kind == "percent" else right, maxsplit=1)[0]
    after = " ".join(_BRACKETED.sub(" ", _OR_MORE.sub("", after)).split()).strip(TRIM + "()")
    after = after.removesuffix("trở lên").rstrip(" ") if after.endswith("trở lên") else after
    return _JOINS_ON.sub("", after)


def _counted(left: str, words: str, tail: str, q: Quantity) -> Name | None:
    """ "trồng 2.500 ha rừng": what is counted stands behind the figure, what is done with it before."""
    verb = _FIRST_VERB.search(words)
    counts = _TRANSITIVE.search(f"{left} {verb[1] if verb else ''}")
    if not counts and words.strip():
        return None
    what = f"{q.form} {tail}".strip()
    if left.split(maxsplit=1)[0] in _VERBS:
        return f"{left} {what}", _scope(left), "count"
    return (what if tail or _TRANSITIVE.search(left) else f"{left} {what}"), _scope(left), "count"


def _left(left: str, words: str, tail: str, q: Quantity) -> Name:
    """ "tỷ lệ hộ nghèo còn 3%": the name stands before the figure, or its subject does, and the name behind."""
    if q.kind == "percent" and tail:
        has = re.search(r"(?:^|\s)có\s*$", words) or left in ("toàn tỉnh", "cả tỉnh")
        if has or (_GROUP.match(left) and CHANGED.search(words) and _NAMED.match(tail)):
            return tail, left, "right"
    if q.kind in ("percent", "money") and tail and _DOING.fullmatch(left):
        return f"{left} {tail}", None, "right"
    scope = re.match(r"(?:trên\s+)?tổng số\s+(.{4,80})", tail)
    return left, scope[1] if scope else _scope(left), "left"


def _right(words: str, tail: str, q: Quantity) -> Name:
    """ "100% xã có bác sĩ": nothing before the figure names it."""
    if re.search(r"[^\W\d_]{2}", tail) and not _NO_NAME.fullmatch(tail):
        if q.kind in ("count", "measure", "score", "age"):
            return f"{q.form} {tail}", None, "count"
        whole = q.kind == "percent" and not CHANGED.search(words)
        return re.sub(r"^(?:số|của|tổng số|trong)\s+(?=\w)", "", tail) if whole else tail, None, "right"
    if q.kind == "count" and "/" in (q.unit or ""):
        return f"{q.form}/{(q.unit or '').partition('/')[2]}", None, "count"
    return (q.form, None, "count") if q.kind == "count" and words.strip() else ("", None, "")


_FIRST_VERB = re.compile(r"(?<!\w)(có|thêm|còn|cho)(?!\w)")
_NO_NAME = re.compile(r"(?:mỗi|hằng|hàng|một)? ?năm|vào|trong|so|của tỉnh|của cả nước")
_GROUP = re.compile(r"(?:các|mỗi|từng|toàn|mọi)\s")
CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|kéo giảm|cắt giảm|rút ngắn)(?!\w)")
_NAMED_BEHIND = re.compile(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu)\s+(?:kéo |cắt )?(?:tăng|giảm)(?!\w)|(?::|(?<!\w)(?:bảo đảm|đảm bảo))\s*$"
)
# "huy động 98,5% trẻ 5 tuổi ra lớp": the share stands in the middle of its name
_DOING = re.compile(
    r"(?:[^\W\d_]+ )?(?:huy động|thu hút|thu gom|xử lý|cấp|hoàn thành|số hóa|số hoá|giải quyết|thực hiện|đào tạo"
    r"|tiêm chủng|kiên cố hóa|phủ sóng|đưa|kết nối|bồi dưỡng|triển khai|tiết kiệm)(?: (?:được|cho|tại|tới))?"
)
_NAMED = re.compile(r"(?:số|tỷ lệ|tỉ lệ|tổng|diện tích|chi phí|thời gian|lượng|mức)\s")
_VERBS = frozenset({
    "thu", "đón", "phục", "giải", "tạo", "trồng", "xây", "thành", "phát", "đào", "hỗ", "đầu", "cải", "nâng", "công",
    "tổ", "xuất", "hoàn", "tiếp", "tuyển", "xóa", "xoá", "sửa", "đưa", "kết", "bồi", "tập", "chuyển", "lắp", "vận",
    "bố", "mở", "khởi", "cấp", "cung", "hình", "huy", "đăng",
})  # fmt: skip


_SPACES = re.compile(r"\s+")
_MEASURED = re.compile(r"\s*(?:t[ỷỉ] |tổng |số |thu nhập|grdp|kinh tế số|giá trị|tốc độ|chỉ số)")
_ITEM = re.compile(r"^(?:chỉ tiêu \d+[:.]? |\(?\d{1,2}\) )")
_LEFT_OPEN = re.compile(r"\s(?:và|thì|mà|là)$")


def clean(body: str) -> str:
    """The name in the words before a figure: after the last cue, without subject, leading verbs and punctuation."""
    text = _SPACES.sub(" ", body)
    rest = text
    for cue in _CUE_END.finditer(text):
        if text[cue.end() :].strip(TRIM):
            rest = text[cue.end() :]
        else:
            rest = text[: cue.start()] if rest is text else rest[: len(rest) - len(text) + cue.start()]
    rest = rest.strip(TRIM)
    head, mark, name = rest.rpartition(": ")
    if mark and NUMBER_NAME.match(name):  # "Hạ tầng số: tỷ lệ ..."
        rest = name
    if "," in rest:  # "tỉnh Đồng Tháp, tỷ lệ ...": the subject stands before the name
        head, _, name = rest.partition(",")
        if _MEASURED.match(name) and not NUMBER_NAME.search(" " + head + " "):
            rest = name.strip(TRIM)
    while (m := _LEAD_WORDS.match(rest)) and m.end():
        rest = rest[m.end() :].strip(TRIM)
    rest = _LEAD_VERBS.sub("", _SUBJECT_HAS.sub("", rest))
    rest = _ITEM.sub("", rest).rstrip("( ")
    if rest.count("(") > rest.count(")"):  # the clause began inside a bracket
        rest = rest.rsplit("(", 1)[-1]
    elif rest.count("(") < rest.count(")"):
        rest = rest.replace(")", "")
    return _LEFT_OPEN.sub("", rest.strip(TRIM))


_WHOM = re.compile(
    r"(?:^|\s)((?:mỗi|từng|cả nước|toàn quốc|toàn tỉnh|khu vực|vùng|trẻ em dưới|trẻ em từ"
    r"|người dân từ)(?:\s[^,]{0,60})?)"
)


def _scope(name: str) -> str | None:
    m = _WHOM.search(name)
    return re.sub(r"\s+có$", "", m[1].strip()) if m else None


# "mỗi năm giải quyết việc làm cho 15.000 lao động", "1.500 đảng viên mới/năm"
_EACH_YEAR = re.compile(
    r"(?<!\w)(?:mỗi|hằng|hàng)\s+năm(?!\w)[^,;#]*#|#[^,;(]{0,40}(?:(?:mỗi|hằng|hàng)\s+năm|/\s*năm)(?!\w)"
)


def read_unit(q: Quantity, change: Change, left: str, right: str, name: str, clause: str) -> str | None:
    """The unit of a figure: per whom it is counted, per year for a yearly change, points for a change of a share."""
    unit = q.unit
    if unit is None:
        return None
    if q.kind == "count" and "/" not in unit:
        base = _PER_BASE.match(right)
        if base is None and unit in ("giường", "bác sĩ", "dược sĩ", "điều dưỡng", "sinh viên"):
            base = re.search(r"(?:trên|/)\s*(?:1\s*|một\s+)?(vạn dân|10\.000 dân|1\.000 dân)", clause)
        if base:
            return f"{unit}/{base[1]}"
    if "/" in unit:
        return unit
    if change not in ("increase", "decrease"):
        return f"{unit}/năm" if q.kind == "count" and _EACH_YEAR.search(left + "#" + right) else unit
    yearly = YEARLY.search(left[-40:]) or re.match(r"\s*(?:mỗi|hằng|hàng|một)\s+năm", right)
    if yearly and q.kind in ("percent", "count"):
        return unit + "/năm"
    return "điểm %" if unit == "%" and re.match(r"(?:.{0,20}\s)?t[ỷỉ] (?:lệ|trọng|suất)", name) else unit
