"""Asking other hosts: only those on a list, only at public addresses, within a time and a size, politely.

    Client        one exchange: allow-list, cache, pace, 429 and 503, redirects
    exchange      one request on the wire, with its deadline and its bounds
    addresses     what a URL means, and which addresses may be reached
    pace, cache   what is remembered between exchanges, over all processes of a folder

Nothing else in the project opens a connection to another host, but for the store that a build writes to where that is
a remote one.
"""
