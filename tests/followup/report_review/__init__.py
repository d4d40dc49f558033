"""The review of a monthly report: read, sent back, approved, published, corrected, sent."""
