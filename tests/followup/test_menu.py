"""The menu says where the reader is, also in the lists that stand behind one word of it."""

import re

import pytest

pytestmark = pytest.mark.django_db

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">')


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/mal/", "/mal/"),
        ("/indikatorer/", "/mal/"),
        ("/aktiviteter/", "/mal/"),
        ("/kommunens-atgardsplan/", "/kommunens-lagesbild/"),
        ("/lagesbilder/", "/lagesbilder/"),
    ],
)
def test_menu_marks_the_word_that_leads_here(as_user, central, address, word):
    page = as_user(central).get(address).content.decode()
    menu = page[page.index("<header") : page.index("</header>")]
    assert set(CURRENT.findall(menu)) == {word}
