"""How dates are written: the scan that finds where one may begin, and an anchored pattern for each way it goes on.

Groups: `d`, `m`, `y` (and `y2` of a period), `q` a quarter, `n` a count, `recur` what makes a day come again.
"""

from __future__ import annotations

import re

_Y = r"(?:19|20)\d\d"
_FILL = r"[\s.…_]{0,40}"  # a form filled in beside its dots
_DASH = "[-–]"
_END = r"(?!\d|[/.]\d|/\w)"  # not the beginning of a document number, a decimal or a telephone number
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
COUNT = {"ba": 3, "sáu": 6, "chín": 9, "mười một": 11, "mười": 10}
# Years are followed by other words than counts are: "đến 2030 hộ" is no year.
_NO_COUNT = (
    r"(?!\s*(?:%|đồng|tỷ|tỉ|triệu|nghìn|ngàn|hộ\b|người|km|ha\b|m2|m3|tấn|lượt|xã\b|thôn|trường hợp|học sinh|vụ\b"
    r"|lao động|doanh nghiệp|hồ sơ|giường|cơ sở|đảng viên|căn\b|công trình|điểm\b|kwh|mw))"
)

CANDIDATE = re.compile(  # each branch begins with a letter or a figure, so that the scan jumps from one to the next
    r"ngày(?=[\s.…_/|]{0,40}(?:\d|tháng|m[ùồ]ng\s))|t(?<!\d .)háng(?=[\s.…_]{0,40}(?:\d|năm))|quý(?=\s{0,9}[iv1-4])"
    r"|năm(?=\s{0,9}(?:[12h]|tài chính |ngân sách ))"
    r"|giai đoạn(?=[\sivx\d(]{0,9}[(\d])|thời k[ỳì](?=\s{0,9}[(\d])|nhiệm k[ỳì](?=[\sivx\d(]{0,12}[(\d])"
    r"|sáu tháng|chín tháng|ba tháng|mười tháng|mười một tháng|nửa (?=[đc])|"
    + "|".join(f"{d}[0-9]*" for d in range(10))
)
BLANK = re.compile(
    rf"ngày[\s.…_/|-]*tháng{_FILL}(?:\d{{1,2}})?{_FILL}(?:năm{_FILL}(?:\d{{2,4}})?)?"
    rf"|ngày{_FILL}\d{{1,2}}{_FILL}tháng{_FILL}năm{_FILL}(?:\d{{2,4}})?"
    rf"|ngày[\s.…_]*/[\s.…_]*(?:\d{{1,2}})?\s*/\s*\d{{2,4}}|tháng{_FILL}năm{_FILL}\d{{2,4}}"
)
_RECUR = r"(?P<recur>\s+(?:hằng|hàng|mỗi)\s+(?:năm|tháng|quý|tuần))?"
LONG = re.compile(
    rf"(?P<head>ngày{_FILL}(?:m[ùồ]ng\s+)?)?(?P<d>\d{{1,2}}){_FILL}tháng{_FILL}(?P<m>\d{{1,2}})(?!\d)"
    rf"(?:{_FILL}(?:,|năm|/|-|,?\s*năm){_FILL}(?P<y>{_Y})(?!\d)|{_RECUR})"
)
NUMERIC = re.compile(
    rf"(?P<head>ngày{_FILL})?(?P<d>\d{{1,2}})\s{{0,2}}(?P<sep>[/.-])\s{{0,2}}(?P<m>\d{{1,2}})\s{{0,2}}(?P=sep)\s{{0,2}}"
    rf"(?P<y>{_Y}|\d\d(?!\d)){_END}"
)
DAY_MONTH = re.compile(
    rf"(?P<head>ngày\s*)?(?P<d>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<m>\d{{1,2}}){_END}(?!-\w|%){_RECUR}"
)
DAY_EACH = re.compile(
    r"ngày\s*(?P<d>\d{1,2})(?:(?P<recur>\s+(?:hằng|hàng|mỗi)\s+(?:năm|tháng|quý|tuần))"
    r"|(?=(?P<recur2>\s+(?:của\s+)?tháng\s+(?:cuối|đầu|sau|trước|liền|kế|tiếp)|\s+của\s+tháng(?!\s*\d))))"
)
DAY_LIST = re.compile(
    r"(?:ngày\s*)?(?P<d>\d{1,2})(?=\s*(?:,|và|[-–]|đến|đến hết|hoặc)\s*(?:ngày\s*)?\d{1,2}(?!\d))(?!,\d)"
)
DAY_NEXT = re.compile(r"\s*(?:,|và|[-–]|đến hết|đến|hoặc)\s*(?=(?:ngày\s*)?\d)")
ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d|-)")
MONTH = re.compile(rf"tháng{_FILL}(?P<m>\d{{1,2}})(?!\d)(?:{_FILL}(?:/|-|\.|,|,?\s*năm){_FILL}(?P<y>{_Y}){_END})?")
MONTH_NEXT = re.compile(
    rf"\s*(?:,|và|-)\s*(?P<m>\d{{1,2}})(?=\s*(?:,|và|-|/\s*{_Y}|năm\s+{_Y}))(?:\s*(?:/|năm)\s*(?P<y>{_Y}))?{_END}"
)
MONTH_YEAR = re.compile(rf"(?P<m>0?[1-9]|1[0-2])\s?/\s?(?P<y>{_Y}){_END}")
QUARTER = re.compile(
    rf"quý\s*(?P<q>iv|i{{1,3}}|0?[1-4])(?!\w)(?:\s*+(?:/|-|,?\s*+năm|,)\s*(?P<y>{_Y}){_END}|\s+(?P<y2>{_Y})(?!\d))?"
)
QUARTER_NEXT = re.compile(rf"\s*(?:,|và|-)\s*(?P<q>iv|i{{1,3}})(?!\w)(?:\s*+(?:/|-|,?\s*+năm)\s*(?P<y>{_Y}){_END})?")
HALF = re.compile(
    rf"(?P<n>\d{{1,2}}|ba|sáu|chín|mười một|mười)\s+tháng\s+(?:(?P<side>đầu|cuối)(?:\s+của)?\s+năm"
    rf"(?:\s+(?P<y>{_Y})(?!\d))?|năm\s+(?P<y2>{_Y})(?!\d))"  # "9 tháng năm 2024": the first nine
)
HALF_WORD = re.compile(rf"nửa (?P<side>đầu|cuối) năm\s+(?P<y>{_Y})(?!\d)")
_SPAN = (
    rf"(?:(?P<n>[ivx]+|\d{{1,2}}|thứ \w+)\s*)?(?P<open>\()?\s*(?:từ\s+)?(?:năm\s+)?(?P<y>{_Y})"
    rf"(?:\s*{_DASH}\s*(?:năm\s+)?|\s+đến\s+(?:năm\s+)?|(?=\d{{4}}))(?P<y2>{_Y}|\d\d(?!\d))(?!\d|/)(?(open)\s*\))"
)
PERIOD = re.compile(rf"(?P<head>giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|năm học)\s*{_SPAN}")
YEARS = re.compile(rf"(?P<y>{_Y})\s*{_DASH}\s*(?P<y2>{_Y})(?!\d|/){_NO_COUNT}")
YEAR = re.compile(rf"năm\s*(?:tài chính\s+|ngân sách\s+)?(?P<y>{_Y})(?:\s*{_DASH}\s*(?P<y2>{_Y}))?(?!\d|[.,]\d)")
YEAR_NEXT = re.compile(rf"\s*(?:,|và|-|;|hoặc)\s*(?P<y>{_Y})(?!\d|[./,-]\d|\s*-\s*\d|/){_NO_COUNT}")
YEAR_BARE = re.compile(rf"(?P<y>{_Y})(?!\d|[/.,:-]\d|[-/]\w){_NO_COUNT}")

