"""Check many articles: all cores or a Spark cluster, flat memory, results in the order of the files.

Each worker process opens the record once and keeps it. Articles are handed out a few at a time and come back as
finished documents, so neither side ever holds more than a few articles.
"""
