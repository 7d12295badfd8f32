"""A failing comparison of two builds says where they differ first."""

import zipfile

import pytest
from differences import first_difference


@pytest.fixture
def pair(tmp_path):
    """Two folders with files given by name."""

    def write(one, two):
        for folder, files in (("one", one), ("two", two)):
            for name, content in files.items():
                path = tmp_path / folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return tmp_path / "one", tmp_path / "two"

    return write


def archive(path, *parts, when=(2026, 1, 1, 0, 0, 0)):
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in parts:
            packed.writestr(zipfile.ZipInfo(name, when), text)
    return path


def test_equal_folders_have_no_difference(pair):
    files = {"a.html": b"<p>\n", "b/c.js": b"1"}
    assert first_difference(*pair(files, files)) is None


def test_the_first_differing_line_is_named(pair):
    said = first_difference(*pair({"b/a.html": b"1\n2\n3\n"}, {"b/a.html": b"1\nzwei\n3\n"}))
    assert said == "b/a.html: line 2: '2' and 'zwei'"


def test_a_line_more_is_a_difference(pair):
    said = first_difference(*pair({"a": b"1"}, {"a": b"1\n2"}))
    assert said == "a: line 2: no such line and '2'"


def test_a_file_of_one_alone_is_named(pair):
    one, two = pair({"a": b"1", "b": b"2"}, {"a": b"1"})
    assert first_difference(one, two) == f"b: only in {one}"


def test_the_first_file_in_the_order_of_names_is_named(pair):
    said = first_difference(*pair({"z": b"1", "a": b"1"}, {"z": b"2", "a": b"2"}))
    assert said.startswith("a: ")


def test_the_first_differing_byte_of_a_picture_is_named(pair):
    said = first_difference(*pair({"a.png": b"\0ab"}, {"a.png": b"\0ac"}))
    assert said.startswith("a.png: byte 2: ")


def test_the_differing_part_of_an_archive_is_named(tmp_path):
    one = archive(tmp_path / "a.xlsx", ("x.xml", "same"), ("y.xml", "one\ntwo"))
    two = archive(tmp_path / "b.xlsx", ("x.xml", "same"), ("y.xml", "one\n2"))
    assert first_difference(one, two) == "a.xlsx/y.xml: line 2: 'two' and '2'"


def test_an_archive_that_is_packed_at_another_time_differs(tmp_path):
    one = archive(tmp_path / "a.zip", ("x", "same"))
    two = archive(tmp_path / "b.zip", ("x", "same"), when=(2027, 1, 1, 0, 0, 0))
    assert "dated" in first_difference(one, two)


def test_a_part_of_one_archive_alone_is_named(tmp_path):
    one = archive(tmp_path / "a.zip", ("x", "same"), ("y", ""))
    two = archive(tmp_path / "b.zip", ("x", "same"))
    assert first_difference(one, two) == "a.zip: part y and no such part"


def test_a_file_that_is_not_compared_makes_no_difference(pair):
    one, two = pair({"a": b"x", ".note": b"1"}, {"a": b"x"})
    assert first_difference(one, two).startswith(".note: only in ")
    assert first_difference(one, two, without={".note"}) is None