BEFORE_YEAR = re.compile(r"(?:đến|hết|cuối|trước|vào|sau|tầm nhìn|định hướng)\s+$")
FROM_YEAR = re.compile(rf"(?P<y>{_Y})(?=\s+(?:đến|tới)\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?{_Y}(?!\d))")
BEFORE_LAW_YEAR = re.compile(r"(?:bộ luật|luật|pháp lệnh|hiến pháp)(?:\s+[^\W\d_]+,?){0,12}\s+$")
BEFORE_MONTH = re.compile(r"(?:từ|đến|đầu|hết|trước|cuối|trong|vào|khoảng|\t|\|)\s*$")
BEFORE_DAY = re.compile(r"(?:trước|hết|sáng|chiều|trưa|tối|đêm|hôm|hạn|chậm nhất|muộn nhất)\s+$")
BEFORE_SPAN = re.compile(r"(?:từ|các ngày|hai ngày|những ngày)\s+$")
TO_DAY = re.compile(rf"\s*[-–]\s*(?:ngày\s*)?\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?{_Y}(?!\d)")  # "15/5 - 20/5/2023"
AFTER_DAY = re.compile(rf"/{_Y}\s?-$")  # "05/6/2023-10/6/2023"
SPAN_DAYS = re.compile(rf"\s*(?:,|và|[-–]|đến hết|đến)\s*(?:ngày\s*)?\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?{_Y}")
WHEN = re.compile(r"(?:trong|trước|đến|hết|cuối|đầu|vào|từ)\s+$")
LOST_BLANK = re.compile(r"\b(?:đến|trước|trong|hết)$")  # "đếnnăm 2025"
DURATION = re.compile(r"(?:\d|\bhai|\bba|\bbốn|\bnăm|\bmười)\s+$")
