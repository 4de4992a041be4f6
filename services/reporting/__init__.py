"""reporting: makes the disclosures of an obliged company, every figure with its evidence.

Decides   nothing about a supplier; it counts what others have said and shows what stands behind.
Reads     supplier-updated, risk-assessed
Writes    no topic: a projection cannot emit
Tables    supplier_states, risk_states (views of facts: they rebuild from the topics)
Packs     lksg_10_1_v1 (the record of section 10(1) LkSG), sources_v1, countries_iso_3166
Clocks    none
HTTP      GET /disclosures/lksg-10-1 (JSON), .html (for people), /figures/{code}/evidence (pages)
"""
