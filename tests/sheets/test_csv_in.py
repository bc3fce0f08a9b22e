"""CSV files as programs write them: signs between fields, encodings, decimal commas."""

import codecs

import pytest

import scenario_cli as sc

TEXT = "driver,factor,worst,best,Keep,New\nComfort,Taste,0,10,4,8\n,Wait,6,0,4,unknown\n"
READ = {"keep": {"taste": 4, "wait": 4}, "new": {"taste": 8, "wait": "unknown"}}


def values(name, **options):
    ratings = sc.import_sheet(name, **options).scenario.ratings
    return {option: {f: rating.value for f, rating in cells.items()} for option, cells in ratings.items()}


def written(folder, content, name="sheet.csv"):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def refused(name, **options):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(name, **options)
    return [str(mistake) for mistake in told.value.mistakes]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        b"sep=;\r\n" + TEXT.replace(",", ";").encode(),
        ("\n\n" + TEXT.replace("\n", "\n,,,,,\n")).encode(),
        TEXT.replace("driver", '"Driver: "').encode(),
    ],
    ids=["plain", "bom", "utf-16-le", "utf-16-be", "semicolons", "crlf", "sep", "blank lines", "quotes"],
)
def test_one_table_in_many_forms(folder, content):
    assert values(written(folder, content)) == READ


def test_a_mistake_has_its_line_and_field(folder):
    text = 'driver,factor,worst,best,Keep,New\n"Com\nfort",Taste,0,10,4,loud\n,Wait,6,0,x,1\n'
    assert refused(written(folder, text)) == [
        "sheet.csv:2:6: error: expected a number, found the text 'loud' [wrong-type]",
        "sheet.csv:4:5: error: expected a number, found the text 'x' [wrong-type]",
    ]


def test_decimal_commas_are_read_where_they_can_mean_nothing_else(folder):
    text = "driver;factor;worst;best;A;B\nX;Y;0;10;4,5;1,125\n"
    assert values(written(folder, text)) == {"a": {"y": 4.5}, "b": {"y": 1.125}}


def test_a_comma_that_could_part_thousands_is_refused(folder):
    text = "driver;factor;worst;best;A;B\nX;Y;0;9000;4;1,125\n"
    assert refused(written(folder, text)) == [
        "sheet.csv:2:6: error: '1,125' could be meant with decimals or in thousands [unclear-number]; "
        "write 1125 or 1,1250"
    ]


@pytest.mark.parametrize(
    ("number", "beside", "hint"),
    [
        ("1.250", "4", "write 1250 or 1,25"),
        ("-1.125 %", "4", "write -1125 or -1,1250"),
        ("5.000", "4", "write 5000 or 5,0"),
        ("5,000", "4", "write 5000 or 5,0"),
        ("5,000", "3.5", "write 5000 or 5.0"),
        ("1.250", "4,5", "write 1250, or 1,250 if the point parts decimals"),
        ("3.5", "4,5", "write 3,5"),
        ("1.250", "1.100,50", "write 1250, or 1,250 if the point parts decimals"),
    ],
)
def test_a_point_or_comma_before_three_digits_is_refused_between_semicolons(folder, number, beside, hint):
    text = f"driver;factor;worst;best;A;B\n1.1;Y;0;9000;{beside};{number}\n"
    told = refused(written(folder, text))
    assert told[-1].startswith("sheet.csv:2:6: error: ")
    assert told[-1].endswith(f"[unclear-number]; {hint}")
    # What is advised is read, and never in a third way.
    if beside == "4":
        for advice in hint.removeprefix("write ").split(" or "):
            changed = text.replace(number, advice).replace("0;9000", "-9000;9000")
            read = values(written(folder, changed))["b"]["y"]
            assert read == float(advice.replace(",", "."))


