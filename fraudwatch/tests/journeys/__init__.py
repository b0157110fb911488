"""The demo's county in a real browser: what people of the office and leaders do all week."""
