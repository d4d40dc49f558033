from django.test import Client


def test_statement_names_what_the_act_asks_for(client: Client, db: None, settings) -> None:
    settings.CONTACT_EMAIL = "hjalp@exempel.se"

    page = client.get("/tillganglighet/").content.decode()

    for required in ("delvis förenlig", "2018:1937", "digg.se/tdosanmalan", "hjalp@exempel.se"):
        assert required in page
    assert "21 november 2026" in page


def test_pages_about_the_program_are_for_everybody(client: Client, db: None) -> None:
    for address in ("/tillganglighet/", "/om/"):
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 405
