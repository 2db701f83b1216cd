"""Documents and clauses for the tests of relations, and the edges found in them."""

from documents.number import number_key
from documents.record import SELF as S
from documents.text import normalize
from nlp.components.header import tag_header
from nlp.components.references import tag_references
from nlp.components.relations import tag_relations
from nlp.draft import Draft

__all__ = ["UBND", "S", "check_edges", "doc", "relations"]

UBND = "ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE"


def doc(kind, number, title, body, issuer=UBND):
    """A document of the plainest form."""
    form = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    return f"{issuer}\n{form}\nSố: {number}\nBến Tre, ngày 5 tháng 5 năm 2024\n{kind}\n{title}\n{body}"


def relations(text):
    draft = Draft(normalize(text))
    tag_header(draft)
    tag_references(draft)
    tag_relations(draft)
    return draft.relations


def check_edges(text, edges):
    """The edges between numbers are exactly these (mere references apart); those to names are among the found."""
    found = {(edge.source, edge.type, number_key(edge.target)) for edge in relations(text) if edge.type != "refers_to"}
    numbered = {edge for edge in found if any(c.isdigit() for c in edge[2])}
    wanted = {(source, kind, number_key(target)) for source, kind, target in edges}
    assert numbered == {edge for edge in wanted if any(c.isdigit() for c in edge[2])}
    assert wanted <= found
