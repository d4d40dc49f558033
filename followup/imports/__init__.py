"""Files of readings: what a file is, what its rows say, and how they are taken in."""
