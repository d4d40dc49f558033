"""A request larger than any form is refused by its size, before it is read."""

import pytest


@pytest.mark.django_db
def test_too_large_a_request_gets_a_page_in_swedish(client, central, as_user):
    answer = as_user(central).post(
        "/indikatorer/filer/ny/", b"", content_type="text/csv", CONTENT_LENGTH=str(100 * 1024**2)
    )
    assert answer.status_code == 413
    assert "högst 10 MB" in answer.content.decode()
