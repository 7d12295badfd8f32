"""Another text for a box that WeasyPrint has set, before it is drawn."""

from typing import Any


def write(box: Any, text: str) -> float:
    """Give a box of text other words; the box stays where it begins.

    Parameters
    ----------
    box : weasyprint.formatting_structure.boxes.TextBox
        Of one line; so has the new text to be.
    text : str

    Returns
    -------
    float
        How much wider it has become, in CSS pixels.
    """
    from weasyprint.text.line_break import split_first_line

    before = box.width
    # Shaped anew when it is drawn, from this layout.
    box.pango_layout, _, _, box.width, _, _ = split_first_line(text, box.style, None, None, 0)
    box.text = text
    return box.width - before
