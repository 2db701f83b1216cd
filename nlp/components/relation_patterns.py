"""The shapes around documents in squeezed text: where statements end, what joins documents, who issues them.

Patterns are written with plain blanks; a blank is met by a blank or a line end (`blank`).
"""

from __future__ import annotations

import re

from nlp.components.agency_forms import blank
from nlp.components.patterns import LineStart

MARKER = blank(r"(?:[-+•*●▪○] ?|\(?\d{1,2}(?:\.\d{1,2})*[.)] |[a-zđ]\) |\([a-zđ\d]{1,2}\) )?")
MARKED = re.compile(r"[-+•*●▪○]|\(?\d{1,2}[.)]|[a-zđ]\)|\([a-zđ\d]{1,2}\)")

# ---------------------------------------------------------------- where statements end

_NEW_LINE = (
    r"Căn cứ|CĂN CỨ|Theo đề nghị|Xét |Thực hiện|Triển khai|Trên cơ sở|Để |Nhằm |Sau khi|QUYẾT (?:ĐỊNH|NGHỊ):|"
    r"Quyết (?:định|nghị):|Điều \d+[.:]|[-+•*●▪○] ?(?=[^\W\d])|\d{1,2}(?:\.\d{1,2})*[.)] |[a-zđ]\) |"
    r"[IVX]{1,4} ?[.-] ?(?=\w)|Nơi nhận|(?:Phần|PHẦN|Chương|CHƯƠNG) (?:thứ|THỨ|[IVX\d])|\((?:Ban hành|Kèm|kèm)"
)
_STOP = (
    r"(?<=[^\W\d]{2})(?<!TP)(?<!Tp)(?<!TX)(?<!KT)(?<!TM)(?<!TL)(?<!UQ)[.!?][”\")]?[ \n]+"
    r"(?=[“\"(]?[A-ZĐÂĂÊÔƠƯÁÀỦỨỀỐ]\w*[ \n])|(?<=\d)\.[ \n](?=[A-ZĐ][^\W\d]+[ \n])"
)
# where BOUNDARY may match: looked at first, for a figure's point and a date's slash are none
BREAKS = re.compile(r"[¶|\n.!?/](?:(?<=[¶|\n])|(?<=/)(?=\.)|(?<=[.!?])(?=[”\")]?[ \n]))")
BOUNDARY = re.compile(rf"¶+|\|+|/\.|{_STOP}|\n(?={blank(_NEW_LINE)})|(?<=[.;:])\n(?=[^\W\d]|\((?:\d|[a-zđ]{{1,4}}\)))")
NUMBERED = re.compile(r"(?:^|[\n¶|]|Điều )\d{1,2}(?:\.\d{1,2})*\.$")  # the mark after a number ends nothing
OPENING_ENDS = LineStart(
    r"\n¶|",
    blank(
        r"[ \n]*(?:[IA] ?[./-][ \n-]*\w|1\.? (?:Mục|MỤC)|Phần (?:thứ|I|1)|PHẦN|Chương I|Điều 2)".replace(
            "[ \\n]", "\\s"
        )
    ),
)
FIRST_ARTICLE = LineStart(r"\n¶|", blank(r"\s*Điều 1[.:]"))
SECTION_MARK = r"\s*(?:(?:phần )?[ivx\d]{1,4}(?:\.\d+)*\s?[./)-]\s?|[a-đ][.)]\s)"
SECTION_ENDS = re.compile(
    r"[\n¶]\s*(?:[IVX]{1,4}|[B-E])\s?[./)-]\s?[A-ZĐ]|[\n¶](?:PHẦN|Phần|CHƯƠNG|MỤC TIÊU)"
    r"|[\n¶]\s*\d{1,2}(?:\.\d+)?\.\s(?:Mục|Sự cần|Quan điểm|Phạm vi|Thực trạng|MỤC|SỰ CẦN|QUAN)"
)
EVIDENCE_ENDS = re.compile(blank(r";|\( ?(?:sau|gọi|viết)|, (?:ủy|ubnd|chủ tịch)|¶|\|"))
CLAUSE_STARTS = re.compile(r"[;.¶|][ \n]|¶|\n(?=[-+•])")
CLAUSE_ENDS = re.compile(r"[;¶|]|\.[ \n]|\n(?=[-+•])")

# ---------------------------------------------------------------- what joins documents

