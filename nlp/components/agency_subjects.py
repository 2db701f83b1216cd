"""Where an open name ends: `Ban Chỉ đạo phòng, chống tội phạm | tỉnh`, `Trung tâm Khuyến nông | tổ chức`."""

from __future__ import annotations

import re

from documents.agencies import expand_abbreviation
from nlp.components.agency_forms import blank, stop_pattern
from nlp.components.agency_places import read_place

_TOKEN = re.compile(
    r"([ \n](?:[-–&][ \n])?)((?:(?!-(?:Bộ|Sở|UBND)|-(?:bộ|sở|ubnd)[ \n])[^ \n¶,;:.()“”\"|…])+)([,;:.()“”\"|…]?)"
)
_GOES_ON = re.compile(
    blank(
        r"(?:chống|chữa|điều hành|công nghệ|đổi mới|thể thao|du lịch|tìm kiếm|cứu|bồi thường|hỗ trợ|trật tự|an toàn|"
        r"lãng phí|tiêu cực|buôn lậu|"
        r"gian lận|hàng giả|chuyển đổi|cải cách|phát triển|truyền thông|môi trường|đào tạo|khen thưởng|xã hội|"
        r"giáo dục|việc làm|"
        r"tái định cư|sức khỏe|kiểm soát|kiểm nghiệm|tuyên truyền|thông tin|dịch vụ|nghệ thuật|kỹ thuật|"
        r"khoáng sản|thủy sản|thú y|"
        r"giá|hội nhập|sắp xếp|giảm nhẹ|kiến nghị|bảo vệ|quản lý|đo lường|chất lượng|giá cả|tư vấn|xúc tiến|nông thôn|"
        r"kiến trúc|quy hoạch|đầu tư|thương mại|lâm nghiệp|trồng trọt)(?!\w)"
    )
)
_HEAD_AGAIN = re.compile(
    blank(
        r"(?:bộ|sở|ubnd|ủy ban|hđnd|hội đồng|cục|vụ|tỉnh ủy|thành ủy|công an|các|đơn vị|cơ quan|văn phòng|"
        r"ban quản lý|chi cục)(?!\w)"
    )
)


def subject_end(line: str, plain: str, at: int, bare: bool) -> int:
    """Where a free subject ends: at a place, a stop word or a mark; -1 when there is none and there must be one."""
    end, count, ended = at, 0, False
    while count < 24 and not ended:
        token = _TOKEN.match(plain, end)
        if token is None or (_is_stop(line, plain, token, end, count)):
            break
        if read_place(line, plain, end) is not None:
            break
        word, mark = token[2], token[3]
        dashed = len(token[1]) > 1
        if word in ("và", "&") or dashed:
            after = token.end(2) + 1 if not dashed else token.start(2)
            going = line[after : after + 1].isupper() or _GOES_ON.match(plain, after)
            if not going or _HEAD_AGAIN.match(plain, after):
                break
        if count == 0 and not (
            line[token.start(2)].isupper() or bare or _GOES_ON.match(plain, token.start(2)) or word in _LOWER_FIRST
        ):
            break
        counted = bare and count == 0 and len(word) < 4  # "Ban Chỉ đạo 57"
        if word[0].isdigit() and not counted and not plain[:end].endswith((" số", " án")):
            break
        if count and line[token.start(2)].isupper() and _OWNER.match(plain, token.start(2)):
            break
        end = token.end(2)
        count += 1
        if mark:
            after = end + 2
            goes_on = _GOES_ON.match(plain, after) or (
                _LISTED.match(plain, after) and not stop_pattern().match(plain, after)
            )
            ended = mark != "," or not goes_on or _HEAD_AGAIN.match(plain, after) is not None
            end += 0 if ended else 1
    if plain[:end].endswith((" và", "\nvà", " về", "\nvề", " -")):
        end -= 3
    return end if count or bare else -1


_OWNER = re.compile(
    r"(?:bộ|sở|ubnd|ủy[ \n]ban|hđnd|tỉnh[ \n]ủy|thành[ \n]ủy|chính[ \n]phủ|công[ \n]an|trung[ \n]tâm|"
    r"ban[ \n]quản|cục)(?!\w)"
)
_LISTED = re.compile(
    r"(?:\w+[ \n]){1,5}và[ \n]\w"
)  # the last of a list: "Dân số, Trẻ em và Phòng, chống tệ nạn xã hội"
_LOWER_FIRST = ("dự", "các", "bảo", "khu", "đầu", "kiểm", "thú", "khuyến", "kỹ", "phục", "chuyển", "về", "hành", "hỗ")
_LASTING_BEFORE = re.compile(
    r"(?:đầu[ \n]tư|tư[ \n]xây[ \n]dựng|đtxd|tổ[ \n]công[ \n]tác|giúp[ \n]việc|dự[ \n]án|quy[ \n]hoạch|kiểm[ \n]định|"
    r"ban[ \n]quản[ \n]lý|về|chỉ[ \n]đạo)$"
)


def _is_stop(line: str, plain: str, token: re.Match[str], end: int, count: int) -> bool:
    """Whether a name ends before this word; a first word with a capital is the name's own (Trung tâm Giám sát)."""
    first = count == 0 and line[token.start(2)].isupper() and not line[token.start(2) : token.end(2)].isupper()
    return not first and stop_pattern().match(plain, token.start(2)) is not None and not _lasting(plain, token, end)


_PAIRS = frozenset(
    [
        "người có",
        "việc làm",
        "công trình",
        "chương trình",
        "quy trình",
        "đổi mới",
        "thôn mới",
        "xã hội",
        "kết quả",
        "cơ quan",
    ]
)


def _lasting(plain: str, token: re.Match[str], end: int) -> bool:
    """Whether a stop word belongs to the name here: `Ban Quản lý các dự án`, `Trung tâm Điều dưỡng Người có công`."""
    before = re.search(r"\w+$", plain[max(0, end - 8) : end])
    if before and f"{before[0]} {token[2]}" in _PAIRS:
        return True
    return bool(_LASTING_BEFORE.search(plain, max(0, end - 14), end)) and token[2] in (
        "các",
        "thực",
        "triển",
        "xây",
        "tổ",
    )


def spell_out(printed: str) -> str:
    """A printed name on one line with its abbreviations written out."""
    words = []
    for index, word in enumerate(re.sub(r"\s+", " ", printed).split(" ")):
        full = expand_abbreviation(word.strip(",")) if word.strip(",").isupper() else None
        words.append((full[0].upper() + full[1:] if index < 2 else full) if full else word)
    if len(words) > 1 and words[0] in _ONE_WORD_HEADS:
        words[1] = words[1][:1].upper() + words[1][1:]  # Cục kiểm tra ...: what it is in charge of bears a capital
    name = " ".join(words).replace("Ban chỉ đạo", "Ban Chỉ đạo")
    return name.replace(" VB quy phạm", " văn bản quy phạm")


_ONE_WORD_HEADS = ("Cục", "Vụ", "Viện", "Phòng")
