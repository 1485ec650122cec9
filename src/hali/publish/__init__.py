"""Documents and their writers: plain data in, bytes out.

A writer escapes and sets type. It never formats a number, chooses a word or drops a source; all of these come in with
the document. Nothing here knows what the documents are about.
"""