@pytest.mark.parametrize("beside", ["3.5", "0.125", "1250.125", ".5", "1,250.50"])
def test_a_number_that_can_have_no_thousands_settles_the_point(folder, beside):
    text = f"driver;factor;worst;best;A;B\nX;Y;0;9000;{beside};1.250\n"
    if "," in beside:
        told = refused(written(folder, text))
        assert len(told) == 1
        assert told[0].endswith("write 1250.50")
    else:
        assert values(written(folder, text))["b"] == {"y": 1.25}


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("\u22124", "write -4"),
        ("\u22124,5", "write -4.5"),
        ("1.100,50", "write 1100.50"),
        ("1 100,50", "write 1100.50"),
        ("1.100.000", "write 1100000"),
        ("\u22121'100", "write -1100"),
    ],
)
def test_what_is_nearly_a_number_has_a_hint(folder, number, hint):
    text = f'driver,factor,worst,best,A,B\nX,Y,-9,9,4,"{number}"\n'
    assert refused(written(folder, text))[0].endswith(f"[wrong-type]; {hint}")
    text = f"driver;factor;worst;best;A;B\nX;Y;-9;9;4,5;{number}\n"
    told = [line for line in refused(written(folder, text)) if ":2:6:" in line]
    assert told[0].endswith(f"[wrong-type]; {hint.replace('.', ',')}")


def test_a_point_among_decimal_commas_is_refused(folder):
    text = "driver;factor;worst;best;A;B\nX;Y;0;9000;4,5;1.125\n"
    assert refused(written(folder, text))[0].startswith(
        "sheet.csv:2:6: error: '1.125' has a point in a table with decimal commas [unclear-number]"
    )


def test_a_comma_in_quotes_between_commas_is_refused(folder):
    text = 'driver,factor,worst,best,A,B\nX,Y,0,10,"4,5",1\n'
    assert refused(written(folder, text)) == [
        "sheet.csv:2:5: error: expected a number, found the text '4,5' [wrong-type]; write 4.5"
    ]


def test_per_cents(folder):
    text = "driver,factor,worst,best,A,B\nX,Y,0%,100%,7%,12.5 %\n"
    assert values(written(folder, text)) == {"a": {"y": 7}, "b": {"y": 12.5}}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-heads"),
        (b"\n \n", "no-heads"),
        (b"\xff\xfe\x00", "encoding"),
        (b"driver,factor,\xe9t\xe9\n", "encoding"),
        (b'driver,factor,A\nX,"Y,3\n', "syntax"),
        (b"\x00\x01\x02\x03", "no-heads"),
        (b"driver,factor" + b",a" * 500_000 + b"\n", "too-large"),
        (b"a" * (9 * 1024 * 1024), "too-large"),
        (b"driver,factor,A\nX,Y," + b"4" * 200_000 + b"\n", "syntax"),
    ],
    ids=["empty", "blank", "half", "latin-1", "open quote", "garbage", "wide", "large", "long field"],
)
def test_what_is_no_table_is_refused(folder, content, code):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(written(folder, content))
    assert [mistake.code for mistake in told.value.mistakes] == [code]


def test_of_very_many_mistakes_the_first_are_told(folder):
    rows = "".join(f"D,F{i},0,10,x,1\n" for i in range(250))
    told = refused(written(folder, f"driver,factor,worst,best,A,B\n{rows}"))
    assert len(told) == 201
    assert told[-1] == "sheet.csv:202:5: error: and 50 more problems from here on [more-problems]"


def test_a_csv_file_has_no_sheets(folder):
    with pytest.raises(sc.StudyError):
        sc.import_sheet(written(folder, TEXT), sheet="One")


def test_an_apostrophe_before_a_formula_sign_is_taken_off(folder):
    text = "driver,factor,A\n'=SUM,'@home,4\n"
    scenario = sc.import_sheet(written(folder, text)).scenario
    assert [driver.title for driver in scenario.drivers.values()] == ["=SUM"]
    assert [factor.title for factor in scenario.factors.values()] == ["@home"]


def test_errors_of_formulas_are_refused_wherever_they_stand(folder):
    told = refused(written(folder, "driver,factor,A,#REF!\n#NAME?,Y,#DIV/0!,4\n"))
    assert [line.partition(" error: ")[0] for line in told] == [
        "sheet.csv:1:4:",
        "sheet.csv:2:1:",
        "sheet.csv:2:3:",
    ]
    assert "the formula gives #REF!" in told[0]


def test_a_workbook_by_the_wrong_name_is_told(folder):
    assert "give it the ending .xlsx" in refused(written(folder, b"PK\x03\x04"))[0]


def test_another_ending_is_refused(folder):
    assert "a table has the ending .csv or .xlsx" in refused(written(folder, TEXT, "sheet.ods"))[0]
    assert "there is no such file" in refused("none.csv")[0]
