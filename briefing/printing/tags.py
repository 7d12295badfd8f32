"""What WeasyPrint leaves open of a tagged PDF (PDF/UA-1), for those who listen to it.

A link that begins at the end of a line leaves a piece of no width there, and its pseudo-elements
are links once more; items of lists whose text stands in them have no body; headings of tables do
not say what they head; running heads are marked as if they were content.
"""

from collections.abc import Iterator
from typing import Any

_ROUNDING = 0.01  # pixels by which a piece of a link may stand out of it
_PRINTED = 4  # the flag of an annotation that paper keeps too
_INLINE = frozenset({"/Link", "/Span"})
_SCOPES = {"/THead": "/Column", "/TBody": "/Row"}


def keep_whole_links(document: Any) -> None:
    """Keep of the links of each page those that have an area and lie in no other.

    Parameters
    ----------
    document : weasyprint.Document
        Set, and not yet drawn.
    """
    for page in document.pages:
        kept: list[Any] = []
        for link in page.links:
            kind, target, (left, top, right, bottom), _ = link
            last = kept[-1] if kept and kept[-1][:2] == (kind, target) else None
            if right > left and bottom > top and not (last and _lies_in(link[2], last[2])):
                kept.append(link)
        page.links[:] = kept


def _lies_in(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        inner[0] >= outer[0] - _ROUNDING
        and inner[1] >= outer[1] - _ROUNDING
        and inner[2] <= outer[2] + _ROUNDING
        and inner[3] <= outer[3] + _ROUNDING
    )


def finish(document: Any, pdf: Any) -> None:
    """Mend the tags of a PDF that is drawn and not yet written.

    Parameters
    ----------
    document : weasyprint.Document
    pdf : pydyf.PDF
        Its objects are changed, and bodies of list items added.
    """
    elements = {o.reference: o for o in pdf.objects if _is(o, "/StructElem")}
    for annotation in pdf.objects:
        if _is(annotation, "/Annot"):
            annotation["F"] = _PRINTED
    _leave_margins_out(elements, pdf)
    for element in reversed(list(elements.values())):  # what is within an element follows it
        _drop_if_empty(element, elements)
    for element in list(elements.values()):
        match element["S"]:
            case "/Link":
                _join_with_outer(element, elements)
            case "/LI":
                _give_body(element, elements, pdf)
            case "/TH":
                element["A"]["Scope"] = _SCOPES[_group(element, elements)]


def _is(item: Any, kind: str) -> bool:
    return isinstance(item, dict) and item.get("Type") == kind


def _leave_margins_out(elements: dict[bytes, Any], pdf: Any) -> None:
    """Mark what stands in the margins of pages, which no element holds, as no content."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    numbers = pdf.objects[_number(root["ParentTree"])]["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    (document,) = root["K"]
    held = set(elements[document]["K"])
    for element in list(elements.values()):
        if element["P"] == document and element.reference not in held:
            for page, mark in _marks(element, elements):
                parents[pages[page]][mark] = b"null"
                _unmark(pdf.objects[_number(pdf.objects[_number(page)]["Contents"])].stream, mark)


def _marks(element: Any, elements: dict[bytes, Any]) -> Iterator[tuple[bytes, int]]:
    """Pages and numbers of the marks of what is within an element, which leaves the document."""
    del elements[element.reference]
    for kid in element["K"]:
        if kid in elements:
            yield from _marks(elements[kid], elements)
        elif isinstance(kid, int):
            yield element["Pg"], kid


def _unmark(stream: list[Any], mark: int) -> None:
    """Turn the mark of this number on a page into that of an artifact."""
    at = next(n for n, said in enumerate(stream) if _begins(said, mark))
    stream[at - 1 : at + 2] = ["/Artifact", b"BMC"]


def _begins(said: Any, mark: int) -> bool:
    return isinstance(said, dict) and said.get("MCID") == mark


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _drop_if_empty(element: Any, elements: dict[bytes, Any]) -> None:
    """Take a piece of a line that holds nothing out of what holds it."""
    if element["S"] in _INLINE and not element["K"]:
        outer = elements.get(element["P"])
        if outer and element.reference in outer["K"]:
            outer["K"].remove(element.reference)


def _join_with_outer(element: Any, elements: dict[bytes, Any]) -> None:
    """Let what is within a link be a part of it, and no second one."""
    if any(outer["S"] == "/Link" for outer in _outer(element, elements)):
        element["S"] = "/Span"


def _give_body(item: Any, elements: dict[bytes, Any], pdf: Any) -> None:
    """Put what an item of a list says into a body, beside its bullet or number."""
    kinds = [elements[kid]["S"] if kid in elements else "" for kid in item["K"]]
    if "/LBody" in kinds:
        return
    said = [kid for kid, kind in zip(item["K"], kinds, strict=True) if kind not in ("/Lbl", "/L")]
    body = type(item)(
        {"Type": "/StructElem", "S": "/LBody", "K": type(item["K"])(said), "Pg": item["Pg"]}
    )
    body["P"] = item.reference
    pdf.add_object(body)
    elements[body.reference] = body
    for kid in said:
        elements[kid]["P"] = body.reference
    kept = [kid for kid in item["K"] if kid not in said]
    labels = [kid for kid in kept if elements[kid]["S"] == "/Lbl"]
    item["K"][:] = [*labels, body.reference, *(kid for kid in kept if kid not in labels)]


def _group(cell: Any, elements: dict[bytes, Any]) -> str:
    """Whether a heading stands in the head or in the body of its table."""
    return next((o["S"] for o in _outer(cell, elements) if o["S"] in _SCOPES), "/THead")


def _outer(element: Any, elements: dict[bytes, Any]) -> Iterator[Any]:
    while element := elements.get(element["P"]):
        yield element
