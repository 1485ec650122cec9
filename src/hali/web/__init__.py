"""The web app: routes parse a question, ask what the command line asks, and hand the document to a writer."""
