"""The whole of Sorgfalt on one machine: a real broker, a real database, the four services.

`make up`, `make demo` and the tests start it. Everything it writes lies in one state folder,
everything it starts ends with it, and what can be expected to go wrong is said in one sentence.
"""
