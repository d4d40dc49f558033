import pytest

from programs.names import normalize, spellings, suggestions


@pytest.mark.parametrize(
    "name",
    [
        "Hägersten-Älvsjö",
        "HÄGERSTEN-ÄLVSJÖ",
        "Hagersten Alvsjo",
        "Hägersten–Älvsjö stadsdelsområde",
        "  hägersten - älvsjö  stadsdelsnämnd",
        "Ha\u0308gersten-A\u0308lvsjo\u0308",
        "Hägersten-Älvsjö SDO",
    ],
)
def test_spellings_of_one_place_are_equal(name: str) -> None:
    assert normalize(name) == "hagersten alvsjo"


def test_genitive_before_the_kind_of_area_may_go() -> None:
    assert "skarpnack" in spellings("Skarpnäcks stadsdelsnämndsområde")
    assert "enskede arsta vantor" in spellings("Enskede-Årsta-Vantörs stadsdelsnämnd")


def test_a_name_that_only_is_a_kind_of_area_stays() -> None:
    assert normalize("Stad") == "stad"


def test_nearest_names_come_first() -> None:
    known = ["Älvsjö", "Östermalm", "Norrmalm", "Bromma"]
    assert suggestions("Ostermalms", known)[0] == "Östermalm"
    assert suggestions("Atlantis", known) == []
