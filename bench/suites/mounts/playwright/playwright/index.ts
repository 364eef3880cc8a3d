// Nothing has to be set up for the page.
