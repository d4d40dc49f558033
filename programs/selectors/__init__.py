"""Pictures of the program, its bodies and people; each takes a constant number of queries."""
