"""One file for everything: backup and restore of the site, and the data package of an office."""
