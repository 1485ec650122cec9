"""The check page: a text comes in, is read and checked by processes of their own, and its findings go out."""
