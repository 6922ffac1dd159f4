import msgspec
import pytest

from mesto.kernel.panel import AnyPanel, Chart, Measure, Number, Place


def read(text):
    return msgspec.json.decode(text, type=AnyPanel)


def test_a_panel_is_written_briefly_and_read_back():
    panel = Number(measure=Measure(types=("WasteContainer",), attribute="fillingLevel"))
    text = msgspec.json.encode(panel)
    assert text == (
        b'{"kind":"number","measure":'
        b'{"types":["WasteContainer"],"attribute":"fillingLevel"}}'
    )
    assert read(text) == panel


def test_what_a_later_release_adds_is_left_out():
    text = (
        b'{"kind":"chart","glitter":1,"measure":{"entity":"urn:x:1","attribute":"a"}}'
    )
    assert read(text) == Chart(measure=Measure(entity="urn:x:1", attribute="a"))


OF_A = '"measure":{"types":["A"],"attribute":"a"}'


@pytest.mark.parametrize(
    ("panel", "why"),
    [
        ('{"kind":"pie"}', "pie"),
        ('{"kind":"number","measure":{}}', "types, or an entity"),
        ('{"kind":"number","measure":{"types":["A"]}}', "mean is of an attribute"),
        ('{"kind":"number","measure":{"entity":"urn:x"}}', "attribute is measured"),
        (
            '{"kind":"number","measure":{"types":["A"],"attribute":"a","above":1}}',
            "without limits",
        ),
        (f'{{"kind":"number","aggregate":"share",{OF_A}}}', "above or below"),
        (
            f'{{"kind":"number",{OF_A[:-1]},"statuses":["ok"]}}}}',
            "attribute or of statuses",
        ),
        (f'{{"kind":"number","aggregate":"integral",{OF_A}}}', "over a period"),
        ('{"kind":"map","place":{"x":8,"y":0,"w":6,"h":2}}', "12 columns"),
        ('{"kind":"table","limit":5000}', "limit"),
    ],
)
def test_a_panel_that_makes_no_sense_is_refused_with_the_reason(panel, why):
    with pytest.raises(msgspec.ValidationError, match=why):
        read(panel)


def test_a_place_reaches_to_the_edge():
    assert Place(8, 0, 4, 2).w == 4
