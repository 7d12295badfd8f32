"""What the record holds is what a reader sees and what a search finds."""

import pytest
from test_check import EVENT, line_of, spoil

from briefing.checks import letters, problems

HIDDEN = {
    "an override of the direction": ("the \u202eword", 4, "U+202E (right-to-left override)"),
    "a space without width": ("wo\u200brd", 2, "nobody sees: remove it"),
    "a byte order mark": ("wo\ufeffrd", 2, "U+FEFF (zero width no-break space)"),
    "a soft hyphen": ("wo\u00adrd", 2, "U+00AD (soft hyphen)"),
    "a control character of the second set": ("wo\u0085rd", 2, "U+0085 (cc)"),
    "a tab": ("wo\trd", 2, "U+0009 (cc)"),
    "a letter of a private alphabet": ("wo\ue000rd", 2, "U+E000 (co)"),
    "no character at all": ("wo\uffferd", 2, "U+FFFE (cn)"),
    "a tag": ("wo\U000e0041rd", 2, "remove it"),
    "a blank that counts as a letter": ("wo\u3164rd", 2, "U+3164 (hangul filler)"),
    "a sign that chooses a variant": ("wo\ufe0frd", 2, "U+FE0F (variation selector-16)"),
    "a lost letter": ("S\ufffdguy", 1, "restore the letter"),
    "a space that does not break": ("5\u00a0000", 1, "write a plain one"),
    "a joiner between Latin letters": ("wo\u200drd", 2, "U+200D (zero width joiner)"),
    "a joiner at an end": ("\u200cword", 0, "U+200C (zero width non-joiner)"),
    "a letter in pieces": ("Caf\u0065\u0301 text", 3, "write one composed letter"),
    "a Russian letter in pieces": ("Нагорны\u0438\u0306", 7, "write one composed letter"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_nobody_sees_is_found_at_its_place(what):
    text, place, words = HIDDEN[what]
    at, message = letters.fault(text)
    assert (at, words in message) == (place, True), message


PLAIN = {
    "English": "The parties' “common” ground – 5,000 people, 12° 30′",
    "Azerbaijani": "Şuşa, Ağdam, İlham Əliyev",
    "Turkish": "Dağlık Karabağ’da ateşkes",
    "Armenian": "Լեռնային Ղարաբաղ, Ստեփանակերտ՝ «այսօր»",
    "Russian": "Нагорный Карабах, Ёлкин, №9",
    "Georgian": "მთიანი ყარაბაღი",
    "Arabic": "ناغورني قره باغ",
    "Persian with its non-joiner": "می\u200cخواهد",
    "Bengali with its joiner": "র\u200d্যাব",
    "Chinese": "纳戈尔诺-卡拉巴赫",
    "Korean": "나고르노카라바흐",
    "Czech": "Náhorní Karabach, příměří",
}


@pytest.mark.parametrize("language", PLAIN)
def test_every_script_is_written_as_it_needs(language):
    assert letters.fault(PLAIN[language]) is None


@pytest.mark.parametrize("text", ["the \u202eword", "S\ufffdguy", "Caf\u0065\u0301"])
def test_the_check_refuses_such_letters_in_tables_and_bibliographies(data, text):
    line = line_of(data, "events", EVENT)
    spoil(data, "events", EVENT, note=text)
    path = data / "references" / "ngo.bib"
    source = path.read_text(encoding="utf-8").replace("title = {", f"title = {{{text} ", 1)
    path.write_text(source, encoding="utf-8")
    told = letters.fault(text)[1]
    found = [(p.file, p.line) for p in problems(data) if told in p.message]
    at = source.count("\n", 0, source.index(text)) + 1
    assert found == [("events.csv", line), ("references/ngo.bib", at)]