JOINT = re.compile(blank(r"(?:[;,]| (?:và|và các|hoặc)|; và) (?:các )?$|[:;,] ?$|; (?:[^\W\d]+ ){1,4}$"))
SWITCH = re.compile(blank(r"(?:;|,|\)| và) (căn cứ|theo đề nghị|xét đề nghị|triển khai thực hiện|thực hiện) "))
GUIDED = re.compile(
    blank(
        r"(?:[;,]| và) (?:nội dung )?(?:hướng dẫn|ý kiến|đề nghị|chỉ đạo|kết luận|yêu cầu|văn bản|báo cáo|"
        r"giám đốc|chánh|trưởng|sở|bộ)"
    )
    + r"[^;]{0,140}$"
)
JOINED_BEFORE = re.compile(r"(?:,[ \n]|(?:^|[ \n])và[ \n]|đồng[ \n]thời[ \n])(?:.{3})?$")
ACCORDING = re.compile(r"[ \n]theo(?!\w)[^;]*$")  # "thực hiện việc A theo Kế hoạch số": the plan is only a reference
_CARRY = r"(?:triển khai thực hiện|thực hiện|triển khai|thi hành|cụ thể hóa)"
TWICE = re.compile(
    blank(
        rf"{_CARRY} (?:chương trình hành động|chương trình|kế hoạch|chỉ thị|nghị quyết|kết luận|đề án) [^;,]{{0,60}}?"
        rf"(?:tỉnh ủy|thành ủy|ubnd|ủy ban|hđnd|chính phủ|thủ tướng|bộ)[^;,]{{0,60}}? (?:về )?(?:việc )?{_CARRY}(?!\w)"
    )
)
CARRYING_OUT = re.compile(
    blank(r"(?:thực hiện|triển khai|thi hành)(?!\w)[^;.¶]{0,60}$")
)  # what a report's title ends with
ISSUED_WITH = re.compile(blank(r"[ ,(]{0,3}(?:đã )?(?:được )?ban hành (?:kèm )?theo ?"))
GONE = re.compile(blank(r"hết hiệu lực(?: thi hành)?:?$"))  # the line above a list of what this document ends
SUFFERED = re.compile(r"(?:được|bị)[ \n]$")  # "Bị thay thế 11/2020/QĐ-UBND" is no act of what stands before
BY = re.compile(r"(?:bởi|bằng|tại|theo)(?!\w)")
ASKED_FOR = re.compile(blank(r"dự thảo|đề nghị|kiến nghị|thẩm định|trường hợp|thẩm tra"))
ONLY_TASK = re.compile(blank(r"rà soát|tham mưu|đề nghị|kiến nghị|trường hợp|nếu |xem xét"))

# ---------------------------------------------------------------- who issues what

ISSUES = re.compile(
    blank(r"(?:ban hành|xây dựng|ký|có|phê duyệt)(?: (?:và triển khai|kịp thời|các|một số))?") + r"[ \n,:]*$"
)
_BODIES = (
    r"ủy ban nhân dân|ubnd|tỉnh ủy|thành ủy|hđnd|hội đồng nhân dân|ban thường vụ|ban chấp hành|ban chỉ đạo|sở|bộ|"
    r"chính phủ|thủ tướng|tỉnh|thành phố|huyện|xã"
)
ISSUER_OF = re.compile(blank(rf"(?:{_BODIES})") + r"[^;.¶]{0,120}$")
MAIN_CLAUSE = re.compile(
    blank(
        r"[,;.)] (?:chủ tịch )?(?:ủy ban nhân|ubnd|tỉnh ủy|thành ủy|ban thường|ban chấp|ban chỉ|hội đồng|hđnd|sở|ngày)"
    )
)
THIS = re.compile(
    blank(r"(?:quyết định|nghị quyết|kế hoạch|chỉ thị|chương trình|quy định|quy chế|thông báo|đề án) này(?!\w)")
)
IN_FORCE = re.compile(blank(r"có hiệu lực (?:thi hành )?(?:kể từ|từ|sau)"))  # speaks of the document itself
PLAN_OF = re.compile(
    blank(
        r"(?:ban hành|xây dựng|đề ra) (?:kèm theo quyết định này )?[“\"]?(?:kế hoạch|chương trình|đề án|chỉ thị|"
        r"nghị quyết)(?!\w)"
    )
    + r"[^;.¶]{0,160}$"
)
IN_ARTICLE = re.compile(blank(r"(?:điều \d+[a-z]?[.:]|\d{1,2}\. )"))  # a document speaks here, not a page about one
ARTICLE_ONE = re.compile(blank(r"(?:điều 1[.:]|1\. )"))
ARTICLE_ACTS = re.compile(blank(r"điều 1\. (?:triển|thực|tổ)"))
ACTS_AT_ONCE = re.compile(
    blank(rf"(?:điều \d+[.:] )?{MARKER}(?:về việc |sửa|bổ sung|bãi|thay|hủy|điều chỉnh|thu hồi|phê duyệt)")
)
TITLE_START = re.compile(
    r"(?:trích\syếu[:\s]+)?"
    + blank(r"(?:v/v |về việc )?(?:kế hoạch|chương trình|chỉ thị|đề án|nghị quyết|quyết định) (?!số)")
)
PROPOSES = re.compile(blank(r"(?:theo|xét(?! thấy)|trên cơ sở|sau khi)"))
BARE_TYPE = re.compile(
    blank(
        r"(?<!\w)(Nghị quyết|Kế hoạch|Chương trình(?: hành động)?|Chỉ thị|Quyết định|Kết luận|Đề án|Chiến lược|"
        r"Nghị định)"
        r"(?! (?:số|\d|này|về|của|hành|kinh))(?!\w)"
    )
)
ANNEX_LINE = re.compile(r"kèm[ \n]theo[ \n(]*$")
FROM_THIS_DAY = re.compile(
    blank(r"(?:kể )?từ (?:ngày|khi) (?:quyết định|nghị quyết|quy định|quy chế|văn bản) này có hiệu lực")
)
ENDS = re.compile(blank(r"[^.;¶]{0,120}?hết hiệu lực(?: thi hành)?"))
EFFECT_GONE = re.compile(
    blank(
        r"[ ,][^.;¶]{0,120}?hết hiệu lực[^.;¶]{0,80}?(?:này|quyết định)(?!\w)".replace("[ ,]", "[\\s,]")
        + r"|[\s,][^.;¶]{0,80}?hết hiệu lực (?:thi hành )?(?:kể )?(?:từ ngày|khi) [^.;¶]{0,60}này"
    )
)
