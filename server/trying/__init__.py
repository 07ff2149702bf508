"""An article pasted into a page: read by a process of its own, shown, and stored only if asked.

jobs    what was pasted and what became of it, in a folder that the HTTP processes share
work    the process that reads one article
keep    the way of its graph into the store
pages   the form, the wait, the article
closed  what stands in their place where the server only reads
"""
