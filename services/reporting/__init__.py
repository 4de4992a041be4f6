"""reporting: makes the disclosures of an obliged company, every figure with its evidence.

Decides   nothing about a supplier; it counts what others have said and shows what stands behind.
Reads     supplier-updated, risk-assessed, audit-completed, grievance-filed, grievance-updated,
          action-plan-changed, action-plan-due, exit-assessed (which nobody writes yet)
Writes    disclosure-published (a freeze does; a projection cannot emit)
Tables    supplier_states, risk_states, audits, cases, plans, due_notices, exits (views of facts),
          editions, edition_turns (records, never altered)
Packs     lksg_10_1_v1 (section 10(1) LkSG), csddd_16_v1 (preview of Article 16 CSDDD), words_v1,
          sources_v1, countries_iso_3166
Clocks    none
HTTP      GET /disclosures/{lksg-10-1, csddd-16} (JSON), .html (for people), /figures/…/evidence;
          POST and GET /editions, GET /editions/{disclosure}/{number} and its difference/{other}
"""
