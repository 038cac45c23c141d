"""The written meldcode of an organisation, made from its flow: what the Besluit asks for, ready to be adopted.

`build.protocol` makes plain values from a flow, `write.write` a PDF or Word file of them.
"""
