"""The follow-up over the API: the same selectors, services and permissions as the pages."""
