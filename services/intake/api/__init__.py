"""Door 2, machines: events over HTTP, files from the command line, and what is known for reading.

An event or a row is answered after its commit. A refused one is not kept as a dead letter, as it is
on the topic: its sender has the reason in the answer, and may send it again, mended.
"""
